#!/usr/bin/python3
"""Says what is in each picture of an output: list_codes.py OUTPUT CUTS.json [--raw]

Prints JSON: one [clip, source frame, empty] a picture of OUTPUT (raw yuv420p with --raw, else decoded by ffmpeg). Clip and source
frame are read from the codes in the picture, 0 and -1 where it has none of the cut list's clips; empty is true for a picture in
which there is nothing to see.
"""
import argparse
import json

import check_pictures


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output")
    parser.add_argument("cuts")
    parser.add_argument("--raw", action="store_true", help="OUTPUT is raw yuv420p")
    options = parser.parse_args()
    with open(options.cuts) as file:
        cuts = json.load(file)
    checker = check_pictures.PictureCheck(cuts)
    clips = [checker.clips[number] for number in dict.fromkeys(event["clip"] for event in cuts["events"])]
    seen = []
    for planes in check_pictures.Programme(cuts["channel"], options.output, options.output if options.raw else None):
        found = [0, -1]
        for clip in clips:
            code = checker.reader(clip).code(planes[0])[0]
            if code and code[0] == clip["id"]:
                found = [clip["id"], code[1] // 2]
                break
        seen.append(found + [bool(planes[0][::8, ::8].std() < 4)])
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
