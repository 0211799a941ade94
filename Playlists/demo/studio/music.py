"""Music for the demo channel: plucked strings, pads, bass and drums made from numbers, at -23 LUFS."""
import re
import subprocess

import numpy as np

# Chords as MIDI notes; a style is a tempo, a progression, and what plays.
STYLES = {
    "ident": dict(bpm=84, chords=[(50, 57, 62, 66), (55, 62, 67, 71), (57, 61, 64, 69), (50, 57, 62, 66)], pluck=2,
                  pad=1.0, drums=0.2),
    "news": dict(bpm=112, chords=[(45, 57, 60, 64), (41, 53, 57, 60), (43, 55, 59, 62), (45, 57, 60, 64)], pluck=4,
                 pad=0.7, drums=0.8),
    "weather": dict(bpm=96, chords=[(48, 55, 59, 64), (45, 52, 55, 60), (41, 53, 57, 64), (43, 55, 59, 62)], pluck=2,
                    pad=0.8, drums=0.4),
    "nature": dict(bpm=66, chords=[(50, 57, 62, 65), (46, 53, 58, 62), (48, 55, 60, 64), (45, 52, 57, 60)], pluck=2,
                   pad=1.2, drums=0.0),
    "steppe": dict(bpm=104, chords=[(50, 57, 62, 69), (50, 57, 62, 69), (48, 55, 60, 67), (50, 57, 62, 69)], pluck=4,
                   pad=0.4, drums=0.3),
    "sport": dict(bpm=126, chords=[(40, 52, 59, 64), (43, 55, 59, 62), (45, 57, 60, 64), (38, 50, 57, 62)], pluck=2,
                  pad=0.6, drums=1.0),
    "children": dict(bpm=118, chords=[(48, 60, 64, 67), (53, 60, 65, 69), (55, 62, 67, 71), (48, 60, 64, 67)], pluck=4,
                     pad=0.3, drums=0.4),
    "film": dict(bpm=58, chords=[(45, 52, 57, 60), (44, 52, 56, 59), (43, 50, 55, 59), (41, 48, 53, 57)], pluck=1,
                 pad=1.3, drums=0.1),
    "archive": dict(bpm=92, chords=[(50, 57, 62, 65), (45, 52, 57, 64), (46, 53, 58, 62), (45, 57, 61, 64)], pluck=4,
                    pad=0.0, drums=0.0),
    "concert": dict(bpm=100, chords=[(50, 57, 62, 65), (48, 55, 60, 64), (46, 53, 58, 62), (45, 57, 61, 64)], pluck=4,
                    pad=0.7, drums=0.9),
}


def hertz(note):
    return 440.0 * 2 ** ((note - 69) / 12)


def pluck(note, seconds, rate, seed, bright=0.55):
    """A plucked string (Karplus and Strong), one period at a time."""
    period = max(2, int(round(rate / hertz(note))))
    ring = np.random.default_rng(seed).uniform(-1, 1, period)
    for _ in range(3):
        ring = bright * ring + (1 - bright) * np.roll(ring, 1)
    count = int(seconds * rate)
    out = np.empty((count // period + 1, period))
    for row in range(len(out)):
        out[row] = ring
        ring = 0.4985 * (ring + np.roll(ring, 1))
    out = out.reshape(-1)[:count]
    return out * np.minimum(1, np.arange(count)[::-1] / (0.02 * rate))


def pad(notes, seconds, rate, seed):
    t = np.arange(int(seconds * rate)) / rate
    chance, out = np.random.default_rng(seed), np.zeros((len(t), 2))
    for note in notes:
        for side in (0, 1):
            for detune in (-0.06, 0.05):
                f = hertz(note + detune * (1 if side else -1))
                for k in range(1, 7):
                    out[:, side] += np.sin(2 * np.pi * f * k * t + chance.uniform(0, 6.28)) / k ** 1.7 * 0.05
    rise = np.minimum(1, t / (seconds * 0.25)) * np.minimum(1, (seconds - t) / (seconds * 0.25))
    return out * (0.5 - 0.5 * np.cos(np.pi * rise))[:, None]


def room(dry, rate, seed, seconds=1.6):
    """The same sound in a hall: convolved with a fading noise."""
    chance = np.random.default_rng(seed)
    count = int(seconds * rate)
    tail = chance.standard_normal((count, 2)) * np.exp(-np.arange(count) / (0.32 * seconds * rate))[:, None]
    size = 1 << int(np.ceil(np.log2(len(dry) + count)))
    wet = np.stack([np.fft.irfft(np.fft.rfft(dry[:, s], size) * np.fft.rfft(tail[:, s], size), size)[:len(dry)]
                    for s in (0, 1)], axis=1)
    return wet / (np.sqrt(np.mean(wet ** 2)) + 1e-9) * np.sqrt(np.mean(dry ** 2))


def parts(style, seconds, rate):
    """The parts of a piece: strings, pad, bass, drums, each stereo."""
    how = STYLES[style]
    beat, count = 60 / how["bpm"], int(seconds * rate)
    out = {name: np.zeros((count + 4 * rate, 2)) for name in ("strings", "pad", "bass", "drums")}

    def place(part, wave, at, gain, side=0.5):
        start = int(at * rate)
        end = min(start + len(wave), len(out[part]))
        if wave.ndim == 1:
            wave = np.stack([wave * np.cos(side * np.pi / 2), wave * np.sin(side * np.pi / 2)], axis=1)
        out[part][start:end] += wave[:end - start] * gain

    chance, at, bar = np.random.default_rng(abs(hash_of(style))), 0.0, 0
    kick = kick_drum(rate)
    hat = chance.standard_normal(int(0.05 * rate)) * np.exp(-np.arange(int(0.05 * rate)) / (0.010 * rate))
    hat = np.diff(hat, prepend=0)
    walk = 0
    while at < seconds:
        chord = how["chords"][bar % 4]
        place("pad", pad(chord[1:], beat * 4.6, rate, bar), at, how["pad"])
        place("bass", bass(chord[0], beat * 3.6, rate), at, 0.30)
        steps = how["pluck"] * 2
        for step in range(steps):
            walk = int(np.clip(walk + chance.choice([-1, 1, 1, -2, 2]), 0, 5))
            tones = [n + 12 * o for o in (0, 1) for n in chord[1:]]
            when = at + step * 4 * beat / steps
            place("strings", pluck(tones[walk], 1.8, rate, int(chance.integers(1 << 30))), when,
                  0.30 if step % 2 == 0 else 0.22, 0.35 + 0.3 * (step % 2))
        for quarter in range(4):
            place("drums", kick if quarter in (0, 2) else kick * 0.5, at + quarter * beat, 0.5 * how["drums"])
            for half in (0, 0.5):
                place("drums", hat, at + (quarter + half) * beat, 0.10 * how["drums"], 0.6)
        at, bar = at + 4 * beat, bar + 1
    return {name: wave[:count] for name, wave in out.items()}


def hash_of(words):
    value = 7
    for letter in words:
        value = (value * 31 + ord(letter)) % (1 << 31)
    return value


def kick_drum(rate):
    t = np.arange(int(0.28 * rate)) / rate
    return np.sin(2 * np.pi * (48 * t + 5.2 * (1 - np.exp(-t * 28)))) * np.exp(-t * 13)


def bass(note, seconds, rate):
    t = np.arange(int(seconds * rate)) / rate
    wave = sum(np.sin(2 * np.pi * hertz(note - 12 if note > 46 else note) * k * t) / k ** 1.6 for k in (1, 2, 3))
    return wave * np.minimum(1, t / 0.02) * np.exp(-t * 0.7) * np.minimum(1, (seconds - t) / 0.1)


def piece(style, seconds, rate, channels):
    """A whole piece, (samples, channels); 5.1 in the order L R C LFE Ls Rs."""
    part = parts(style, seconds, rate)
    dry = sum(part.values())
    hall = room(part["strings"] + part["pad"], rate, 3)
    if channels == 6:
        crowd = np.random.default_rng(9).standard_normal(dry.shape)
        crowd = np.cumsum(crowd - crowd.mean(axis=0), axis=0)
        crowd = np.diff(crowd - np.convolve(crowd[:, 0], np.ones(64) / 64, "same")[:, None], axis=0, prepend=0) * 0.004
        lead = part["strings"].mean(axis=1)
        low = part["drums"].mean(axis=1)
        front = part["pad"] + 0.5 * part["strings"] + part["bass"] + part["drums"] + 0.25 * hall
        wave = np.column_stack([front, lead * 0.8, low * 0.5, hall * 0.5 + crowd])
    else:
        wave = dry + 0.35 * hall
        if style == "archive":
            wave = wave + 0.004 * np.random.default_rng(1).standard_normal(wave.shape)
        if channels == 1:
            wave = wave.mean(axis=1, keepdims=True)
    edge = np.minimum(1, np.minimum(np.arange(len(wave)), np.arange(len(wave))[::-1]) / (0.4 * rate))
    return wave * edge[:, None]


def loudness(wave, rate):
    """Integrated loudness in LUFS, by ffmpeg's ebur128."""
    layout = {1: "mono", 2: "stereo", 6: "5.1(side)"}[wave.shape[1]]
    said = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-f", "f32le", "-ar", str(rate), "-ac", str(wave.shape[1]),
         "-i", "pipe:0", "-af", f"aformat=channel_layouts={layout},ebur128", "-f", "null", "-"],
        input=wave.astype(np.float32).tobytes(), capture_output=True, check=True).stderr.decode()
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def mastered(style, seconds, rate, channels):
    """The piece at -23 LUFS, peaks held below -2 dBFS, as 16-bit samples."""
    wave = piece(style, seconds, rate, channels)
    wave = wave / (np.max(np.abs(wave)) + 1e-9) * 0.5
    wave = wave * 10 ** ((-23 - loudness(wave, rate)) / 20)
    peak = np.max(np.abs(wave))
    if peak > 0.79:
        wave = np.tanh(wave / 0.79) * 0.79
    return np.round(wave * 32767).astype(np.int16)
