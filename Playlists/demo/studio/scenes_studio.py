"""News, weather and the programme card."""
import numpy as np

import nature
from graphics import DEEP, GOLD, NAVY, Bug, Ticker, emblem, title_card
from paint import Frame, Layer, disc, ease, hexa, panel, solid, text

HEADLINES = [
    ("Арал теңізі: солтүстік бөлігі толығуда", "Северный Арал вновь наполняется водой", "kk", 0),
    ("Toshkent–Samarqand: yangi poyezd yoʻlga chiqdi", "Между Ташкентом и Самаркандом пущен новый поезд", "uz", 1),
    ("Ысык-Көлдө жайкы фестиваль башталды", "На Иссык-Куле открылся летний фестиваль", "ky", 2),
    ("Степные заповедники: сайгаков стало больше", "Saiga numbers grow in the steppe reserves", "ru", 3),
]
TICKER = ["Астана: жаңа кітапхана ашылды", "Buxoro: hunarmandlar yarmarkasi boshlandi",
          "Бишкек: күн энергиясы боюнча форум", "Алматы: горнолыжный сезон откроется 1 декабря", "Ashgabat hosts a carpet exhibition"]


def thumbnails(width, height):
    """Four small pictures to go with the headlines."""
    out = []
    looks = [([(0, "#3a86b8"), (0.6, "#bfe3ee"), (1, "#e9f3e0")], ("#5f93a8", "#86b5bd"), 0.0, 71),
             ([(0, "#e8a25c"), (0.6, "#f6d79b"), (1, "#f4e2b8")], ("#a8754a", "#c79a63"), 0.0, 72),
             ([(0, "#1d4e89"), (0.6, "#7fb2d6"), (1, "#d9ecf2")], ("#566f9a", "#a9b2c2"), 0.42, 11),
             ([(0, "#6fa8c9"), (0.6, "#dfe7c9"), (1, "#efe3b0")], ("#9aa05a", "#c2b768"), 0.0, 73)]
    for stops, colours, snow, seed in looks:
        sun = (width * 0.7, height * 0.3, width * 0.8, "#fff6d8", 0.7)
        frame = Frame(width, height, nature.sky(height, width, stops, sun))
        nature.Drift(*nature.clouds(height // 2, width * 2, seed, 0.5, "#ffffff", 0.7)).lay(frame, 0, 0)
        nature.Drift(*nature.ridge(width * 2, height // 2, seed, colours, 0.95, 0.4, 1.75, 0.3, snow=snow or None)).lay(
            frame, width * 0.2, height * 0.42)
        nature.Drift(*nature.ridge(width * 2, height // 3, seed + 5, (colours[0], "#2a3a2c"), 0.8, 0.5, 2)).lay(
            frame, 0, height * 0.70)
        out.append(frame)
    return out


def news(width, height, rate, seconds):
    u = height / 1080
    backdrop = nature.vertical_backdrop(height, width, "#071a35", "#0f3f73", "#0a2648")
    base = Frame(width, height, backdrop)
    globe = dotted_globe(int(620 * u))
    streaks = [light_streak(int(900 * u), int(h * u)) for h in (6, 3, 8, 4)]
    opener = [(emblem(int(260 * u)), int(20 * u)), (text("ЖАҢАЛЫҚТАР", int(120 * u), "#ffffff", "black", 0.4), 0),
              (text("YANGILIKLAR · ЖАҢЫЛЫКТАР · НОВОСТИ · NEWS", int(40 * u), "#9fd8d4", "bold"), 0)]
    tw, th = int(840 * u) // 4 * 4, int(472 * u) // 4 * 4
    pictures, rims = thumbnails(tw, th), panel(tw + int(12 * u), th + int(12 * u), "#d9e6ee", 0)
    board = panel(int(1680 * u), int(190 * u), DEEP, int(6 * u), 0.86, 0.4)
    edge = panel(int(14 * u), int(190 * u) // 2 * 2, GOLD)
    lines = [(text(first, int(56 * u), "#ffffff", "bold"), text(second, int(38 * u), "#c9dbe6", "medium"))
             for first, second, _, _ in HEADLINES]
    tag = text("ЖАҢАЛЫҚТАР", int(34 * u), "#ffffff", "bold")
    tab = panel(tag.width + int(44 * u), int(58 * u) // 2 * 2, "#b3202c")
    ticker, bug = Ticker(base, TICKER), Bug(height)
    views = [Layer(planes_to_rgb(p)) for p in pictures]
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        for k, streak in enumerate(streaks):
            frame.add(streak, (t * (160 + 90 * k) * u + k * 610 * u) % (width + 900 * u) - 900 * u, (170 + 215 * k) * u)
        if t < 4.2:
            globe(frame, t, width / 2, height * 0.44, 0.55 * ease(t, 0, 1))
            title_card(frame, opener, t, 0.4, height * 0.47)
            frame.fade(min(ease(t, 0, 0.4), 1 - ease(t, 3.8, 0.4)))
        else:
            story = int((t - 4.2) / 6.4) % 4
            local = (t - 4.2) % 6.4
            globe(frame, t, width * 0.80, height * 0.36, 0.8)
            inn = ease(local, 0, 0.7)
            x, y = (110 - 60 * (1 - inn)) * u, 130 * u
            frame.lay(rims, x - 6 * u, y - 6 * u, inn)
            frame.lay(views[story], x, y, inn)
            frame.lay(board, 110 * u, 670 * u, crop=ease(local, 0.2, 0.7))
            frame.lay(edge, 110 * u, 670 * u)
            first, second = lines[story]
            frame.lay(first, 160 * u, (680 + 14 * (1 - inn)) * u, ease(local, 0.7, 0.5))
            frame.lay(second, 162 * u, (772 + 14 * (1 - inn)) * u, ease(local, 0.9, 0.5))
            frame.lay(tab, 110 * u, 670 * u - tab.height)
            frame.lay(tag, 126 * u, 670 * u - tab.height + 2)
            ticker.lay(frame, t, 150 * u)
            bug.lay(frame)
            frame.fade(ease(t, 4.2, 0.4))
        yield frame


def planes_to_rgb(frame):
    """Back to floats, for a picture that becomes a layer."""
    y, u, v = (p.astype(np.float32) for p in frame.planes)
    u, v = (np.repeat(np.repeat(p, 2, 0), 2, 1) for p in (u, v))
    y, u, v = (y - 16) / 219, (u - 128) / 224, (v - 128) / 224
    return np.stack([y + 1.5748 * v, y - 0.1873 * u - 0.4681 * v, y + 1.8556 * u], axis=2)


def light_streak(width, height):
    x = np.linspace(0, 1, width)[None, :]
    y = np.linspace(-1, 1, max(2, height))[:, None]
    return (46 * np.sin(np.pi * x) ** 2 * x * (1 - y ** 2)).astype(np.int16)


def dotted_globe(size):
    """A turning globe of dots, brighter where a fractal field says land."""
    places = []
    for latitude in np.arange(-80, 81, 5):
        count = max(1, int(72 * np.cos(np.radians(latitude))))
        for k in range(count):
            places.append((np.radians(latitude), 2 * np.pi * k / count))
    latitude, longitude = np.array(places).T
    land = nature.noise_field(64, 128, 19, 1.6)
    on = land[((latitude / np.pi + 0.5) * 63).astype(int), (longitude / (2 * np.pi) * 127).astype(int)] > 0.5
    dot = disc(max(4, int(size * 0.0135))) * 1.0

    def draw(frame, t, cx, cy, strength):
        a = longitude + t * 0.35
        x, y = np.cos(latitude) * np.sin(a), np.sin(latitude + 0.0)
        z = np.cos(latitude) * np.cos(a)
        for px, py, pz, hot in zip(x, y, z, on):
            if pz > 0.05:
                light = strength * pz * (120 if hot else 34)
                frame.add((dot * light).astype(np.int16), cx + px * size / 2, cy - py * size / 2)

    return draw


CITIES = [("Астана", 0.585, 0.20, 4, "snow"), ("Алматы", 0.755, 0.470, 11, "sun"),
          ("Бишкек", 0.628, 0.515, 12, "cloud"), ("Toshkent", 0.495, 0.615, 16, "sun"),
          ("Душанбе", 0.520, 0.800, 15, "rain"), ("Aşgabat", 0.205, 0.790, 18, "sun"),
          ("Ақтау", 0.070, 0.475, 9, "cloud"), ("Nukus", 0.250, 0.570, 14, "cloud")]


def weather(width, height, rate, seconds):
    u = height / 1080
    ranges = [(0.70, 0.60, 360, 60, -0.12, 0.75), (0.62, 0.70, 330, 70, 0.1, 0.85), (0.86, 0.40, 220, 80, -0.6, 0.6),
              (0.55, 0.84, 220, 110, 0.5, 1.0), (0.30, 0.86, 240, 46, 0.25, 0.45), (0.93, 0.18, 220, 90, -0.7, 0.6)]
    bumps = [(x * width, y * height, long * u, broad * u, turn, high) for x, y, long, broad, turn, high in ranges]
    ground, light = nature.relief(height, width, bumps, 4)
    stops = np.array([hexa(c) for c in ("#c9c48b", "#b7b06f", "#a58f5e", "#8a7357", "#cfc7bd", "#ffffff")])
    at = np.clip(ground / 0.9, 0, 1) * 5
    low = np.minimum(at.astype(int), 4)
    rgb = stops[low] * (1 - (at - low))[..., None] + stops[low + 1] * (at - low)[..., None]
    rgb = rgb * (0.55 + 0.65 * light[..., None])
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    wobble = nature.noise_field(height, width, 8, 1.8) - 0.5
    for cx, cy, rx, ry in ((0.02, 0.66, 0.075, 0.30), (0.265, 0.43, 0.030, 0.055), (0.715, 0.385, 0.075, 0.022),
                           (0.735, 0.575, 0.026, 0.010)):
        inside = 1 - np.hypot((x / width - cx) / rx, (y / height - cy) / ry) + wobble * 1.6
        water = np.clip(inside * 30, 0, 1)[..., None]
        rgb = rgb * (1 - water) + hexa("#2f7fb0") * (0.8 + 0.3 * light[..., None]) * water
    base = Frame(width, height, np.clip(rgb, 0, 1))
    cover = nature.Drift(*nature.clouds(int(760 * u) // 2 * 2, int(1900 * u) // 2 * 2, 15, 0.52, "#ffffff", 0.62, 0.9))
    head = panel(width, int(120 * u) // 2 * 2, NAVY, 0, 0.9)
    title = text("АУА РАЙЫ", int(60 * u), "#ffffff", "black")
    others = text("Ob-havo · Аба ырайы · Погода · Weather", int(36 * u), "#9fd8d4", "medium")
    rule = panel(width, max(2, int(6 * u) // 2 * 2), GOLD)
    places, mark = [], emblem(int(96 * u))
    for name, px, py, warm, kind in CITIES:
        label = text(name, int(38 * u), "#ffffff", "bold")
        degrees = text(f"{warm:+d}°", int(58 * u), "#ffffff", "black")
        wide = int(max(label.width, degrees.width + 84 * u) + 36 * u) // 2 * 2
        places.append((px, py, panel(wide, int(150 * u) // 2 * 2, NAVY, int(14 * u), 0.80), label, degrees,
                       icon(kind, int(76 * u))))
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        cover.lay(frame, t * 24 * u, 150 * u)
        for k, (px, py, box, label, degrees, sign) in enumerate(places):
            share = ease(t, 0.8 + 0.45 * k, 0.5)
            bx, by = px * width - box.width * (0.5 if px > 0.1 else 0.15), py * height - 40 * u + (1 - share) * 18 * u
            frame.lay(box, bx, by, share)
            frame.lay(label, bx + 18 * u, by + 2 * u, share)
            frame.lay(sign, bx + 16 * u, by + 62 * u, share)
            frame.lay(degrees, bx + 100 * u, by + 48 * u, share)
        frame.lay(head, 0, 0)
        frame.lay(rule, 0, head.height)
        frame.lay(title, 96 * u, 6 * u)
        frame.lay(others, 120 * u + title.width, 36 * u)
        frame.lay(mark, width - mark.width - 80 * u, 12 * u)
        yield frame


def icon(kind, size):
    size = size // 2 * 2
    rgb, mask = solid(size, size, "#ffffff"), np.zeros((size, size), np.float32)

    def spot(cx, cy, diameter, colour):
        nonlocal rgb
        d = max(2, int(diameter * size))
        cover = np.zeros((size, size), np.float32)
        x0, y0 = int(cx * size - d / 2), int(cy * size - d / 2)
        left, top, right, bottom = max(x0, 0), max(y0, 0), min(x0 + d, size), min(y0 + d, size)
        cover[top:bottom, left:right] = disc(d)[top - y0:bottom - y0, left - x0:right - x0]
        rgb = rgb * (1 - cover[..., None]) + hexa(colour) * cover[..., None]
        np.maximum(mask, cover, out=mask)

    if kind in ("sun", "cloud"):
        cx, cy, d = (0.5, 0.5, 0.52) if kind == "sun" else (0.36, 0.34, 0.40)
        for k in range(8):
            a = k * np.pi / 4
            spot(cx + 0.42 * d / 0.52 * np.cos(a), cy + 0.42 * d / 0.52 * np.sin(a), 0.11, GOLD)
        spot(cx, cy, d, GOLD)
    if kind in ("cloud", "rain", "snow"):
        colour = "#ffffff" if kind == "cloud" else "#c7d3dc"
        for cx, cy, d in ((0.32, 0.56, 0.34), (0.52, 0.46, 0.44), (0.70, 0.56, 0.34), (0.42, 0.60, 0.30),
                          (0.60, 0.60, 0.30)):
            spot(cx, cy, d, colour)
        if kind != "cloud":
            for cx, cy in ((0.30, 0.82), (0.50, 0.90), (0.70, 0.82)):
                spot(cx, cy, 0.11, "#58b6f0" if kind == "rain" else "#ffffff")
    return Layer(rgb, mask)


def card(width, height):
    """The still: what comes later, in five languages."""
    u = height / 1080
    frame = Frame(width, height, nature.vertical_backdrop(height, width, "#06162c", "#0e3a5e", "#0a2440"))
    nature.Drift(*nature.ridge(int(2600 * u), int(420 * u), 11, ("#123152", "#0b2340"), 0.95, 0.3, 1.75, 0.35)).lay(
        frame, 200, height - 420 * u)
    frame.lay(emblem(int(190 * u)), 120 * u, 90 * u)
    frame.lay(text("Бүгін · Bugun · Бүгүн · Сегодня · Today", int(60 * u), "#ffffff", "bold"), 350 * u, 120 * u)
    frame.lay(panel(int(1680 * u), max(2, int(5 * u) // 2 * 2), GOLD), 120 * u, 310 * u)
    rows = [("06:00", "Жаңалықтар", "Новости"), ("09:30", "Bolalar soati", "Детский час"),
            ("14:00", "Тянь-Шань", "Documentary"), ("18:00", "Чемпиондор лигасы", "Football, live"), ("20:00", "Концерт: домбыра", "Dombra concert"),
            ("22:15", "Керуен", "Фильм «Караван»")]
    for k, (hour, first, second) in enumerate(rows):
        y = (345 + 112 * k) * u
        frame.lay(text(hour, int(58 * u), GOLD, "black"), 130 * u, y)
        frame.lay(text(first, int(58 * u), "#ffffff", "bold"), 380 * u, y)
        frame.lay(text(second, int(46 * u), "#9fc6d6", "medium"), 1240 * u, y + 10 * u)
    return frame
