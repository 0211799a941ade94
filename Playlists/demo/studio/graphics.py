"""The channel's own graphics: emblem, lower thirds, titles, ticker."""
import numpy as np

import paint
from paint import Layer, ease, hexa, panel, polygon, text

NAVY, DEEP, TEAL, GOLD, ICE = "#0b1f3a", "#06121f", "#00a39b", "#f2b233", "#e8f1f5"


def emblem(size, ground=NAVY, line=GOLD):
    """A shield with the crown of a yurt (shanyraq, tyndyk, chamgarak) on it."""
    h = size // 2 * 2
    s = h / 100

    def shield(inset):
        i = inset
        left, right = 10 + i, 90 - i
        points = [(50, 4 + i), (right, 16 + i * 0.8), (right, 52)]
        points += [(right - (right - 50) * (k / 8) ** 1.7, 52 + (44 - i) * (k / 8) ** 0.8) for k in range(1, 9)]
        points += [(left + (50 - left) * (k / 8) ** 1.7, 52 + (44 - i) * (k / 8) ** 0.8) for k in range(7, 0, -1)]
        points += [(left, 52), (left, 16 + i * 0.8)]
        return polygon(h, h, [(x * s, y * s) for x, y in points])

    outer, inner = shield(0), shield(5)
    y, x = np.mgrid[0:h, 0:h].astype(np.float32)
    radius = np.hypot(x - 50 * s, y - 47 * s)
    ring = np.clip(1.6 * s - np.abs(radius - 24 * s) + 0.5, 0, 1)
    inside = np.clip(24 * s - radius + 0.5, 0, 1)
    lattice = np.zeros_like(ring)
    for centre, sign in ((-30, 1), (-40, 1), (-50, 1), (-30, -1), (-40, -1), (-50, -1)):
        for turn in (0, 1):
            u, v = ((x - 50 * s, y - 47 * s), (y - 47 * s, x - 50 * s))[turn]
            arc = np.hypot(u * 0.9, v - sign * (centre - 8) * s) - 41 * s
            if abs(centre + 40) < 11:
                lattice = np.maximum(lattice, np.clip(0.8 * s - np.abs(arc) + 0.5, 0, 1))
    sign = np.maximum(ring, lattice * inside) * inner
    rgb = hexa(line) * np.ones((h, h, 1), np.float32)
    shade = hexa(ground) * (1.25 - 0.5 * (y / h))[..., None]
    rgb = rgb * (1 - inner[..., None]) + shade * inner[..., None]
    rgb = rgb * (1 - sign[..., None]) + hexa(line) * sign[..., None]
    return Layer(rgb, outer)


class LowerThird:
    """A title in one language over its translation in another; slides in, rests, leaves."""

    def __init__(self, frame_height, title, second, accent=TEAL, kicker=None):
        unit = frame_height / 1080
        self.unit = unit
        self.title = text(title, int(58 * unit), "#ffffff", "bold")
        self.second = text(second, int(36 * unit), "#d6e4ea", "medium")
        self.kicker = text(kicker, int(28 * unit), "#ffffff", "bold") if kicker else None
        wide = int(max(self.title.width, self.second.width) + 110 * unit) // 2 * 2
        high = int(150 * unit) // 2 * 2
        self.bar = panel(wide, high, DEEP, int(8 * unit), 0.82, 0.5)
        self.edge = panel(int(12 * unit) // 2 * 2, high, accent, 0)
        self.tab = panel(self.kicker.width + int(40 * unit), int(46 * unit) // 2 * 2, accent, 0) if kicker else None

    def lay(self, frame, t, start, end):
        share = ease(t, start, 0.7) * (1 - ease(t, end - 0.5, 0.5))
        if share <= 0:
            return
        unit, x = self.unit, int(96 * self.unit)
        y = frame.height - int(268 * unit)
        frame.lay(self.bar, x, y, crop=share)
        frame.lay(self.edge, x, y)
        inner = ease(t, start + 0.6, 0.5) * (1 - ease(t, end - 0.6, 0.3))
        frame.lay(self.title, x + int((46 - 30 * (1 - inner)) * unit), y + int(2 * unit), inner)
        frame.lay(self.second, x + int((48 - 30 * (1 - inner)) * unit), y + int(80 * unit), inner)
        if self.tab:
            frame.lay(self.tab, x, y - self.tab.height, inner)
            frame.lay(self.kicker, x + int(16 * unit), y - self.tab.height - int(1 * unit), inner)


class Bug:
    """The small mark of the channel in the corner."""

    def __init__(self, frame_height):
        self.mark = emblem(int(frame_height * 0.075))
        self.name = text("ОРТАЛЫҚ", int(frame_height * 0.022), "#ffffff", "bold", 0.5)

    def lay(self, frame, opacity=0.85):
        x = frame.width - self.mark.width - int(frame.height * 0.075)
        y = int(frame.height * 0.06)
        frame.lay(self.mark, x, y, opacity)
        frame.lay(self.name, x + self.mark.width // 2 - self.name.width // 2, y + self.mark.height - 2, opacity)


class Ticker:
    """A line of news running along the foot of the picture."""

    def __init__(self, frame, items, accent=GOLD):
        unit = frame.height / 1080
        self.high = int(64 * unit) // 2 * 2
        self.bar = panel(frame.width, self.high, DEEP, 0, 0.92)
        self.rule = panel(frame.width, max(2, int(4 * unit) // 2 * 2), accent)
        mask = np.concatenate([np.pad(paint.text_mask(item, int(34 * unit), "medium"), ((0, 0), (0, int(110 * unit))))
                               for item in items], axis=1)
        self.line = Layer.tinted(np.pad(mask, ((0, 0), (0, frame.width + mask.shape[1] % 2))), "#ffffff")
        self.travel = mask.shape[1]

    def lay(self, frame, t, pixels_a_second, opacity=1.0):
        y = frame.height - self.high
        frame.lay(self.bar, 0, y, opacity)
        frame.lay(self.rule, 0, y, opacity)
        frame.lay(self.line, frame.width * 0.55 - (t * pixels_a_second) % (self.travel + frame.width * 0.3), y, opacity)


def title_card(frame, lines, t, start, centre, accent=TEAL):
    """Lines of (layer, gap) rising one after another around the row `centre`."""
    total = sum(layer.height + gap for layer, gap in lines)
    y = centre - total / 2
    for k, (layer, gap) in enumerate(lines):
        share = ease(t, start + 0.18 * k, 0.9)
        frame.lay(layer, frame.width / 2 - layer.width / 2, y + (1 - share) * 26, share)
        y += layer.height + gap
