#!/usr/bin/python3
"""Writes a schedule of a day with every way of starting and standing in, and what must be seen and heard of it.

make_schedule.py MEDIADIR OUTDIR [--format WIDTHxHEIGHT@RATE]

OUTDIR/cuts.yaml is the playlist of 2026-11-22, from 06:00:00:00 on; OUTDIR/cuts.json the expected programme in region KZ,
in the form of make_cuts.py. What is expected is written here by hand, piece by piece, beside the event that asks for it.
"""
import argparse
import json
import os
from fractions import Fraction as F

from make_cuts import expected_pictures


class Script:
    def __init__(self, media, rate):
        self.clips, self.rate = {c["id"]: c for c in media["clips"]}, rate
        self.lines, self.pieces, self.first = [], [], 0

    def event(self, text):
        self.lines.append(f"  - {{ {text} }}")

    def file(self, clip):
        return self.clips[clip]["file"]

    def airs(self, clip, in_frame, frames):
        """The programme goes on with so many frames of a clip, from an in-point on."""
        self.pieces.append({
            "id": f"piece-{len(self.pieces) + 1:02d}", "kind": "clip", "clip": clip, "file": self.file(clip),
            "in": in_frame, "frames": frames, "first": self.first,
            "pictures": expected_pictures(self.clips[clip], in_frame, frames, self.rate)})
        self.first += frames

    def slate(self, frames):
        self.pieces.append({
            "id": f"slate-{len(self.pieces) + 1:02d}", "kind": "slate", "clip": 1, "file": self.file(1), "in": 0,
            "frames": frames, "first": self.first, "pictures": [-1] * frames})
        self.first += frames

    def now(self, before=0):
        """The label of the frame that the programme has come to, or of one so many frames before it."""
        seconds, frames = divmod(self.first - before, int(self.rate))
        return f"06:{seconds // 60:02d}:{seconds % 60:02d}:{frames:02d}"


def write(s):
    # Three passes of 31 frames.
    s.event(f'id: loop, start: {{ at: "06:00:00:00" }}, media: {s.file(6)}, in: 7f, duration: 31f, loop: {{ times: 3 }}')
    for _ in range(3):
        s.airs(6, 7, 31)
    # Missing media give way to the event's alternate.
    s.event(f"id: spare, media: lost.mov, duration: 29f, alternate: {{ media: {s.file(14)}, in: 5f }}")
    s.airs(14, 5, 29)
    # The region has its own version of one event, and another is not for it.
    s.event(f"id: ours, media: {s.file(1)}, duration: 50f, regions: {{ KZ: {{ media: {s.file(8)}, in: 11f, duration: 27f }} }}")
    s.airs(8, 11, 27)
    s.event(f"id: theirs, media: {s.file(2)}, duration: 40f, regions: {{ KZ: {{ skip: true }} }}")
    # A window of 61 frames that the region fills to the frame with a list of its own.
    s.event(f"id: network, media: {s.file(3)}, in: 3f, duration: 61f, optOut: {{ id: break, regions: {{ KZ: [ "
            f"{{ id: own-1, media: {s.file(23)}, in: 9f, duration: 33f }}, "
            f"{{ id: own-2, media: {s.file(5)}, in: 1f, duration: 28f }} ] }} }}")
    s.airs(23, 9, 33)
    s.airs(5, 1, 28)
    # Cut by the one fixed behind it.
    s.event(f"id: cut, media: {s.file(9)}, in: 13f, duration: 90f")
    s.airs(9, 13, 37)
    s.event(f'id: fixed, start: {{ at: "{s.now()}" }}, media: {s.file(35)}, in: 15f, duration: 35f, priority: 3')
    s.airs(35, 15, 35)
    # Fixed 10 frames earlier than the end of one that has priority: it starts behind it, joined where it would be.
    s.event(f'id: joined, start: {{ at: "{s.now(before=10)}" }}, media: {s.file(7)}, in: 21f, duration: 45f, late: join')
    s.airs(7, 31, 35)
    # 12 frames before the end of that one, by reference.
    s.event(f"id: tail, start: {{ fromEnd: joined, offset: 12f }}, media: {s.file(20)}, in: 17f, duration: 30f")
    s.pieces[-1]["frames"] -= 12
    s.pieces[-1]["pictures"] = s.pieces[-1]["pictures"][:-12]
    s.first -= 12
    s.airs(20, 17, 30)
    # Waits for a take that does not come: its hold picture repeats, from its first frame each time, until the next fixed one.
    s.event(f"id: held, start: manual, media: {s.file(1)}, duration: 50f, hold: {{ media: {s.file(24)} }}")
    s.airs(24, 0, 200)
    s.airs(24, 0, 43)
    # Fixed on the frame where the hold is to end.
    s.event(f'id: last, start: {{ at: "{s.now()}" }}, media: {s.file(28)}, in: 19f, duration: 26f')
    s.airs(28, 19, 26)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("media")
    parser.add_argument("folder")
    parser.add_argument("--format", default="640x360@25")
    options = parser.parse_args()
    with open(os.path.join(options.media, "media.json")) as file:
        media = json.load(file)
    width, rest = options.format.split("x")
    height, rate = rest.split("@")
    script = Script(media, F(rate))
    write(script)
    with open(os.path.join(options.folder, "cuts.yaml"), "w") as file:
        file.write("qalqan: 1\nday: 2026-11-22\ntimeZone: UTC\nevents:\n" + "\n".join(script.lines) + "\n")
    with open(os.path.join(options.folder, "cuts.json"), "w") as file:
        json.dump({
            "channel": {"width": int(width), "height": int(height), "rate": [F(rate).numerator, F(rate).denominator],
                        "soundRate": 48000, "channels": 2, "matrix": "709"},
            "frames": script.first, "events": script.pieces, "clips": media["clips"]}, file)
    print(f"{len(script.lines)} events, {script.first} frames")


if __name__ == "__main__":
    main()
