"""Ident, mountains, steppe, film, night sky and archive: landscapes that move."""
import numpy as np

import nature
from graphics import GOLD, TEAL, Bug, LowerThird, emblem, title_card
from paint import Frame, Layer, disc, ease, glow, hexa, panel, polygon, text

NAMES = ["ОРТАЛЫҚ АЗИЯ 1", "MARKAZIY OSIYO 1", "БОРБОРДУК АЗИЯ 1", "ЦЕНТРАЛЬНАЯ АЗИЯ 1", "CENTRAL ASIA ONE"]


def ident(width, height, rate, seconds):
    """Dawn over the steppe, the shield rises, the name in five languages."""
    u = height / 1080
    base = Frame(width, height, nature.sky(height, width, [
        (0, "#0d2a52"), (0.4, "#2f6f9f"), (0.66, "#f0b27a"), (0.75, "#fbd9a0"), (1, "#fbe3bd")],
        (width / 2, 770 * u, 1700 * u, "#fff0c0", 1.0)))
    far = nature.Drift(*nature.ridge(int(2800 * u), int(300 * u), 11, ("#4c6792", "#c39c92"), 0.95, 0.25, 1.75, 0.35,
                                     snow=0.34))
    hills = nature.Drift(*nature.ridge(int(2600 * u), int(340 * u), 24, ("#35506a", "#6d6870"), 0.92, 0.62, 1.8))
    grass = nature.Drift(*nature.ridge(int(2600 * u), int(190 * u), 31, ("#1d3b34", "#0a1a1c"), 0.75, 0.55, 2.0))
    rays = glow(int(1500 * u) // 2 * 2, 2.4) * 70
    mark = emblem(int(430 * u))
    names = [text(name, int(86 * u), "#ffffff", "black", 0.55) for name in NAMES]
    rule = panel(int(560 * u), max(2, int(6 * u) // 2 * 2), GOLD)
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        far.lay(frame, t * 9 * u, 560 * u)
        hills.lay(frame, t * 22 * u, 740 * u)
        grass.lay(frame, t * 60 * u, height - 190 * u)
        rise = ease(t, 0.6, 1.8)
        frame.add((rays * (rise * (0.8 + 0.2 * np.sin(t * 1.3)))).astype(np.int16), width / 2 - 750 * u, -330 * u)
        frame.lay(mark, width / 2 - mark.width / 2, (180 + 90 * (1 - rise)) * u, rise)
        if t > 2:
            k = int((t - 2) / 2.4)
            local = (t - 2) - 2.4 * k
            name = names[k % 5]
            share = ease(local, 0, 0.45) * (1 - ease(local, 2.0, 0.4))
            frame.lay(name, width / 2 - name.width / 2, (640 + 24 * (1 - ease(local, 0, 0.5))) * u, share)
            frame.lay(rule, width / 2 - rule.width / 2, 800 * u, ease(t, 2, 0.5))
        frame.fade(min(ease(t, 0, 0.5), 1 - ease(t, seconds - 0.5, 0.45)))
        yield frame


def mountains(width, height, rate, seconds):
    u = height / 1080
    base = Frame(width, height, nature.sky(height, width, [(0, "#1d4e89"), (0.5, "#6ea3cc"), (1, "#f3d9b0")],
                                           (width * 0.72, 420 * u, 1500 * u, "#fff3d0", 0.8)))
    cloud = nature.Drift(*nature.clouds(int(420 * u), int(2400 * u), 3, 0.5, "#fff6ea", 0.75))
    far = nature.Drift(*nature.ridge(int(4200 * u), int(520 * u), 11, ("#566f9a", "#a9b2c2"), 0.98, 0.3, 1.75, 0.35,
                                     snow=0.42))
    middle = nature.Drift(*nature.ridge(int(3000 * u), int(360 * u), 21, ("#3d5a6b", "#7c8a86"), 0.9, 0.3, 1.7, 0.2))
    near = nature.Drift(*nature.ridge(int(2800 * u), int(300 * u), 31, ("#2c5138", "#10221a"), 0.8, 0.5, 1.9))
    bug = Bug(height)
    first = LowerThird(height, "Тянь-Шань: аспан таулары", "Tyan-Shan: samoviy togʻlar", TEAL, "ТАБИҒАТ")
    second = LowerThird(height, "Хан Тәңірі шыңы, 7010 м", "Пик Хан-Тенгри · Khan Tengri", GOLD)
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        cloud.lay(frame, t * 7 * u, 20 * u)
        far.lay(frame, t * 12 * u, 330 * u)
        middle.lay(frame, t * 34 * u, 590 * u)
        near.lay(frame, t * 90 * u, height - 300 * u)
        bug.lay(frame)
        first.lay(frame, t, 1.5, 8)
        second.lay(frame, t, 9.5, 16)
        yield frame


def yurt(size, light="#e9e2d0", band="#8e3b2f"):
    """A felt yurt with a woven band and a door."""
    h = size // 2 * 2
    w = int(h * 1.7) // 2 * 2
    body = polygon(h, w, [(w * 0.08, h), (w * 0.08, h * 0.55), (w * 0.92, h * 0.55), (w * 0.92, h)])
    roof = polygon(h, w, [(w * 0.04, h * 0.57), (w * 0.22, h * 0.30), (w * 0.42, h * 0.13), (w * 0.58, h * 0.13),
                          (w * 0.78, h * 0.30), (w * 0.96, h * 0.57)])
    mask = np.maximum(body, roof)
    x = np.linspace(-1, 1, w, dtype=np.float32)[None, :, None]
    rgb = hexa(light) * (1.0 - 0.45 * (x + 0.3) ** 2) * np.ones((h, 1, 1), np.float32)
    wave = (np.abs(((np.arange(w) * 16 / w) % 1) - 0.5) * 2)[None, :]
    y = (np.arange(h) / h)[:, None]
    woven = ((y > 0.57) & (y < 0.57 + 0.05 + 0.05 * wave)).astype(np.float32)[..., None] * np.ones((1, w, 1))
    door = polygon(h, w, [(w * 0.43, h), (w * 0.43, h * 0.64), (w * 0.57, h * 0.64), (w * 0.57, h)])[..., None]
    rgb = rgb * (1 - woven) + hexa(band) * woven
    rgb = rgb * (1 - door) + hexa("#5d2a1c") * door
    return Layer(np.clip(rgb, 0, 1), mask)


def steppe(width, height, rate, seconds):
    u = height / 1080
    base = Frame(width, height, nature.sky(height, width, [(0, "#2c77b8"), (0.55, "#9ccbe6"), (0.7, "#e9efd8")]))
    cloud = nature.Drift(*nature.clouds(int(520 * u), int(2600 * u), 13, 0.46, "#ffffff", 0.9))
    hills = nature.Drift(*nature.ridge(int(2800 * u), int(180 * u), 41, ("#7f9a86", "#a8b386"), 0.9, 0.3, 1.9))
    plain = nature.Drift(*nature.ridge(int(2800 * u), int(330 * u), 43, ("#b0a75c", "#7d8a3e"), 0.96, 0.9, 2.2))
    blades = grass_blades(int(2400 * u), int(210 * u), 5)
    home = [yurt(int(s * u)) for s in (150, 104, 84)]
    bug, third = Bug(height), LowerThird(height, "Кең дала", "Широкая степь · The open steppe", GOLD, "САЯХАТ")
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        cloud.lay(frame, t * 22 * u, 30 * u)
        hills.lay(frame, t * 8 * u, 612 * u)
        plain.lay(frame, t * 26 * u, 750 * u)
        for k, (place, row) in enumerate(((700, 690), (980, 712), (1180, 706))):
            frame.lay(home[k], (place - t * 26) * u, row * u)
        blades.lay(frame, t * 150 * u + 7 * np.sin(t * 1.7) * u, height - 200 * u)
        eagle(frame, width * (0.30 + 0.16 * np.cos(t * 0.5)), (250 + 70 * np.sin(t * 0.5)) * u, t, u)
        bug.lay(frame)
        third.lay(frame, t, 1.5, 9)
        yield frame


def grass_blades(width, height, seed):
    chance = np.random.default_rng(seed)
    mask = np.zeros((height, width), np.float32)
    rows = np.arange(height, dtype=np.float32)
    for _ in range(width * 2):
        x, tall = chance.integers(width), int(height * (0.30 + 0.65 * chance.random() ** 2))
        up = rows[:tall] / tall
        columns = (x + (chance.random() - 0.5) * 60 * up ** 2).astype(int) % width
        mask[height - 1 - np.arange(tall), columns] = 1
    mask = np.maximum(mask, np.roll(mask, 1, axis=1) * 0.6)
    shade = np.linspace(1.25, 0.45, height)[:, None, None]
    rgb = hexa("#5d6b26") * shade * (0.75 + 0.5 * chance.random((1, width, 1)))
    return nature.Drift(np.clip(rgb, 0, 1).astype(np.float32), mask * 0.95)


def eagle(frame, x, y, t, u):
    flap = 0.5 + 0.5 * np.sin(t * 2.2)
    span, high = int(70 * u) // 2 * 2, int(34 * u) // 2 * 2
    tip = high * (0.15 + 0.35 * flap)
    wing = [(0, tip), (span * 0.3, high * 0.30), (span * 0.5, high * 0.5), (span * 0.7, high * 0.30), (span, tip),
            (span * 0.66, high * 0.55), (span * 0.5, high * 0.78), (span * 0.34, high * 0.55)]
    frame.lay(Layer.tinted(polygon(high, span, wing), "#2b2118"), x, y)


def film(width, height, rate, seconds):
    """A caravan on the dunes at dusk; grain; subtitles."""
    u = height / 800
    base = Frame(width, height, nature.sky(height, width, [
        (0, "#1b1a3a"), (0.35, "#5b3a5e"), (0.62, "#c8674f"), (0.8, "#f2a65a"), (1, "#f7c77f")],
        (width * 0.66, 520 * u, 900 * u, "#ffdf9a", 1.0)))
    far = nature.Drift(*nature.ridge(int(3000 * u), int(380 * u), 61, ("#7a3f4a", "#8d4a45"), 0.92, 0.52, 2.3))
    near = nature.Drift(*nature.ridge(int(3200 * u), int(250 * u), 66, ("#33202e", "#150d18"), 0.8, 0.55, 2.6))
    line = nature.noise_line(int(3200 * u), 66, 2.6)
    camel = [Layer.tinted(mask, "#1a0f1a") for mask in camels(int(96 * u))]
    chance = np.random.default_rng(8)
    grain = (chance.standard_normal((height + 64, width + 64)) * 3.2).astype(np.int16)
    said = [text(words, int(42 * u), "#f6f1e4", "medium", 0.8) for words in (
        "— Алыстан керуен келеді…", "— Karvon yoʻli uzoq, tun sovuq.", "— Но звёзды над нами те же.")]
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        far.lay(frame, t * 10 * u, height - 380 * u)
        offset, foot = t * 36 * u, height - 240 * u
        for k in range(6):
            x = (1500 - k * 150 + 0) * u - t * 14 * u
            ground = foot + 250 * u * (1 - (0.55 + 0.25 * line[int(x + 48 * u + offset) % len(line)]))
            step = np.sin(t * 4 + k * 1.3) * 2 * u
            frame.lay(camel[int(t * 3 + k) % 2], x, ground - 92 * u + step)
        near.lay(frame, offset, foot)
        dy, dx = chance.integers(64, size=2)
        frame.add(grain[dy:dy + height, dx:dx + width])
        for k, words in enumerate(said):
            start = 2.5 + 6.5 * k
            if start < t < start + 5:
                frame.lay(words, width / 2 - words.width / 2, height - 100 * u)
        frame.fade(ease(t, 0, 1.2))
        yield frame


def camels(size):
    """Two steps of a two-humped camel walking to the left, as coverage."""
    s, out = size / 100, []
    for step in (0, 1):
        outline = [(2, 22), (10, 17), (18, 20), (21, 36), (28, 44), (34, 40), (40, 26), (47, 38), (54, 40), (61, 26),
                   (68, 38), (76, 42), (82, 52), (84, 66), (80, 58), (74, 64)]
        back, front = ((72, 98), (80, 96)) if step else ((78, 98), (70, 97))
        outline += [(back[0], back[1]), (back[0] - 5, back[1]), (67, 66), (front[0] - 8, front[1]),
                    (front[0] - 13, front[1]), (60, 66), (38, 66)]
        fore, rear = ((30, 98), (40, 97)) if step else ((38, 98), (28, 97))
        outline += [(fore[0], fore[1]), (fore[0] - 5, fore[1]), (33, 64), (rear[0], rear[1]), (rear[0] - 5, rear[1]),
                    (28, 60), (20, 50), (14, 38), (12, 28), (4, 28)]
        out.append(polygon(size // 2 * 2, size // 2 * 2, [(x * s, y * s) for x, y in outline]))
    return out


def night(width, height, rate, seconds):
    """Stars turning over a lake of mountains: no sound goes with it."""
    u = height / 1080
    rgb = nature.sky(height, width, [(0, "#050a1c"), (0.55, "#10234a"), (0.85, "#3a4a74"), (1, "#6a6a86")])
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    band = np.exp(-(((x - width * 0.5) * 0.8 + (y - height * 0.35) * 1.5) / (210 * u)) ** 2)
    milky = band * (0.35 + 0.65 * nature.noise_field(height, width, 77, 1.7))
    base = Frame(width, height, np.clip(rgb + milky[..., None] * np.array([0.26, 0.25, 0.33]), 0, 1))
    far = nature.Drift(*nature.ridge(int(width * 1.4), int(330 * u), 11, ("#20304f", "#2c3a58"), 0.95, 0.3, 1.75, 0.35))
    near = nature.Drift(*nature.ridge(int(width * 1.4), int(210 * u), 31, ("#0b1420", "#05090f"), 0.8, 0.5, 1.9))
    radius, angle, level = nature.stars(2600, 9, 1500 * u)
    bug, third = Bug(height), LowerThird(height, "Ысык-Көл үстүндөгү түн", "Ночь над Иссык-Кулем", TEAL, "КЫРГЫЗСТАН")
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        a = angle + t * 0.014
        px, py = width * 0.62 + radius * np.cos(a), 330 * u + radius * np.sin(a)
        inside = (px > 1) & (px < width - 3) & (py > 1) & (py < height - 3)
        qx, qy = px[inside], py[inside]
        ix, iy = qx.astype(int), qy.astype(int)
        light, fx, fy = level[inside] * (0.85 + 0.15 * np.sin(t * 3 + radius[inside])), qx - ix, qy - iy
        luma = frame.planes[0].astype(np.float32)
        for dx, dy, share in ((0, 0, (1 - fx) * (1 - fy)), (1, 0, fx * (1 - fy)), (0, 1, (1 - fx) * fy),
                              (1, 1, fx * fy)):
            np.add.at(luma, (iy + dy, ix + dx), light * share)
        frame.planes[0][...] = np.minimum(luma, 235).astype(np.uint8)
        far.lay(frame, 140 * u, height - 400 * u)
        near.lay(frame, 60 * u, height - 210 * u)
        bug.lay(frame, 0.7)
        third.lay(frame, t, 2, 10)
        yield frame


def archive(width, height, rate, seconds):
    """An old reel: 4:3, sepia, scratches, a title card."""
    u = height / 576
    tone = [(0, "#b9a683"), (0.6, "#d8c9a4"), (1, "#cbb88f")]
    base = Frame(width, height, nature.sky(height, width, tone))
    far = nature.Drift(*nature.ridge(int(1700 * u), int(210 * u), 11, ("#8b7a5c", "#b8a680"), 0.95, 0.3, 1.75, 0.35))
    plain = nature.Drift(*nature.ridge(int(1500 * u), int(200 * u), 43, ("#8f7d57", "#5f5138"), 0.96, 0.85, 2.2))
    home = [yurt(int(s * u), "#ded0ad", "#6b5636") for s in (110, 80, 66)]
    y, x = np.mgrid[-1:1:height * 1j, -1:1:width * 1j]
    dark = (-70 * np.clip(np.hypot(x * 0.85, y * 0.85) - 0.45, 0, 1) ** 1.5).astype(np.int16)
    chance = np.random.default_rng(3)
    grain = (chance.standard_normal((height + 64, width + 64)) * 6).astype(np.int16)
    card = Frame(width, height, nature.sky(height, width, [(0, "#1a1611"), (1, "#241e16")]))
    lines = [(text("АРХИВ", int(64 * u), "#e9dcbc", "serif"), 2),
             (text("Көш · Кочевье", int(34 * u), "#d8c9a4", "serif"), 6),
             (text("1962", int(30 * u), "#b9a683", "serif"), 0)]
    for n in range(int(seconds * rate)):
        t = n / rate
        if t < 3.5:
            frame = card.copy()
            title_card(frame, lines, t, 0.3, height / 2)
        else:
            frame = base.copy()
            shake = round(np.sin(t * 9) * 1.2 * u)
            far.lay(frame, t * 9, 190 * u + shake)
            plain.lay(frame, t * 20, height - 200 * u + shake)
            for k, (place, row) in enumerate(((360, 340), (520, 352), (240, 350))):
                frame.lay(home[k], (place - (t - 3.5) * 10) * u, row * u + shake)
        dy, dx = chance.integers(64, size=2)
        frame.add(grain[dy:dy + height, dx:dx + width] + dark + int(5 * np.sin(t * 21)))
        for _ in range(2):
            if chance.random() < 0.35:
                column = chance.integers(width - 2)
                frame.add(np.full((height, 1), 45, np.int16), column, 0)
        if chance.random() < 0.5:
            size = int(chance.integers(3, 9))
            frame.add((disc(size) * -90).astype(np.int16), chance.integers(width - 9), chance.integers(height - 9))
        yield frame
