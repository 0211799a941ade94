"""Landscapes out of numbers: skies, ridges of mountains, relief, clouds, stars."""
import numpy as np

from paint import Layer, blur, glow, hexa, vertical


def noise_line(length, seed, slope=1.6, low=2, high=None):
    """A periodic fractal line, 0...1: the outline of a ridge."""
    chance = np.random.default_rng(seed)
    bins = np.arange(length // 2 + 1, dtype=np.float64)
    spectrum = np.zeros(length // 2 + 1, np.complex128)
    used = (bins >= low) & (bins <= (high or length // 3))
    spectrum[used] = np.exp(2j * np.pi * chance.random(used.sum())) / bins[used] ** slope
    line = np.fft.irfft(spectrum, length)
    return (line - line.min()) / (line.max() - line.min())


def noise_field(height, width, seed, slope=2.0, stretch=1.0, low=1.0):
    """A periodic fractal field, 0...1: clouds, relief, rock."""
    chance = np.random.default_rng(seed)
    fy = np.fft.fftfreq(height)[:, None] * height * stretch
    fx = np.fft.rfftfreq(width)[None, :] * height
    radius = np.hypot(fx, fy)
    radius[0, 0] = 1
    spectrum = np.exp(2j * np.pi * chance.random(radius.shape)) / radius ** slope
    spectrum[radius < low] = 0
    field = np.fft.irfft2(spectrum, (height, width))
    return ((field - field.min()) / (field.max() - field.min())).astype(np.float32)


def ridge(width, height, seed, colours, peak=0.9, base=0.2, slope=1.5, sharp=0.0, snow=None, low=2):
    """A ridge of mountains as (rgb, mask): `colours` of top and foot; `snow` = share of the height that is white."""
    line = noise_line(width, seed, slope, low)
    if sharp:
        line = (1 - sharp) * line + sharp * (1 - np.abs(2 * noise_line(width, seed + 1, slope * 0.9, low) - 1)) ** 1.5
        line = (line - line.min()) / (line.max() - line.min())
    top = height * (1 - (base + (peak - base) * line))
    y = np.arange(height, dtype=np.float32)[:, None]
    depth = y - top[None, :].astype(np.float32)
    mask = np.clip(depth + 0.5, 0, 1)
    share = np.clip(y / height * 1.25 - 0.25, 0, 1)[..., None] * np.ones((1, width, 1), np.float32)
    rgb = hexa(colours[0]) * (1 - share) + hexa(colours[1]) * share
    if snow:
        rock = noise_field(height, width, seed + 7, 1.7, 0.6, low=3)
        light = np.gradient(blur(rock, 2), axis=1)
        light = np.clip(light / (light.std() * 2.4), -1, 1)
        facing = np.gradient(line)
        facing = np.clip(np.convolve(facing / (np.std(facing) * 2), np.ones(9) / 9, "same"), -1, 1)
        shade = (0.55 * light + 0.45 * facing[None, :])[..., None]
        limit = height * snow * (0.55 + 0.9 * rock) + (rock - 0.5) * height * 0.35
        white = np.clip((limit - depth - (1 - line[None, :]) * height * 0.22) / 9, 0, 1)[..., None]
        rgb = rgb * (1 + 0.30 * shade)
        rgb = rgb * (1 - white) + (np.array([0.90, 0.93, 0.98]) * (0.86 + 0.20 * shade)) * white
        haze = np.clip((depth / height - 0.30) / 0.6, 0, 1)[..., None]
        rgb = rgb * (1 - haze) + hexa(colours[1]) * haze
    return np.clip(rgb, 0, 1).astype(np.float32), mask


class Drift:
    """A wide periodic layer that slides sideways by fractions of a pixel."""

    PHASES = 4

    def __init__(self, rgb, mask):
        self.width = rgb.shape[1]
        self.layers = []
        for phase in range(self.PHASES):
            f = phase / self.PHASES
            moved = [a * (1 - f) + np.roll(a, -1, axis=1) * f for a in (rgb, mask)]
            wide = [np.concatenate((a, a), axis=1) for a in moved]
            self.layers.append(Layer(*wide))

    def lay(self, frame, offset, y):
        offset %= self.width
        whole = int(offset)
        frame.lay(self.layers[int((offset - whole) * self.PHASES)], -whole, y)


def sky(height, width, stops, sun=None):
    """A sky; `sun` = (x, y, size, "#rrggbb", strength)."""
    rgb = vertical(height, width, stops)
    if sun:
        x, y, size, colour, strength = sun
        for scale, power, share in ((1.0, 3.0, 0.55), (0.34, 2.2, 0.5), (0.075, 0.35, 1.0)):
            spot = int(size * scale) // 2 * 2
            light = glow(spot, power) * share * strength
            canvas = np.zeros((height, width), np.float32)
            x0, y0 = int(x - spot / 2), int(y - spot / 2)
            left, top, right, bottom = max(x0, 0), max(y0, 0), min(x0 + spot, width), min(y0 + spot, height)
            canvas[top:bottom, left:right] = light[top - y0:bottom - y0, left - x0:right - x0]
            rgb = rgb + (hexa(colour) - rgb * 0.55) * canvas[..., None]
    return np.clip(rgb, 0, 1)


def clouds(height, width, seed, cover=0.5, colour="#ffffff", strength=0.8, stretch=0.36):
    """Periodic clouds as (rgb, mask), thinner towards the top and the foot of the field."""
    field = noise_field(height, width, seed, 1.75, stretch, low=1.2)
    body = np.clip((field - cover) / (1 - cover) * 2.1, 0, 1) ** 1.2
    fade = np.sin(np.linspace(0, np.pi, height))[:, None] ** 0.8
    lit = np.clip(0.86 + 0.5 * (field - np.roll(field, 10, axis=0)), 0.6, 1.12)[..., None]
    return np.clip(hexa(colour) * lit, 0, 1).astype(np.float32), (body * fade * strength).astype(np.float32)


def stars(count, seed, radius):
    """Polar places, levels and sizes of stars around a celestial pole."""
    chance = np.random.default_rng(seed)
    return (radius * np.sqrt(chance.random(count)), 2 * np.pi * chance.random(count),
            35 + 330 * chance.random(count) ** 3)


def relief(height, width, bumps, seed):
    """A lit relief from gaussian mountains [(x, y, length, breadth, angle, height), ...] and fractal detail."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ground = 0.10 * noise_field(height, width, seed, 2.1)
    rough = noise_field(height, width, seed + 1, 2.0, low=5) - 0.5
    for bx, by, long, broad, angle, high in bumps:
        c, s = np.cos(angle), np.sin(angle)
        u, v = (x - bx) * c + (y - by) * s, -(x - bx) * s + (y - by) * c
        hill = high * np.exp(-(u / long) ** 2 - (v / broad) ** 2)
        ground = ground + hill * (1 + 0.9 * rough)
    dy, dx = np.gradient(ground)
    light = np.clip(0.5 - (dx + dy) * height / 12, 0, 1)
    return np.clip(ground, 0, 1), light


def vertical_backdrop(height, width, top, middle, foot):
    """A studio wall: a vertical gradient, lit in its middle, with a faint grid."""
    rgb = vertical(height, width, [(0, top), (0.55, middle), (1, foot)])
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    lit = np.exp(-(((x - width * 0.5) / (width * 0.45)) ** 2 + ((y - height * 0.45) / (height * 0.5)) ** 2))
    pitch = height // 18
    grid = ((x % pitch < 1.5) | (y % pitch < 1.5)).astype(np.float32)
    return np.clip(rgb * (0.65 + 0.6 * lit[..., None]) + 0.035 * (grid * lit)[..., None], 0, 1)
