#!/usr/bin/python3
"""Writes a cut list over the coded clips and what must be seen and heard of it.

make_cuts.py MEDIADIR OUTDIR [--events N] [--shortest S --longest S] [--format WIDTHxHEIGHT@RATE] [--only ID,...]
             [--bad KIND,...] [--seed N]

OUTDIR/cuts.yaml is the playlist (a loose list), OUTDIR/cuts.json the expected programme: for each event its first
output frame, length and in-point, and for each of its frames the source frame, floor((in + k) x source rate / channel
rate). --bad adds items that must become a slate for exactly their length: missing, empty, noise, truncated, directory,
past-end, beyond-end, unsealed, altered, altered-late (the file itself is made by whoever runs the test).
"""
import argparse
import json
import os
import random
from fractions import Fraction as F

BAD = ["missing", "empty", "noise", "truncated", "directory", "fifo", "past-end", "beyond-end", "unsealed", "altered",
       "altered-late", "unreadable", "shrunk"]


def label(frames, nominal):
    seconds, rest = divmod(frames, nominal)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{rest:02d}"


def source_frame(clip, in_frame, k, rate):
    if clip["still"]:
        return 0
    return int((in_frame + k) * F(*clip["rate"]) / rate)


def expected_pictures(clip, in_frame, frames, rate):
    """One entry an output frame: the source frame, or -1 where the media has ended."""
    shown = [source_frame(clip, in_frame, k, rate) for k in range(frames)]
    return [f if f < clip["frames"] or clip["still"] else -1 for f in shown]


def pick(clip, options, chooser, rate):
    """An odd in-point and an odd length that fit the clip."""
    shortest, longest = (int(F(s) * rate) for s in (options.shortest, options.longest))
    room = int(F(clip["frames"]) / F(*clip["rate"]) * rate) if not clip["still"] else 10 ** 6
    frames = min(chooser.randrange(shortest, longest + 1) | 1, room - 8)
    in_frame = 0 if clip["still"] else chooser.randrange(3, max(5, room - frames - 1)) | 1
    return min(in_frame, room - frames), frames


def bad_event(kind, clip, options, chooser, rate, nominal):
    length = int(F(options.shortest) * rate) | 1
    event = {"kind": kind, "clip": clip["id"], "in": 5, "frames": length}
    room = int(F(clip["frames"]) / F(*clip["rate"]) * rate)
    if kind == "past-end":
        event["in"] = room + 50
    if kind == "beyond-end":
        event["in"] = room - length // 2
    event["file"] = clip["file"] if kind in ("past-end", "beyond-end") else f"bad-{kind}.mp4"
    return event


def build(media, options):
    chooser = random.Random(options.seed)
    width, rest = options.format.split("x")
    height, rate_text = rest.split("@")
    rate = F(rate_text)
    nominal = -(-rate.numerator // rate.denominator)
    clips = [c for c in media["clips"] if not options.only or str(c["id"]) in options.only.split(",")]
    chosen = []
    while len(chosen) < options.events:
        batch = clips[:]
        chooser.shuffle(batch)
        chosen += batch
    events, first = [], 0
    bad = [k for k in (options.bad or "").split(",") if k]
    plain = next((c for c in clips if c["kind"] == "coded" and not c["still"] and c["rate"] == [25, 1]), clips[0])
    places = {(j + 1) * options.events // (len(bad) + 1): kind for j, kind in enumerate(bad)}
    for place, clip in enumerate(chosen[:options.events]):
        if place in places:
            events.append(bad_event(places[place], plain, options, chooser, rate, nominal))
        in_frame, frames = pick(clip, options, chooser, rate)
        events.append({"kind": "clip", "clip": clip["id"], "file": clip["file"], "in": in_frame, "frames": frames})
    known = {c["id"]: c for c in media["clips"]}
    for place, event in enumerate(events):
        event["id"] = f"cut-{place + 1:02d}" if event["kind"] == "clip" else f"cut-{place + 1:02d}-{event['kind']}"
        event["first"] = first
        if event["kind"] in ("clip", "past-end", "beyond-end"):
            event["pictures"] = expected_pictures(known[event["clip"]], event["in"], event["frames"], rate)
        else:
            event["pictures"] = [-1] * event["frames"]
        first += event["frames"]
    return {
        "channel": {"width": int(width), "height": int(height), "rate": [rate.numerator, rate.denominator],
                    "soundRate": 48000, "channels": 2, "matrix": "709"},
        "frames": first, "events": events, "clips": media["clips"],
    }, nominal


def playlist(cuts, nominal, folder):
    lines = ["qalqan: 1", "events:"]
    for place, event in enumerate(cuts["events"]):
        amount = (lambda n: label(n, nominal)) if place % 2 else (lambda n: f"{n}f")
        if nominal in (30, 60) and cuts["channel"]["rate"][1] != 1:
            amount = lambda n: f"{n}f"
        path = os.path.join(folder, event["file"]) if folder else event["file"]
        lines.append(f"  - {{ id: {event['id']}, title: {{ en: {event['id']} }}, media: {path}, "
                     f"in: \"{amount(event['in'])}\", duration: \"{amount(event['frames'])}\" }}")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("media")
    parser.add_argument("folder")
    parser.add_argument("--events", type=int, default=38)
    parser.add_argument("--shortest", default="3")
    parser.add_argument("--longest", default="7")
    parser.add_argument("--format", default="1920x1080@25")
    parser.add_argument("--only")
    parser.add_argument("--bad", help=",".join(BAD))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--below", default="", help="folder of the media as the playlist names it")
    options = parser.parse_args()
    with open(os.path.join(options.media, "media.json")) as file:
        media = json.load(file)
    cuts, nominal = build(media, options)
    os.makedirs(options.folder, exist_ok=True)
    with open(os.path.join(options.folder, "cuts.yaml"), "w") as file:
        file.write(playlist(cuts, nominal, options.below))
    with open(os.path.join(options.folder, "cuts.json"), "w") as file:
        json.dump(cuts, file)
    print(f"{len(cuts['events'])} events, {cuts['frames']} frames")


if __name__ == "__main__":
    main()
