"""Sport, children's hour, concert and promotion."""
import numpy as np

import nature
from graphics import DEEP, GOLD, NAVY, TEAL, Bug, LowerThird, emblem, title_card
from paint import Frame, Layer, disc, ease, glow, hexa, panel, solid, text
from scenes_nature import yurt


def sport(width, height, rate, seconds):
    """Football seen from a high camera that follows the ball, with score and clock."""
    u = height / 720
    pw, ph = int(width * 1.7) // 2 * 2, int(height * 1.25) // 2 * 2
    pitch = field(pw, ph, u)
    size = int(34 * u) // 2 * 2
    men = [[player(size, shirt, number) for number in range(1, 12)] for shirt in ("#1577c9", "#e9edf0")]
    shade = Layer.tinted(glow(size * 2, 1.2), "#06240c", 0.5)
    ball = Layer.tinted(disc(int(14 * u) // 2 * 2), "#ffffff")
    ball_shade = Layer.tinted(glow(int(22 * u), 1), "#06240c", 0.7)
    chance = np.random.default_rng(4)
    home = np.stack([chance.uniform(0.08, 0.92, (2, 11)), chance.uniform(0.10, 0.90, (2, 11))], axis=2)
    pace = chance.uniform(0.5, 1.3, (2, 11, 2))
    start = chance.uniform(0, 6.28, (2, 11, 2))
    board = panel(int(470 * u), int(58 * u) // 2 * 2, DEEP, int(6 * u), 0.9)
    names = text("ТӨРТҚАРА", int(26 * u), "#ffffff", "bold"), text("SARBON", int(26 * u), "#ffffff", "bold")
    score, gold = text("2 : 1", int(34 * u), "#ffffff", "black"), panel(int(92 * u), int(58 * u) // 2 * 2, TEAL)
    clock = [text(f"67:{s:02d}", int(26 * u), "#ffffff", "bold") for s in range(int(seconds) + 1)]
    time_box = panel(int(104 * u), int(44 * u) // 2 * 2, NAVY, int(4 * u), 0.9)
    third = LowerThird(height, "Чемпиондор лигасы", "Chempionlar ligasi · Лига чемпионов", GOLD, "ФУТБОЛ")
    bug = Bug(height)
    for n in range(int(seconds * rate)):
        t = n / rate
        bx = pw * (0.5 + 0.36 * np.sin(t * 0.42) + 0.07 * np.sin(t * 1.9))
        by = ph * (0.5 + 0.26 * np.sin(t * 0.77 + 1) + 0.08 * np.sin(t * 2.3))
        ox = int(np.clip(pw * (0.5 + 0.36 * np.sin(t * 0.42 - 0.10)) - width / 2, 0, pw - width)) // 2 * 2
        oy = int(np.clip(ph * (0.5 + 0.26 * np.sin(t * 0.77 + 0.85)) - height / 2, 0, ph - height)) // 2 * 2
        frame = Frame.__new__(Frame)
        frame.width, frame.height = width, height
        frame.planes = [plane[oy >> s:(oy + height) >> s, ox >> s:(ox + width) >> s].copy()
                        for plane, s in zip(pitch.planes, (0, 1, 1))]
        places = home + 0.055 * np.sin(start + pace * t) + 0.25 * (np.array([bx / pw, by / ph]) - home) * 0.5
        for team in (0, 1):
            for k in range(11):
                x, y = places[team, k] * (pw, ph) - (ox, oy)
                frame.lay(shade, x - size * 0.8, y - size * 0.7)
                frame.lay(men[team][k], x - size / 2, y - size / 2)
        lift = abs(np.sin(t * 2.6)) * 16 * u
        frame.lay(ball_shade, bx - ox - 6 * u, by - oy)
        frame.lay(ball, bx - ox - 7 * u, by - oy - 7 * u - lift)
        x, y = 64 * u, 44 * u
        frame.lay(board, x, y)
        frame.lay(gold, x + 190 * u, y)
        frame.lay(names[0], x + 18 * u, y + 9 * u)
        frame.lay(score, x + 236 * u - score.width / 2, y + 3 * u)
        frame.lay(names[1], x + 306 * u, y + 9 * u)
        frame.lay(time_box, x + 484 * u, y + 7 * u)
        frame.lay(clock[int(t)], x + 498 * u, y + 9 * u)
        bug.lay(frame)
        third.lay(frame, t, 1, 7)
        yield frame


def field(width, height, u):
    stripes = (np.arange(width) // int(width / 18)) % 2
    rgb = np.where(stripes[None, :, None] == 0, hexa("#2f8f3e"), hexa("#2a8138")) * np.ones((height, 1, 1), np.float32)
    rgb = rgb * (0.92 + 0.16 * nature.noise_field(height, width, 6, 1.0)[..., None])
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    left, right, top, bottom = 0.05 * width, 0.95 * width, 0.06 * height, 0.94 * height
    thick = 2.2 * u

    def box(x0, y0, x1, y1):
        edge = np.minimum.reduce([np.abs(x - x0) + (1e3 * ((y < y0 - thick) | (y > y1 + thick))),
                                  np.abs(x - x1) + (1e3 * ((y < y0 - thick) | (y > y1 + thick))),
                                  np.abs(y - y0) + (1e3 * ((x < x0 - thick) | (x > x1 + thick))),
                                  np.abs(y - y1) + (1e3 * ((x < x0 - thick) | (x > x1 + thick)))])
        return np.clip(thick - edge, 0, 1)

    lines = np.maximum(box(left, top, right, bottom), box(left, top, width / 2, bottom))
    ring = np.abs(np.hypot(x - width / 2, y - height / 2) - height * 0.14)
    lines = np.maximum(lines, np.clip(thick - ring, 0, 1))
    lines = np.maximum(lines, np.clip(6 * u - np.hypot(x - width / 2, y - height / 2), 0, 1))
    for x0, x1 in ((left, left + 0.145 * width), (right - 0.145 * width, right)):
        lines = np.maximum(lines, box(x0, 0.24 * height, x1, 0.76 * height))
    for x0, x1 in ((left, left + 0.05 * width), (right - 0.05 * width, right)):
        lines = np.maximum(lines, box(x0, 0.38 * height, x1, 0.62 * height))
    rgb = rgb * (1 - 0.85 * lines[..., None]) + 0.85 * lines[..., None]
    return Frame(width, height, rgb)


def player(size, shirt, number):
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size - 0.5
    body = np.clip((0.46 - np.hypot(x * 0.8, y * 1.25)) * size, 0, 1)
    head = np.clip((0.17 - np.hypot(x, y + 0.02)) * size, 0, 1)
    rgb = solid(size, size, shirt) * (1 - head[..., None]) + hexa("#4a3426") * head[..., None]
    rim = np.clip((np.hypot(x * 0.8, y * 1.25) - 0.36) * size, 0, 1)[..., None]
    return Layer(rgb * (1 - 0.35 * rim), np.maximum(body, head))


def children(width, height, rate, seconds):
    """A smiling sun over rolling hills, a yurt, balloons going up."""
    u = height / 720
    base = Frame(width, height, nature.sky(height, width, [(0, "#49b6e8"), (0.7, "#c9f0fb"), (1, "#fdf7d8")]))
    cloud = nature.Drift(*nature.clouds(int(280 * u), int(1700 * u), 23, 0.5, "#ffffff", 0.95, 0.6))
    back = nature.Drift(*nature.ridge(int(1900 * u), int(300 * u), 81, ("#8fd36a", "#5cab4d"), 0.9, 0.5, 2.6))
    front = nature.Drift(*nature.ridge(int(2100 * u), int(220 * u), 85, ("#5cc25a", "#2f8f45"), 0.9, 0.55, 2.8))
    home = yurt(int(170 * u), "#fff6e0", "#e2574c")
    face = [sun_face(int(190 * u) // 2 * 2, blink) for blink in (False, True)]
    rays = [sun_rays(int(330 * u) // 2 * 2, k * np.pi / 48) for k in range(8)]
    colours = ("#e2574c", "#f2b233", "#7a5bd0", "#23a6d5", "#ef7fb2", "#43b977")
    balloons = [balloon(int(92 * u), colour) for colour in colours]
    lines = [(text("Ертегі сағаты", int(84 * u), "#ffffff", "black", 0.7), 0),
             (text("Bolalar soati · Балдар сааты · Детский час", int(34 * u), "#ffffff", "bold", 0.7), 0)]
    bug = Bug(height)
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        x, y = width * 0.20, (190 + 14 * np.sin(t * 1.6)) * u
        ray = rays[int(t * 6) % 8]
        frame.lay(ray, x - ray.width / 2, y - ray.height / 2)
        frame.lay(face[1 if t % 3 > 2.85 else 0], x - 95 * u, y - 95 * u)
        cloud.lay(frame, t * 26 * u, 60 * u)
        back.lay(frame, t * 14 * u, height - 330 * u)
        frame.lay(home, width * 0.62 - t * 14 * u % 4, height - 345 * u)
        for k, one in enumerate(balloons):
            rise = (t * (52 + 9 * k) + k * 170) % 1000
            frame.lay(one, width * (0.30 + 0.115 * k) + 26 * np.sin(t * 1.1 + k * 2) * u, height - rise * u)
        front.lay(frame, t * 44 * u, height - 190 * u)
        if 1 < t < 7:
            for layer, row in zip((lines[0][0], lines[1][0]), (230, 345)):
                frame.lay(layer, width * 0.55 - layer.width / 2, (row + 8 * np.sin(t * 2)) * u,
                          ease(t, 1, 0.6) * (1 - ease(t, 6.4, 0.5)))
        bug.lay(frame)
        yield frame


def sun_face(size, blink):
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size - 0.5
    rgb = solid(size, size, "#ffd23f") * (1.06 - 0.25 * np.hypot(x + 0.1, y + 0.12)[..., None])
    ink = np.zeros((size, size), np.float32)
    for side in (-1, 1):
        tall = 0.012 if blink else 0.065
        ink = np.maximum(ink, np.clip((1 - np.hypot((x - side * 0.15) / 0.045, (y + 0.08) / tall)) * 8, 0, 1))
    smile = np.clip((0.018 - np.abs(np.hypot(x, y - 0.02) - 0.22)) * size, 0, 1) * (y > 0.09)
    ink = np.maximum(ink, smile)[..., None]
    cheeks = sum(np.exp(-(((x - s * 0.26) / 0.07) ** 2 + ((y - 0.06) / 0.05) ** 2)) for s in (-1, 1))[..., None] * 0.55
    rgb = rgb * (1 - cheeks) + hexa("#ff8a5c") * cheeks
    return Layer(rgb * (1 - ink) + hexa("#6b3a12") * ink, disc(size))


def sun_rays(size, turn):
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) - size / 2
    r, a = np.hypot(x, y) / (size / 2), np.arctan2(y, x) + turn
    wave = np.clip((np.cos(a * 12) - 0.1) * 4, 0, 1)
    return Layer.tinted(wave * np.clip((0.97 - r) * 14, 0, 1) * np.clip((r - 0.62) * 14, 0, 1), "#ffc41f")


def balloon(size, colour):
    h, w = int(size * 2.1) // 2 * 2, size // 2 * 2
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    u, v = (x - w / 2) / (w / 2), (y - w * 0.58) / (w * 0.58)
    body = np.clip((1 - np.hypot(u, v * (1 - 0.10 * v))) * w / 2, 0, 1)
    string = np.clip(1.6 - np.abs(x - w / 2 - 5 * np.sin(y / 14)), 0, 1) * (y > w * 1.14) * 0.8
    shine = np.exp(-(((u + 0.38) / 0.2) ** 2 + ((v + 0.42) / 0.26) ** 2))[..., None]
    rgb = solid(h, w, colour) * (1.05 - 0.28 * np.clip(u[..., None] + v[..., None], -1, 1))
    rgb = rgb * (1 - 0.7 * shine) + 0.7 * shine
    rgb = np.where((string * (1 - body))[..., None] > 0.1, hexa("#ffffff"), rgb)
    return Layer(np.clip(rgb, 0, 1), np.maximum(body, string))


def concert(width, height, rate, seconds, beat=0.6):
    """Beams of light over a stage and a crowd, moving with the music's beat."""
    u = height / 720
    base = Frame(width, height, nature.sky(height, width, [
        (0, "#05040c"), (0.6, "#170a26"), (0.82, "#2b1036"), (1, "#0a0510")]))
    sh, sw = height // 4, width // 4
    y, x = np.mgrid[0:sh, 0:sw].astype(np.float32)
    y, x = y / sh, x / sw
    beams = [(0.12 + 0.152 * k, 0.7 + 0.5 * (k % 3), k * 1.7) for k in range(6)]
    tints = [hexa(c) for c in ("#ff4f9a", "#4fb8ff", "#ffb03a", "#9a6bff", "#38e0b0", "#ff6a4f")]
    wide, stage = width * 2, int(120 * u) // 2 * 2
    floor = panel(width, stage, "#0b0712", 0, 1.0)
    glowing = Layer.tinted(glow(int(900 * u) // 2 * 2, 1.6)[::3].repeat(1, 0), "#b061d8", 0.8)
    heads = crowd(int(wide * 0.75) // 2 * 2, int(170 * u) // 2 * 2, u)
    players = [musician(int(170 * u), k) for k in range(3)]
    bug = Bug(height)
    third = LowerThird(height, "Домбыра мен оркестр", "Dombra va orkestr · Concert in 5.1", "#9a6bff", "КОНЦЕРТ")
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        hit = np.exp(-((t / beat) % 1) * 4)
        light = np.zeros((3, sh, sw), np.float32)
        for k, (place, speed, phase) in enumerate(beams):
            lean = 0.55 * np.sin(t * speed * 0.7 + phase)
            across = np.abs(x - place - lean * y) / (0.012 + 0.10 * y)
            beam = np.clip(1 - across, 0, 1) * (1 - 0.75 * y) * (0.55 + 0.45 * hit * (k % 2 == int(t / beat) % 2))
            for c in range(3):
                light[c] += beam * tints[(k + int(t / beat / 8)) % 6][c]
        rgb = np.clip(light.transpose(1, 2, 0) * 0.8, 0, 1)
        luma = 0.2126 * rgb[..., 0] + 0.7152 * rgb[..., 1] + 0.0722 * rgb[..., 2]
        smooth = double(double(luma))
        planes = frame.planes
        planes[0][...] = np.minimum(planes[0] + (smooth * 190), 235).astype(np.uint8)
        for plane, value in ((planes[1], (rgb[..., 2] - luma) / 1.8556), (planes[2], (rgb[..., 0] - luma) / 1.5748)):
            plane[...] = np.clip(plane + double(value) * 200, 16, 240).astype(np.uint8)
        frame.lay(glowing, width * 0.70 - glowing.width / 2, height - stage - 190 * u, 0.7 + 0.3 * hit)
        for k, one in enumerate(players):
            nod = 3 * u * np.sin(t * 5 + k)
            frame.lay(one, width * (0.56 + 0.14 * k) - one.width / 2, height - stage - 168 * u + nod)
        frame.lay(floor, 0, height - stage)
        heads.lay(frame, 40 * np.sin(t * 0.3), height - 150 * u + 7 * u * hit)
        bug.lay(frame)
        third.lay(frame, t, 1.5, 9)
        yield frame


def double(plane):
    """Twice the size, linearly."""
    tall = np.empty((plane.shape[0] * 2, plane.shape[1]), np.float32)
    tall[0::2], tall[1::2] = plane, (plane + np.concatenate((plane[1:], plane[-1:]))) / 2
    wide = np.empty((tall.shape[0], tall.shape[1] * 2), np.float32)
    wide[:, 0::2], wide[:, 1::2] = tall, (tall + np.concatenate((tall[:, 1:], tall[:, -1:]), axis=1)) / 2
    return wide


def crowd(width, height, u):
    chance = np.random.default_rng(12)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    mask = np.zeros((height, width), np.float32)
    for row in range(3):
        for place in np.arange(0, width, 46 * u):
            cx, cy = place + chance.uniform(-14, 14) * u, height * (0.30 + 0.22 * row) + chance.uniform(-10, 10) * u
            r = chance.uniform(15, 20) * u
            left, right = int(max(0, cx - 3 * r)), int(min(width, cx + 3 * r))
            if right <= left:
                continue
            head = np.clip(r - np.hypot(x[:, left:right] - cx, (y[:, left:right] - cy) * 0.85), 0, 1)
            body = np.clip(1.9 * r - np.hypot(x[:, left:right] - cx, (y[:, left:right] - cy - 2.6 * r) * 0.7), 0, 1)
            mask[:, left:right] = np.maximum(mask[:, left:right], np.maximum(head, body))
    return nature.Drift(solid(height, width, "#04030a"), mask)


def musician(size, kind):
    """A seated player with a long-necked dombra, as a dark outline with a lit edge."""
    s = size // 2 * 2
    y, x = np.mgrid[0:s, 0:s].astype(np.float32) / s
    head = np.clip((0.085 - np.hypot(x - 0.5, y - 0.20)) * s, 0, 1)
    hat = np.clip((0.10 - np.hypot((x - 0.5) * 0.9, (y - 0.13) * 1.9)) * s, 0, 1)
    body = np.clip((0.20 - np.hypot((x - 0.5) * 1.0, (y - 0.52) * 0.62)) * s, 0, 1)
    knees = np.clip((0.26 - np.hypot((x - 0.5) * 0.85, (y - 0.86) * 1.7)) * s, 0, 1)
    bowl = np.clip((0.13 - np.hypot((x - 0.40) * 1.25, y - 0.62)) * s, 0, 1)
    neck = np.clip((0.016 - np.abs((y - 0.62) + (x - 0.40) * 0.75) * 0.8) * s, 0, 1) * ((x > 0.40) & (x < 0.92))
    mask = np.maximum.reduce([head, hat, body, knees, bowl, neck])
    rgb = solid(s, s, "#120a1c")
    wood = np.maximum(bowl, neck)[..., None]
    rgb = rgb * (1 - wood) + hexa("#a5612b") * (1.2 - 0.9 * y[..., None]) * wood
    return Layer(np.clip(rgb, 0, 1), mask)


def promo(width, height, rate, seconds, title="Бейсенбі кеші", second="Четверг вечером · Thursday night"):
    """Soft lights behind a title."""
    u = height / 720
    base = Frame(width, height, nature.vertical_backdrop(height, width, "#1a0f33", "#4a1f5c", "#1d1038"))
    chance = np.random.default_rng(21)
    spots = []
    for k in range(26):
        size = int(chance.uniform(60, 190) * u) // 2 * 2
        spots.append((Layer.tinted(disc(size, 6.0), ("#f2b233", "#00a39b", "#ef7fb2", "#7a5bd0")[k % 4], 0.16),
                      chance.uniform(0, width), chance.uniform(0, height), chance.uniform(8, 34), chance.uniform(0, 6)))
    lines = [(emblem(int(150 * u)), int(10 * u)), (text(title, int(92 * u), "#ffffff", "black", 0.5), 0),
             (text(second, int(36 * u), "#f2d9a0", "medium"), 0)]
    for n in range(int(seconds * rate)):
        t = n / rate
        frame = base.copy()
        for layer, x, y, pace, phase in spots:
            frame.lay(layer, (x + pace * t * u + 200) % (width + 400) - 200, y + 18 * np.sin(t * 0.7 + phase) * u)
        title_card(frame, lines, t, 0.5, height * 0.48)
        yield frame
