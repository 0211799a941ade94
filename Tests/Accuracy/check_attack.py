#!/usr/bin/python3
"""Counts unverified frames in an output: check_attack.py OUTPUT PLAN.json --reference FILE [--raw-sound FILE] [--align]

PLAN.json: {"channel": {...}, "events": [{"id", "clip", "in", "first", "frames", "verdict", "from", "to"}, ...]}. What an
event may show, by its verdict: "whole", its own clip from its in-point on, every frame in its place; "withheld", not one
frame of any clip; "cut", its own clip in its place up to some frame from `from` to `to`, and no clip after that one.

The --reference is a programme of slates and of the sealed clips that nobody has touched. Every picture of the output has
to equal one of it bit for bit, and be the event's own next frame or a slate. `unverified` counts all others: another
clip's, another frame's, torn, concealed, half of something. `dark` counts the empty ones among them. Where a slate is due
the sound is compared with that of every clip. Prints a report in JSON; exit 1 unless every verdict holds.
"""
import argparse
import hashlib
import json
import sys
from fractions import Fraction as F

import numpy as np

import check_pictures
import check_sound
import picture
import sound

LEAST_LIKENESS = 0.3    # of 4,096 samples with a clip's sound, above which they are that clip's
CLIPS = (201, 202, 203)


def mark(planes):
    return hashlib.sha256(b"".join(plane.tobytes() for plane in planes)).digest()


def references(reader, channel, path):
    """What each picture of the reference is: (clip, frame), or None for a slate."""
    known = {}
    for planes in check_pictures.Programme(channel, path):
        code = reader.code(planes[0])[0]
        known[mark(planes)] = (code[0], code[1] // 2) if code else None
    return known


class Attack:
    def __init__(self, plan, reference):
        self.plan = plan
        channel = plan["channel"]
        self.reader = picture.Reader(picture.fit(channel["width"], channel["height"], F(16, 9)))
        self.known = references(self.reader, channel, reference)
        self.rows = [dict(event, aired=0, slate=0, unverified=0, dark=0, faults=[]) for event in plan["events"]]
        self.schedule = [(row, k) for row in self.rows for k in range(row["frames"])]
        self.probes = []

    def frame(self, n, planes):
        row, k = self.schedule[n]
        own, shown = (row["clip"], row["in"] + k), self.known.get(mark(planes), ())
        if shown is None:
            row["slate"] += 1
            if row["slate"] % 12 == 3:
                self.probes.append((row, k - 2, n - 2))
        elif shown == own and not row["slate"] and row["verdict"] != "withheld":
            row["aired"] += 1
        else:
            row["unverified"] += 1
            row["faults"].append(f"frame {k} shows {self.name(shown, planes)}")
            if float(planes[0][::4, ::4].std()) < 4:
                row["dark"] += 1

    def name(self, shown, planes):
        code = self.reader.code(planes[0])[0]
        if not code:
            return "neither a clip nor a slate"
        return f"clip {code[0]} frame {code[1] // 2}" + ("" if shown else ", not as it was sealed")

    def listen(self, heard, rate):
        """Where slates are, no clip is heard."""
        for row, k, n in self.probes:
            at = int(n * 48000 / rate)
            piece = heard[at:at + 4096, 0].astype(np.float64)
            if len(piece) < 4096:
                continue
            for clip in CLIPS:
                reference = sound.noise(clip, 0, 48000, 1.0)
                likeness = sound.locate(piece, reference, int((row["in"] + k) * 48000 / rate), 48000)[1]
                if likeness > LEAST_LIKENESS:
                    row["unverified"] += 1
                    row["faults"].append(f"frame {k} sounds of clip {clip} (likeness {likeness:.2f})")

    def judge(self):
        for row in self.rows:
            least, most = {"whole": (row["frames"],) * 2, "withheld": (0, 0)}.get(
                row["verdict"], (row.get("from", 0), row.get("to", 0)))
            if not least <= row["aired"] <= most:
                row["faults"].append(f"{row['aired']} frames aired, expected {least} to {most}")
            if row["aired"] + row["slate"] + row["unverified"] < row["frames"]:
                row["faults"].append("frames are missing")


def first_code(attack, programme, limit=3000):
    """Output frame at which the plan's first event, which airs in whole, begins."""
    row = attack.rows[0]
    for n, planes in enumerate(programme):
        code = attack.reader.code(planes[0])[0]
        if code and code[0] == row["clip"]:
            return n - (code[1] // 2 - row["in"])
        if n >= limit:
            break
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output")
    parser.add_argument("plan")
    parser.add_argument("--reference", required=True)
    parser.add_argument("--raw-sound", help="OUTPUT is raw yuv420p; this is its sound, interleaved float32")
    parser.add_argument("--align", action="store_true", help="the output may begin before the plan")
    options = parser.parse_args()
    with open(options.plan) as file:
        plan = json.load(file)
    channel, rate = plan["channel"], F(*plan["channel"]["rate"])
    attack = Attack(plan, options.reference)

    def programme():
        return check_pictures.Programme(channel, options.output, options.output if options.raw_sound else None)

    skip = first_code(attack, programme()) if options.align else 0
    count = 0
    if skip is not None:
        for n, planes in enumerate(programme()):
            if 0 <= n - skip < len(attack.schedule):
                attack.frame(n - skip, planes)
                count += 1
        heard = check_sound.mapped(options.raw_sound, 2) if options.raw_sound else check_sound.decode(
            options.output, 48000, 2)
        attack.listen(heard[int(skip * 48000 / rate):], rate)
    attack.judge()
    faults = [f"{row['id']}: {fault}" for row in attack.rows for fault in row["faults"]]
    if count != len(attack.schedule):
        faults.append(f"{count} frames, expected {len(attack.schedule)}")
    report = {
        "frames": count, "unverified": sum(row["unverified"] for row in attack.rows),
        "dark": sum(row["dark"] for row in attack.rows), "slate": sum(row["slate"] for row in attack.rows),
        "aired": {row["id"]: row["aired"] for row in attack.rows}, "faults": faults,
    }
    print(json.dumps(report, indent=1))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
