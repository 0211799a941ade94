"""Listens to an output: where each event's sound lies, to a fraction of a sample, and what is missing in it."""
import os
import subprocess
import tempfile
from fractions import Fraction as F

import numpy as np

import sound

WINDOW = 4096
REACH = 3000
TOLERANCE = {"pcm": 0.0, "resampled": 1.0, "coded": 17.0}
STEP = 1.6 / 32768      # how far a bit-exact 16-bit sample may be off in the output's own sample format
SILENT = 10 ** (-75 / 20)
LEAST_LIKENESS = 0.6


def decode(path, rate, channels):
    """The output's first sound stream as interleaved float32 in a temporary file, mapped."""
    handle, name = tempfile.mkstemp(prefix="qalqan-check-")
    try:
        with os.fdopen(handle, "wb") as file:
            subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a:0", "-f", "f32le", "-ar",
                            str(rate), "-ac", str(channels), "-"], stdout=file, check=True)
        return mapped(name, channels)
    finally:
        os.unlink(name)


def mapped(name, channels):
    count = os.path.getsize(name) // (4 * channels)
    if count == 0:
        return np.zeros((0, channels), np.float32)
    return np.memmap(name, np.float32, "r", shape=(count, channels))


class SoundCheck:
    def __init__(self, cuts, heard, coded_output=False):
        self.cuts, self.heard, self.coded_output = cuts, heard, coded_output
        self.channel = cuts["channel"]
        self.rate = F(*self.channel["rate"])
        self.fs = self.channel["soundRate"]
        self.clips = {c["id"]: c for c in cuts["clips"]}
        self.faults, self.rows = [], []

    def fault(self, event, kind, what):
        self.faults.append((event["id"] if event else "-", kind, what))

    def first_sample(self, frame):
        return int(frame * self.fs / self.rate)

    def run(self):
        total = self.first_sample(self.cuts["frames"])
        if abs(len(self.heard) - total) > (0 if not self.coded_output else 4096):
            self.fault(None, "sound-length", f"{len(self.heard)} samples, expected {total}")
        for event in self.cuts["events"]:
            self.event(event)
        for left, right in zip(self.cuts["events"], self.cuts["events"][1:]):
            self.join(left, right)
        return self

    def spans(self, event):
        """(first, end, kind) in output samples: what must be heard when in the event."""
        clip = self.clips[event["clip"]]
        begin, end = (self.first_sample(event["first"] + n) for n in (0, event["frames"]))
        pictures = sum(1 for p in event["pictures"] if p >= 0)
        last = self.first_sample(event["first"] + pictures)
        spans = []
        if pictures:
            sound_from, sound_to = F(*clip["soundFrom"]), F(*clip["soundTo"])
            origin = F(event["in"]) / self.rate
            if clip["kind"] == "none":
                spans.append((begin, last, "silence"))
            else:
                a = min(max(begin + int((sound_from - origin) * self.fs), begin), last)
                b = min(max(begin + int((sound_to - origin) * self.fs), a), last)
                spans += [(begin, a, "silence"), (a, b, "sound"), (b, last, "silence")]
        spans.append((last, end, "slate"))
        return [s for s in spans if s[1] > s[0]]

    def kind(self, clip):
        if clip["kind"] == "coded" or self.coded_output:
            return "coded"
        if clip["soundRate"] != self.fs:
            return "resampled"
        # An in-point between two samples of the source cannot be exact.
        return "pcm"

    def position(self, event, sample):
        """The clip's own sample (at the channel's rate) due at an output sample."""
        return int(F(event["in"]) / self.rate * self.fs) + sample - self.first_sample(event["first"])

    def reference(self, clip):
        return sound.programme_sound(clip["id"], clip["channels"], self.fs, clip["level"])

    def event(self, event):
        clip = self.clips[event["clip"]]
        offsets = []
        for first, end, what in self.spans(event):
            heard = np.asarray(self.heard[first:end], np.float64)
            if len(heard) < end - first:
                self.fault(event, "sound-length", f"only {len(heard)} of {end - first} samples")
            if len(heard) == 0:
                continue
            if what == "silence":
                self.silence(event, clip, heard)
            elif what == "slate":
                if np.sqrt(np.mean(heard ** 2)) < 10 ** (-50 / 20):
                    self.fault(event, "slate-silent", "no sound where the slate's sound is due")
            else:
                offsets += self.sound(event, clip, first, heard)
        worst = max(offsets, key=abs) if offsets else None
        self.rows.append((event["id"], event["file"], offsets[0] if offsets else None, worst))

    def silence(self, event, clip, heard):
        # A codec's first and last blocks ring a little.
        ringing = 2304 if clip["kind"] == "coded" else 64 if clip["soundRate"] != self.fs else 0
        inner = heard[ringing:len(heard) - ringing]
        if len(inner) and np.max(np.abs(inner)) > SILENT:
            self.fault(event, "not-silent", f"peak {np.max(np.abs(inner)):.4f} where the item has no sound")

    def sound(self, event, clip, first, heard):
        reference, kind = self.reference(clip), self.kind(clip)
        self.gaps(event, heard)
        if kind == "pcm" and clip["channels"] == 2:
            self.exact(event, clip, first, heard)
        places = list(range(0, max(1, len(heard) - WINDOW), self.fs)) + [max(0, len(heard) - WINDOW)]
        offsets = []
        for place in sorted(set(places)):
            piece = heard[place:place + WINDOW]
            if len(piece) < 512:
                continue
            offsets += self.window(event, clip, reference, kind, first + place, piece, place)
        return offsets

    def window(self, event, clip, reference, kind, sample, piece, place):
        around, found = self.position(event, sample), []
        for side in range(2):
            offset, likeness, gain = sound.locate(piece[:, side], reference[:, side], around, REACH)
            where = f"{'left' if side == 0 else 'right'}, {place} samples into its sound"
            if likeness < LEAST_LIKENESS:
                self.lost(event, reference, piece, side, around, where, likeness)
                continue
            found.append(offset)
            allowed = TOLERANCE[kind] + 0.05
            if abs(offset) > allowed:
                self.fault(event, "sound-offset", f"{where}: {offset:+.2f} samples off (at most {TOLERANCE[kind]:g})")
            least = {1: 0.65, 6: 0.38}.get(clip["channels"], 0.75)
            if not least < gain < 1.1:
                self.fault(event, "sound-level", f"{where}: {gain:.2f} x its level")
            if clip["channels"] == 6 and place == 0:
                self.downmix(event, clip, piece[:, side], around - int(round(offset)), side)
        return found

    def lost(self, event, reference, piece, side, around, where, likeness):
        other = sound.locate(piece[:, side], reference[:, 1 - side], around, REACH)
        if other[1] > LEAST_LIKENESS:
            self.fault(event, "channels-swapped", f"{where}: the other channel's sound")
            return
        far = sound.locate(piece[:, side], reference[:, side], around, min(len(reference) // 2 - WINDOW, 240_000))
        if far[1] > LEAST_LIKENESS:
            self.fault(event, "sound-offset", f"{where}: {far[0]:+.0f} samples off")
            return
        self.fault(event, "sound-lost", f"{where}: not this clip's sound (likeness {likeness:.2f})")

    def downmix(self, event, clip, heard, around, side):
        """The parts of a 5.1 downmix must be as BS.775 says: 1, 0.707 centre, 0.707 surround, no LFE."""
        own = sound.clip_sound(clip["id"], 6, self.fs, clip["level"])
        columns = own[np.arange(around, around + len(heard)) % len(own)]
        parts = np.linalg.lstsq(columns, heard, rcond=None)[0]
        wanted = sound.DOWNMIX[:, side]
        scale = parts[side]
        if scale < 0.3 or np.max(np.abs(parts / scale - wanted)) > 0.12:
            self.fault(event, "downmix", "parts " + " ".join(f"{p:.2f}" for p in parts))

    def gaps(self, event, heard):
        quiet = np.all(np.abs(heard) < 1e-7, axis=1)
        padded = np.concatenate(([False], quiet, [False])).astype(np.int8)
        change = np.flatnonzero(np.diff(padded))
        runs = change[1::2] - change[0::2]
        if len(runs) and runs.max() >= 4:
            at = int(change[0::2][int(np.argmax(runs))])
            self.fault(event, "sound-gap", f"{int(runs.max())} samples of nothing at sample {at} of its sound")

    def exact(self, event, clip, first, heard):
        around = self.position(event, first)
        own = sound.sixteen_bits(sound.clip_sound(clip["id"], 2, self.fs, clip["level"])) / 32768.0
        due = own[np.arange(around, around + len(heard)) % len(own)]
        wrong = np.flatnonzero(np.any(np.abs(heard - due) > STEP, axis=1))
        if len(wrong):
            self.fault(event, "sound-not-exact",
                       f"{len(wrong)} of {len(heard)} samples differ, the first at sample {int(wrong[0])}")

    def join(self, left, right):
        """The change from one event's sound to the next must lie on the join itself, not beside it."""
        a, b = self.spans(left)[-1], self.spans(right)[0]
        if a[2] != "sound" or b[2] != "sound":
            return
        at, reach = b[0], 400
        clips = [self.clips[e["clip"]] for e in (left, right)]
        if at + reach > len(self.heard) or a[1] - a[0] < 2 * reach or b[1] - b[0] < 2 * reach:
            return
        heard = np.asarray(self.heard[at - reach:at + reach], np.float64)
        errors = []
        for event, clip in zip((left, right), clips):
            reference, around = self.reference(clip), self.position(event, at - reach)
            side = slice(0, reach) if event is left else slice(reach, None)
            shift = self.nearby(heard[side], reference, around + (0 if event is left else reach))
            due = reference[np.arange(around - shift, around - shift + 2 * reach) % len(reference)]
            own, model = heard[side], due[side]
            gain = np.sum(own * model) / max(np.sum(model * model), 1e-9)
            errors.append(np.sum((heard - gain * due) ** 2, axis=1))
        before = np.concatenate(([0.0], np.cumsum(errors[0])))
        after = np.concatenate((np.cumsum(errors[1][::-1])[::-1], [0.0]))
        cut = int(np.argmin(before + after)) - reach
        coded = any(self.kind(c) == "coded" for c in clips)
        if abs(cut) > (64 if coded else 8):
            self.fault(right, "sound-join", f"its sound takes over {cut:+d} samples from the join")

    def nearby(self, heard, reference, around):
        offset, likeness, _ = sound.locate(heard[:, 0], reference[:, 0], around, 64)
        return int(round(offset)) if likeness > 0.5 else 0
