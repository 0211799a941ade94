#!/usr/bin/python3
"""Tests the checker: a perfect output must pass, and every kind of spoilt output must be rejected for its own reason.

check_selftest.py [NAME...] builds the outputs itself, from the expected lists alone; no playout takes part.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction as F

import numpy as np

import check
import clips
import make_cuts
import picture
import sound

WIDTH, HEIGHT = 320, 180
IDS = [1, 5, 19, 18, 27, 25, 24, 23, 30, 31, 13, 29, 34]


class Output:
    """A programme held as a list of pictures (drawn on demand) and a sound array, ready to be spoilt."""

    def __init__(self, cuts):
        self.cuts = cuts
        self.clips = {c["id"]: c for c in cuts["clips"]}
        self.matrix, self.full = cuts["channel"]["matrix"], False
        self.frames = [(event, source, None) for event in cuts["events"] for source in event["pictures"]]
        self.sound = np.zeros((cuts["frames"] * 1920, 2), np.float64)
        self.canvases = {}
        for event in cuts["events"]:
            self.lay_sound(event)

    def event(self, clip):
        return next(e for e in self.cuts["events"] if e["clip"] == clip and e["kind"] == "clip")

    def lay_sound(self, event, shift=0, wave=None):
        clip = self.clips[event["clip"]]
        start, count = event["first"] * 1920, event["frames"] * 1920
        good = sum(1 for p in event["pictures"] if p >= 0) * 1920
        due = np.zeros((count, 2))
        due[good:] = 0.05 * np.sin(np.arange(count - good) * 0.05)[:, None]
        if clip["kind"] != "none" and good:
            if wave is None:
                wave = sound.programme_sound(clip["id"], clip["channels"], 48000, clip["level"])
            if clip["kind"] == "pcm" and clip["channels"] == 2:
                wave = sound.sixteen_bits(wave) / 32768.0
            at = event["in"] * 1920 - shift + np.arange(good)
            inside = (at >= F(*clip["soundFrom"]) * 48000) & (at < F(*clip["soundTo"]) * 48000)
            due[:good] = np.where(inside[:, None], wave[at % len(wave)], 0)
        self.sound[start:start + count] = due

    def canvas(self, aspect):
        key = (aspect, self.matrix, self.full)
        if key not in self.canvases:
            canvas = picture.Canvas(WIDTH, HEIGHT, self.matrix, self.full)
            canvas.draw_fixed(picture.fit(WIDTH, HEIGHT, aspect))
            self.canvases[key] = canvas
        return self.canvases[key]

    def draw(self, event, source, special):
        if special == "black":
            return picture.Canvas(WIDTH, HEIGHT).planes
        if source < 0 or special == "slate":
            slate = picture.Canvas(WIDTH, HEIGHT)
            slate.fill((60, 60, 260, 120), (0.2, 0.4, 0.6))
            return slate.planes
        aspect = F(16, 9) if special == "stretched" else F(*self.clips[event["clip"]]["aspect"])
        if special in ("combed", "blended"):
            first, second = (self.planes(event, 2 * source + n, aspect) for n in (0, 1 if special == "combed" else 2))
            if special == "blended":
                return [((a.astype(int) + b) // 2).astype(np.uint8) for a, b in zip(first, second)]
            for a, b in zip(first, second):
                a[1::2] = b[1::2]
            return first
        return self.planes(event, 2 * source + (1 if special == "later field" else 0), aspect)

    def planes(self, event, field, aspect):
        canvas = self.canvas(aspect)
        canvas.draw_code(event["clip"], field)
        return [plane.copy() for plane in canvas.planes]

    def write(self, path):
        with tempfile.NamedTemporaryFile(dir=os.path.dirname(path)) as samples:
            self.sound.astype(np.float32).tofile(samples.name)
            process = subprocess.Popen(
                ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p",
                 "-s", f"{WIDTH}x{HEIGHT}", "-framerate", "25", "-i", "pipe:0", "-f", "f32le", "-ar", "48000",
                 "-ac", "2", "-i", samples.name, "-c:v", "rawvideo", "-c:a", "pcm_f32le", "-f", "nut", path],
                stdin=subprocess.PIPE)
            for frame in self.frames:
                process.stdin.write(b"".join(plane.tobytes() for plane in self.draw(*frame)))
            process.stdin.close()
            if process.wait() != 0:
                raise RuntimeError("ffmpeg could not write the output")

    def mark(self, event, special, first=0, count=None):
        for k in range(first, event["frames"] if count is None else first + count):
            owner, source, _ = self.frames[event["first"] + k]
            self.frames[event["first"] + k] = (owner, source, special)


def shift_event(output, event, samples):
    output.lay_sound(event, samples)


def off_by_one(output, event):
    for k in range(event["frames"]):
        owner, source, special = output.frames[event["first"] + k]
        output.frames[event["first"] + k] = (owner, source + 1, special)
    output.lay_sound(event, -1920)


def pulled_early(output, frames):
    event = next(e for e in output.cuts["events"] if e["frames"] > frames + 5)
    following = output.cuts["events"][output.cuts["events"].index(event) + 1]
    end = event["first"] + event["frames"]
    del output.frames[end - frames:end]
    output.sound = np.delete(output.sound, slice((end - frames) * 1920, end * 1920), axis=0)
    return following


def cut_sound_late(output, clip, samples):
    event = output.event(clip)
    before = output.cuts["events"][output.cuts["events"].index(event) - 1]
    own = output.clips[before["clip"]]
    wave = sound.programme_sound(before["clip"], own["channels"], 48000, own["level"])
    at = (before["in"] + before["frames"]) * 1920 + np.arange(samples)
    output.sound[event["first"] * 1920:event["first"] * 1920 + samples] = wave[at % len(wave)]


def weak_centre(output, event):
    own = sound.clip_sound(event["clip"], 6, 48000, 0.06)
    mix = sound.DOWNMIX.copy()
    mix[2] *= 0.7
    output.lay_sound(event, wave=own @ mix)


def move(output, first, second):
    output.frames[first], output.frames[second] = output.frames[second], output.frames[first]


def at(output, clip, k):
    return output.event(clip)["first"] + k


def whole(name, value):
    return lambda output: setattr(output, name, value)


def silent(output, event):
    output.sound[event["first"] * 1920:(event["first"] + event["frames"]) * 1920] = 0


def zeros(output, clip, sample, count):
    start = at(output, clip, 0) * 1920 + sample
    output.sound[start:start + count] = 0


def insert_gap(output, clip):
    output.sound = np.insert(output.sound, at(output, clip, 10) * 1920, np.zeros((5, 2)), axis=0)


def slate_event(output):
    return next(e for e in output.cuts["events"] if e["kind"] == "missing")


def swap_sides(output, event):
    part = slice(event["first"] * 1920, (event["first"] + event["frames"]) * 1920)
    output.sound[part] = output.sound[part][:, ::-1]


# name: (what is spoilt, the fault it must be rejected for; None = must still pass)
SPOILT = {
    "perfect": (lambda o: None, None),
    "coded sound 16 samples late": (lambda o: shift_event(o, o.event(1), 16), None),
    "resampled sound 1 sample late": (lambda o: shift_event(o, o.event(23), 1), None),
    "frame dropped": (lambda o: o.frames.pop(at(o, 1, 10)), "dropped"),
    "frame repeated": (lambda o: o.frames.__setitem__(at(o, 5, 10), o.frames[at(o, 5, 9)]), "repeated"),
    "frame doubled": (lambda o: o.frames.insert(at(o, 5, 10), o.frames[at(o, 5, 9)]), "length"),
    "frames swapped": (lambda o: move(o, at(o, 5, 7), at(o, 5, 8)), "wrong-frame"),
    "PCM sound 1 sample late": (lambda o: shift_event(o, o.event(5), 1), "sound-not-exact"),
    "resampled sound 2 samples late": (lambda o: shift_event(o, o.event(23), 2), "sound-offset"),
    "coded sound 18 samples late": (lambda o: shift_event(o, o.event(1), 18), "sound-offset"),
    "sound 60 samples early": (lambda o: shift_event(o, o.event(24), -60), "skew"),
    "sound a second late": (lambda o: shift_event(o, o.event(5), 48000), "sound-offset"),
    "5 samples of nothing": (lambda o: zeros(o, 1, 9000, 5), "sound-gap"),
    "5 samples of nothing at a join": (lambda o: zeros(o, 1, 0, 5), "sound-gap"),
    "5 samples inserted": (lambda o: insert_gap(o, 1), "sound-length"),
    "one PCM sample wrong": (lambda o: zeros(o, 5, 5001, 1), "sound-not-exact"),
    "sound cut 100 samples late": (lambda o: cut_sound_late(o, 24, 100), "sound-join"),
    "combing": (lambda o: o.mark(o.event(19), "combed", 4, 3), "combing"),
    "later field": (lambda o: o.mark(o.event(19), "later field"), "field-order"),
    "two frames mixed": (lambda o: o.mark(o.event(13), "blended", 4, 2), "blended"),
    "channels swapped": (lambda o: swap_sides(o, o.event(1)), "channels-swapped"),
    "weak centre in the downmix": (lambda o: weak_centre(o, o.event(27)), "downmix"),
    "black frame": (lambda o: o.mark(o.event(5), "black", 0, 1), "black"),
    "slate for a frame": (lambda o: o.mark(o.event(1), "slate", 3, 1), "no-code"),
    "in-point off by one": (lambda o: off_by_one(o, o.event(1)), "in-point"),
    "event pulled early by 70 frames": (lambda o: pulled_early(o, 70), "next-event-early"),
    "wrong aspect": (lambda o: o.mark(o.event(18), "stretched"), "aspect"),
    "601 matrix": (whole("matrix", "601"), "colour"),
    "full range": (whole("full", True), "range"),
    "an event without its sound": (lambda o: silent(o, o.event(1)), "sound-gap"),
    "sound where there is none": (lambda o: o.sound.__setitem__(
        slice(at(o, 30, 5) * 1920, at(o, 30, 6) * 1920), 0.1), "not-silent"),
    "programme instead of a slate": (lambda o: o.frames.__setitem__(
        slate_event(o)["first"] + 3, (slate_event(o), 4, None)), "slate-missing"),
    "black slate": (lambda o: o.mark(slate_event(o), "black", 0, 1), "black"),
    "silent slate": (lambda o: silent(o, slate_event(o)), "slate-silent"),
    "output too short": (lambda o: o.frames.__delitem__(slice(-2, None)), "length"),
}


def cut_list():
    class Options:
        events, shortest, longest, format, seed = len(IDS), "1", "2", f"{WIDTH}x{HEIGHT}@25", 7
        only, bad, below = ",".join(map(str, IDS)), "missing", ""

    media = {"clips": [clips.facts(clips.BY_ID[k], "small") for k in IDS]}
    cuts = make_cuts.build(media, Options)[0]
    longest = next(e for e in cuts["events"] if e["clip"] == 29)
    longest["frames"], longest["pictures"] = 101, [0] * 101
    first = 0
    for event in cuts["events"]:
        event["first"], first = first, first + event["frames"]
    cuts["frames"] = first
    return json.loads(json.dumps(cuts))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*")
    names = parser.parse_args().names or list(SPOILT)
    cuts, wrong = cut_list(), 0
    with tempfile.TemporaryDirectory(prefix="qalqan-selftest-") as folder:
        for name in names:
            spoil, kind = SPOILT[name]
            output, path = Output(cuts), os.path.join(folder, "output.nut")
            spoil(output)
            output.write(path)
            faults, _ = check.check(cuts, path)
            kinds = sorted({fault[1] for fault in faults})
            good = not faults if kind is None else kind in kinds
            wrong += not good
            print(f"{'ok  ' if good else 'BAD '} {name}: {', '.join(kinds) or 'no fault'}"
                  + ("" if good else f" (expected {kind})"))
            if not good:
                print("\n".join(f"     {fault}" for fault in faults[:8]))
    print(f"{len(names) - wrong} of {len(names)} as they should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
