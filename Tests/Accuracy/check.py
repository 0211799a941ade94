#!/usr/bin/python3
"""Checks an output of the playout against a cut list: check.py OUTPUT CUTS.json [--raw-sound FILE] [--align]

Decodes OUTPUT with ffmpeg (or reads raw yuv420p frames when --raw-sound names the raw float32 sound beside them), reads
the code of every picture and the place of every event's sound, and compares them with what CUTS.json expects. Prints
one line a fault and a summary; exit 1 on any fault.

Tolerances: every picture; PCM sound bit for bit, resampled sound 1 sample, coded sound 17 samples, skew 1 ms.
"""
import argparse
import json
import subprocess
import sys
from fractions import Fraction as F

import numpy as np

import check_pictures
import check_sound

MOST_SKEW = 1.0  # milliseconds


def stream_start(path, stream):
    said = subprocess.run(["ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", "stream=start_time",
                           "-of", "csv=p=0", path], capture_output=True, text=True).stdout.strip().strip(",")
    try:
        return F(said.split()[0]) if said else F(0)
    except ValueError:
        return F(0)


def aligned(cuts, shift):
    """The cut list as seen by an output whose first frame is programme frame `shift`."""
    if shift <= 0:
        return cuts
    events, first = [], 0
    for event in cuts["events"]:
        skip = min(max(shift - event["first"], 0), event["frames"])
        if skip == event["frames"]:
            continue
        kept = dict(event, first=first, frames=event["frames"] - skip, pictures=event["pictures"][skip:])
        kept["in"] = event["in"] + skip
        events.append(kept)
        first += kept["frames"]
    return dict(cuts, events=events, frames=first)


def find_start(cuts, programme, limit=2000):
    """(frames to skip in the output, programme frame of the next one), by the first code that can be read."""
    checker = check_pictures.PictureCheck(cuts)
    for n, planes in enumerate(programme):
        if n >= limit:
            break
        for event in cuts["events"]:
            if max(event["pictures"]) < 0:
                continue
            code = checker.reader(checker.clips[event["clip"]]).code(planes[0])[0]
            if code and code[0] == event["clip"] and code[1] // 2 in event["pictures"]:
                return n, event["first"] + event["pictures"].index(code[1] // 2)
    return None


def check(cuts, path, raw_sound=None, coded_output=False, align=False, quiet=False):
    """All faults of an output, as (event, kind, what), and the report's lines."""
    channel = cuts["channel"]
    skip = 0
    if align:
        found = find_start(cuts, check_pictures.Programme(channel, path, path if raw_sound else None))
        if not found:
            return [("-", "no-code", "no picture of the cut list is in the output")], []
        skip, programme_frame = found
        cuts = aligned(cuts, programme_frame)
    pictures = check_pictures.PictureCheck(cuts)
    count = 0
    for count, planes in enumerate(check_pictures.Programme(channel, path, path if raw_sound else None), 1):
        if skip < count <= skip + cuts["frames"]:
            pictures.frame(count - 1 - skip, planes)
    seen = min(count - skip, cuts["frames"]) if align else count
    pictures.end(seen)
    heard = check_sound.mapped(raw_sound, channel["channels"]) if raw_sound else check_sound.decode(
        path, channel["soundRate"], channel["channels"])
    lead = int(skip * channel["soundRate"] / F(*channel["rate"]))
    if not raw_sound:
        late = round((stream_start(path, "a:0") - stream_start(path, "v:0")) * channel["soundRate"])
        if late > 0:
            heard = np.concatenate((np.zeros((late, channel["channels"]), np.float32), heard))
        lead += max(0, -late)
    heard = heard[lead:]
    if align:
        heard = heard[:int(cuts["frames"] * channel["soundRate"] / F(*channel["rate"]))]
    sounds = check_sound.SoundCheck(cuts, heard, coded_output).run()
    faults = pictures.faults + sounds.faults
    lines, worst = [], 0.0
    for name, file, start, most in sounds.rows:
        lines.append(f"{name:20} {file:26} sound at join {start:+8.2f}  worst {most:+8.2f}" if start is not None
                     else f"{name:20} {file:26} no sound to place")
        worst = max(worst, abs(most or 0.0))
    skew = 1000 * worst / channel["soundRate"]
    if skew > MOST_SKEW:
        faults.append(("-", "skew", f"picture and sound are {skew:.2f} ms apart at worst"))
    lines.append(f"{seen} frames, {pictures.slates} on slates, {len(cuts['events'])} events, "
                 f"{len(cuts['events']) - 1} joins; worst sound offset {worst:.2f} samples; {len(faults)} faults")
    return faults, lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output")
    parser.add_argument("cuts")
    parser.add_argument("--raw-sound", help="OUTPUT is raw yuv420p; this file is its sound, interleaved float32")
    parser.add_argument("--coded-output", action="store_true", help="the output's sound is coded: 17 samples")
    parser.add_argument("--align", action="store_true", help="the output may start and end anywhere in the list")
    parser.add_argument("--most", type=int, default=40, help="faults to print")
    options = parser.parse_args()
    with open(options.cuts) as file:
        cuts = json.load(file)
    faults, lines = check(cuts, options.output, options.raw_sound, options.coded_output, options.align)
    for event, kind, what in faults[:options.most]:
        print(f"FAULT {event} {kind}: {what}")
    if len(faults) > options.most:
        print(f"... and {len(faults) - options.most} more")
    print("\n".join(lines))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
