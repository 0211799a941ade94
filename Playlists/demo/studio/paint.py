"""Painting moving pictures with numpy: layers with transparency, text, and 4:2:0 frames ready for an encoder."""
import functools
import os
import subprocess
import tempfile

import numpy as np

FONTS = {
    "regular": ["opentype/inter/Inter-Regular.otf", "truetype/dejavu/DejaVuSans.ttf"],
    "medium": ["opentype/inter/Inter-Medium.otf", "truetype/dejavu/DejaVuSans.ttf"],
    "bold": ["opentype/inter/Inter-Bold.otf", "truetype/dejavu/DejaVuSans-Bold.ttf"],
    "black": ["opentype/inter/InterDisplay-Bold.otf", "truetype/dejavu/DejaVuSans-Bold.ttf"],
    "serif": ["truetype/dejavu/DejaVuSerif-Bold.ttf"],
}


def font(weight):
    for name in FONTS[weight]:
        path = os.path.join("/usr/share/fonts", name)
        if os.path.exists(path):
            return path
    raise SystemExit("no font: install fonts-inter and fonts-dejavu-core")


@functools.lru_cache(maxsize=None)
def text_mask(text, size, weight="medium"):
    """The letters as coverage 0...1, cropped at both sides; the baseline lies at row `size * 1.2`."""
    width, height = (int(len(text) * size * 0.95) + 60) // 2 * 2, int(size * 1.7) // 2 * 2
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        data = subprocess.run(
            ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", f"color=black:s={width}x{height}", "-vf",
             f"format=gray,drawtext=fontfile={font(weight)}:textfile={file.name}:fontsize={size}:fontcolor=white:"
             f"x=20:y={int(size * 1.2)}-ascent", "-frames:v", "1", "-f", "rawvideo", "-"],
            capture_output=True, check=True).stdout
    mask = np.frombuffer(data, np.uint8).reshape(height, width).astype(np.float32) / 255
    columns = np.flatnonzero(mask.max(axis=0) > 0.02)
    if len(columns) == 0:
        return mask[:, :4]
    return np.clip((mask[:, max(0, columns[0] - 1):columns[-1] + 2] - 0.07) / 0.86, 0, 1)


def hexa(colour):
    """"#rrggbb" as three floats."""
    return np.array([int(colour[k:k + 2], 16) / 255 for k in (1, 3, 5)], np.float32)


def solid(height, width, colour):
    return np.broadcast_to(hexa(colour) if isinstance(colour, str) else colour, (height, width, 3)).copy()


def vertical(height, width, stops):
    """A vertical gradient through [(position 0...1, "#rrggbb"), ...], dithered against banding."""
    y = np.linspace(0, 1, height)
    places = [stop[0] for stop in stops]
    colours = np.array([hexa(stop[1]) for stop in stops])
    column = np.stack([np.interp(y, places, colours[:, c]) for c in range(3)], axis=1)
    picture = np.broadcast_to(column[:, None, :], (height, width, 3)).astype(np.float32)
    noise = np.random.default_rng(5).random((height, width, 1), dtype=np.float32) - 0.5
    return picture + noise / 180


def rounded(height, width, radius):
    """Coverage of a rounded box."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) + 0.5
    dx = np.maximum(np.maximum(radius - x, x - (width - radius)), 0)
    dy = np.maximum(np.maximum(radius - y, y - (height - radius)), 0)
    return np.clip(radius - np.hypot(dx, dy) + 0.5, 0, 1)


def disc(size, soft=1.0):
    """Coverage of a disc of diameter `size`; `soft` pixels of edge."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) + 0.5
    return np.clip((size / 2 - np.hypot(x - size / 2, y - size / 2)) / soft, 0, 1)


def glow(size, power=2.0):
    """A soft light: 1 in the middle, 0 at the rim."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) + 0.5
    return np.clip(1 - np.hypot(x - size / 2, y - size / 2) / (size / 2), 0, 1) ** power


def polygon(height, width, points):
    """Coverage of a filled polygon (even-odd), four times supersampled."""
    scale = 3
    y = (np.arange(height * scale) + 0.5) / scale
    x = (np.arange(width * scale) + 0.5) / scale
    inside = np.zeros((height * scale, width * scale), bool)
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
        if y0 == y1:
            continue
        rows = np.flatnonzero((y >= min(y0, y1)) & (y < max(y0, y1)))
        edge = x0 + (y[rows] - y0) * (x1 - x0) / (y1 - y0)
        inside[rows] ^= x[None, :] >= edge[:, None]
    return inside.reshape(height, scale, width, scale).mean(axis=(1, 3), dtype=np.float32)


def rgb_to_planes(rgb):
    """BT.709 limited range, 4:2:0, from floats 0...1."""
    r, g, b = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    u, v = (b - y) / 1.8556, (r - y) / 1.5748

    def half(plane):
        h, w = plane.shape[0] // 2 * 2, plane.shape[1] // 2 * 2
        return plane[:h, :w].reshape(h // 2, 2, w // 2, 2).mean(axis=(1, 3))

    return 16 + 219 * y, 128 + 224 * half(u), 128 + 224 * half(v)


def eight(plane):
    return np.clip(plane + 0.5, 0, 255).astype(np.uint8)


class Layer:
    """A picture with coverage, ready to be laid over frames at any place. Even width and height."""

    def __init__(self, rgb, mask=None):
        height, width = rgb.shape[0] // 2 * 2, rgb.shape[1] // 2 * 2
        rgb = rgb[:height, :width]
        mask = np.ones((height, width), np.float32) if mask is None else np.clip(mask[:height, :width], 0, 1)
        self.height, self.width = height, width
        small = mask.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
        self.parts = []
        for plane, cover in zip(rgb_to_planes(np.clip(rgb, 0, 1)), (mask, small, small)):
            a = np.round(cover * 256).astype(np.uint16)
            self.parts.append((np.round(np.clip(plane, 0, 255) * a).astype(np.uint16), (256 - a).astype(np.uint16)))

    @classmethod
    def tinted(cls, mask, colour, strength=1.0):
        return cls(solid(mask.shape[0], mask.shape[1], colour), mask * strength)


class Frame:
    def __init__(self, width, height, rgb=None):
        self.width, self.height = width, height
        if rgb is None:
            rgb = np.zeros((height, width, 3), np.float32)
        self.planes = [eight(plane) for plane in rgb_to_planes(np.clip(rgb, 0, 1))]

    def copy(self):
        other = Frame.__new__(Frame)
        other.width, other.height, other.planes = self.width, self.height, [plane.copy() for plane in self.planes]
        return other

    def lay(self, layer, x, y, opacity=1.0, crop=None):
        """Lays `layer` with its top left corner at (x, y); `crop` = share of its width that is shown, from the left."""
        if opacity <= 0.004:
            return
        x, y = int(round(x)), int(round(y))
        wide = layer.width if crop is None else int(layer.width * crop)
        left, top = max(x, 0), max(y, 0)
        right, bottom = min(x + wide, self.width), min(y + layer.height, self.height)
        if right - left < 2 or bottom - top < 2:
            return
        for shift, plane, (colour, rest) in zip((0, 1, 1), self.planes, layer.parts):
            h, w = (bottom >> shift) - (top >> shift), (right >> shift) - (left >> shift)
            sy, sx = (top - y) >> shift, (left - x) >> shift
            h, w = min(h, colour.shape[0] - sy), min(w, colour.shape[1] - sx)
            area = plane[top >> shift:(top >> shift) + h, left >> shift:(left >> shift) + w]
            a, k = colour[sy:sy + h, sx:sx + w], rest[sy:sy + h, sx:sx + w]
            if opacity < 0.996:
                o = int(opacity * 256)
                cover = (256 - k.astype(np.uint32)) * o >> 8
                mixed = (area * (256 - cover) + (a.astype(np.uint32) * o >> 8)) >> 8
            else:
                mixed = area * k
                mixed += a
                mixed >>= 8
            area[...] = mixed

    def add(self, plane, x=0, y=0):
        """Adds light (luma steps, int16) to the picture's luma."""
        x, y = int(x), int(y)
        left, top = max(x, 0), max(y, 0)
        right, bottom = min(x + plane.shape[1], self.width), min(y + plane.shape[0], self.height)
        if right <= left or bottom <= top:
            return
        area = self.planes[0][top:bottom, left:right]
        area[...] = np.clip(area.astype(np.int16) + plane[top - y:bottom - y, left - x:right - x], 16, 235)

    def fade(self, share):
        """Towards black, 0...1."""
        if share >= 0.999:
            return
        for plane, middle in zip(self.planes, (16, 128, 128)):
            plane[...] = middle + (plane.astype(np.int16) - middle) * int(max(share, 0) * 256) // 256

    def bytes(self):
        return b"".join(plane.tobytes() for plane in self.planes)


def ease(t, start, length):
    """0 before `start`, 1 after `start + length`, smooth between."""
    p = min(max((t - start) / length, 0), 1)
    return p * p * (3 - 2 * p)


def text(words, size, colour="#ffffff", weight="medium", shadow=0.0):
    mask = text_mask(words, size, weight)
    mask = np.pad(mask, ((4, 4 + mask.shape[0] % 2), (6, 6 + mask.shape[1] % 2)))
    if not shadow:
        return Layer.tinted(mask, colour)
    blurred = blur(np.roll(mask, 2, axis=0), max(2, size // 14))
    cover = np.maximum(mask, blurred * shadow)
    share = np.where(cover > 0, mask / np.maximum(cover, 1e-4), 0)[..., None]
    return Layer(hexa(colour) * np.clip(share, 0, 1), cover)


def blur(mask, radius):
    """A box blur, twice."""
    for _ in range(2):
        for axis in (0, 1):
            padded = np.pad(mask, [(radius + 1, radius) if k == axis else (0, 0) for k in (0, 1)], mode="edge")
            total = np.cumsum(padded, axis=axis)
            length = mask.shape[axis]
            ahead = np.take(total, range(2 * radius + 1, 2 * radius + 1 + length), axis=axis)
            behind = np.take(total, range(0, length), axis=axis)
            mask = (ahead - behind) / (2 * radius + 1)
    return mask


def panel(width, height, colour, radius=0, opacity=1.0, sheen=0.0):
    """A flat or slightly lit box."""
    rgb = solid(height, width, colour)
    if sheen:
        rgb = rgb * (1 + sheen * (0.5 - np.linspace(0, 1, height)[:, None, None]))
    mask = rounded(height, width, radius) if radius else np.ones((height, width), np.float32)
    return Layer(rgb, mask * opacity)
