"""The coded test sound: noise that says which clip, channel and sample it is.

Each clip and channel has its own 30 s of flat-amplitude, random-phase noise between 200 Hz and 9 kHz, made in the
frequency domain from a seed. So its value is known at any instant and at any sample rate, and a few thousand samples
of it, even after a lossy codec, are found again by cross-correlation to a fraction of a sample.
"""
import functools

import numpy as np

PERIOD = 30  # seconds
LOW, HIGH = 200, 9000  # hertz
_cache = {}


def _phases(seed, count):
    """Uniform phases from a counter (splitmix64), the same under every version of numpy."""
    with np.errstate(over="ignore"):
        z = (np.arange(1, count + 1, dtype=np.uint64) + np.uint64(seed) * np.uint64(1 << 32)) * np.uint64(
            0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * (2 * np.pi / (1 << 53))


def noise(clip, channel, rate, level=0.12):
    """One period of a channel at `rate` samples per second (float64, RMS `level`); sample 0 is the clip's time 0."""
    key = (clip, channel, rate, level)
    if key not in _cache:
        if len(_cache) > 24:
            _cache.pop(next(iter(_cache)))
        count = PERIOD * rate
        spectrum = np.zeros(count // 2 + 1, np.complex128)
        lines = np.arange(LOW * PERIOD, HIGH * PERIOD)
        spectrum[lines] = np.exp(1j * _phases(clip * 64 + channel + 1, len(lines)))
        wave = np.fft.irfft(spectrum, count)
        _cache[key] = wave * (level / np.sqrt(np.mean(wave * wave)))
    return _cache[key]


@functools.lru_cache(maxsize=16)
def clip_sound(clip, channels, rate, level=0.12):
    """A clip's own sound at `rate`: one period, shape (samples, channels)."""
    return np.stack([noise(clip, c, rate, level) for c in range(channels)], axis=1)


def sixteen_bits(wave):
    """As 16-bit samples: what a PCM file holds."""
    return np.clip(np.round(wave * 32768), -32768, 32767).astype(np.int16)


DOWNMIX = np.array([[1, 0], [0, 1], [2 ** -0.5, 2 ** -0.5], [0, 0], [2 ** -0.5, 0], [0, 2 ** -0.5]])


@functools.lru_cache(maxsize=16)
def programme_sound(clip, channels, rate, level=0.12):
    """What the clip should sound like on a stereo channel: mono on both sides, 5.1 by ITU-R BS.775 (LFE left out)."""
    own = clip_sound(clip, channels, rate, level)
    if channels == 1:
        return np.repeat(own, 2, axis=1)
    if channels == 6:
        return own @ DOWNMIX
    return own


def locate(heard, reference, around, reach):
    """Where `heard` lies in the periodic `reference`: (offset from `around` in samples, likeness 0...1, gain).

    `heard` and `reference` are one channel. The offset is positive when the sound comes late: the sample that should
    be heard now is heard `offset` samples later. Offsets within +-`reach` are tried, to a fraction of a sample.
    """
    n = len(heard)
    index = np.arange(around - reach, around + reach + n) % len(reference)
    window = reference[index]
    size = 1 << int(np.ceil(np.log2(len(window) + n)))
    product = np.fft.rfft(window, size) * np.conj(np.fft.rfft(heard, size))
    raw = np.fft.irfft(product, size)[:2 * reach + 1]
    energy = np.concatenate(([0.0], np.cumsum(window * window)))
    norm = np.sqrt(np.maximum(energy[n:n + 2 * reach + 1] - energy[:2 * reach + 1], 1e-12))
    own = np.sqrt(max(float(np.dot(heard, heard)), 1e-12))
    likeness = raw / norm / own
    best = int(np.argmax(likeness))
    # Eight times finer around the peak by the band-limited correlation itself, then a parabola.
    fine, peak = _refine(product, size, best)
    return reach - (best + fine), float(likeness[best]), float(raw[best] / norm[best] ** 2)


def _refine(product, size, best):
    steps = np.arange(-8, 9) / 8.0
    half = size // 2 + 1
    bins = np.arange(half)
    used = bins[np.abs(product) > 1e-9 * np.max(np.abs(product))]
    turn = product[used] * np.exp(2j * np.pi * used * (best - 1) / size)
    step = np.exp(2j * np.pi * used / (8 * size))
    values = []
    for _ in steps:
        values.append(float(np.sum(turn.real)))
        turn = turn * step
    k = int(np.argmax(values))
    if 0 < k < len(values) - 1:
        left, middle, right = values[k - 1], values[k], values[k + 1]
        bend = left - 2 * middle + right
        shift = 0.5 * (left - right) / bend if bend else 0.0
        return float(steps[k] + shift / 8), values[k]
    return float(steps[k]), values[k]
