"""The coded test picture: drawn here, and read back here.

Every field of every source frame says which clip it belongs to and which field it is, in 40 large black or white
cells: clip (8 bits), frame (15 bits), CRC-10, a checked 3-bit counter that tells the fields of a frame apart, one black
and one white reference cell. A field's number is 2 x frame for a progressive frame or the earlier field of a frame,
2 x frame + 1 for the later field.

Around the cells: a white border on the very edge of the picture (aspect), a bar that moves each field (combing), eight
colour patches (matrix and range), and the clip and frame in plain digits for people.
"""
import numpy as np

COLUMNS, ROWS = 8, 5
CELLS = (0.08, 0.16, 0.92, 0.66)  # left, top, right, bottom, as fractions of the active picture
STRIP = (0.06, 0.70, 0.94, 0.80)
PATCHES = (0.08, 0.84, 0.92, 0.94)
TEXT = (0.08, 0.05, 0.92, 0.13)
BORDER = 0.02
STEPS = 40  # positions of the moving bar
BAR = 0.10

# R'G'B' of the patches: 75 % primaries and secondaries, then two greys.
COLOURS = [
    (0.75, 0.0, 0.0), (0.0, 0.75, 0.0), (0.0, 0.0, 0.75), (0.75, 0.75, 0.0),
    (0.0, 0.75, 0.75), (0.75, 0.0, 0.75), (0.25, 0.25, 0.25), (0.6, 0.6, 0.6),
]
MATRICES = {"709": (0.2126, 0.0722), "601": (0.299, 0.114)}
BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)

DIGITS = {
    "0": "757557", "1": "262227", "2": "717474", "3": "717117", "4": "557111", "5": "747117", "6": "747557",
    "7": "711222", "8": "757557", "9": "757117", " ": "000000", "F": "747444", "C": "744447", "P": "757444",
}
DIGITS["0"], DIGITS["2"], DIGITS["8"] = "755557", "717447", "757557"


def to_ycbcr(rgb, matrix="709", full=False):
    """R'G'B' in 0...1 to 8-bit Y'CbCr (ITU-R BT.601/BT.709), limited range unless `full`."""
    kr, kb = MATRICES[matrix]
    red, green, blue = rgb
    y = kr * red + (1 - kr - kb) * green + kb * blue
    cb, cr = (blue - y) / (2 * (1 - kb)), (red - y) / (2 * (1 - kr))
    if full:
        return tuple(int(round(v)) for v in (255 * y, 128 + 255 * cb, 128 + 255 * cr))
    return tuple(int(round(v)) for v in (16 + 219 * y, 128 + 224 * cb, 128 + 224 * cr))


def crc10(value):
    """CRC-10 (polynomial x^10+x^9+x^5+x^4+x+1) over 23 bits of payload."""
    register = 0x2A5
    for bit in range(22, -1, -1):
        top = (register >> 9) & 1
        register = ((register << 1) & 0x3FF) ^ (0x233 if top ^ ((value >> bit) & 1) else 0)
    return register


def code_bits(clip, field):
    """The 40 cells of a field, row by row.

    No cell changes in two fields in a row (a flicker at field rate defeats good deinterlacers and is in no
    real picture): the frame's cells change with the earlier field only, the counter's with the later field only.
    """
    payload = (clip << 15) | (field >> 1)
    word = (payload << 10) | crc10(payload)
    count = ((field + 1) >> 1) & 7
    tail = (count << 2) | (3 - count % 4 if count < 4 else count % 4)
    bits = [(word >> bit) & 1 for bit in range(32, -1, -1)] + [(tail >> bit) & 1 for bit in range(4, -1, -1)]
    return [0] + bits + [1]


def parse_bits(bits):
    """(clip, field), or None when a reference cell or a check is wrong."""
    if bits[0] != 0 or bits[-1] != 1:
        return None
    word = int("".join(str(int(bit)) for bit in bits[1:34]), 2)
    payload, frame = word >> 10, (word >> 10) & 0x7FFF
    if crc10(payload) != word & 0x3FF:
        return None
    for field in (2 * frame, 2 * frame + 1):
        if code_bits(payload >> 15, field) == list(bits):
            return payload >> 15, field
    return None


def box(area, rect):
    """Pixel rectangle (x0, y0, x1, y1) of a fractional area of an active picture `rect`."""
    x, y, w, h = rect
    return (int(round(x + area[0] * w)), int(round(y + area[1] * h)),
            int(round(x + area[2] * w)), int(round(y + area[3] * h)))


def cell_boxes(rect):
    x0, y0, x1, y1 = CELLS
    for row in range(ROWS):
        for column in range(COLUMNS):
            yield box((x0 + (x1 - x0) * column / COLUMNS, y0 + (y1 - y0) * row / ROWS,
                       x0 + (x1 - x0) * (column + 1) / COLUMNS, y0 + (y1 - y0) * (row + 1) / ROWS), rect)


def patch_boxes(rect):
    x0, y0, x1, y1 = PATCHES
    for k in range(8):
        yield box((x0 + (x1 - x0) * k / 8, y0, x0 + (x1 - x0) * (k + 1) / 8, y1), rect)


class Canvas:
    """One picture: Y, Cb and Cr planes (4:2:0), or R, G and B planes (`rgb`)."""

    def __init__(self, width, height, matrix="709", full=False, rgb=False):
        self.width, self.height, self.rgb = width, height, rgb
        self.matrix, self.full = matrix, full
        self.shift = 0 if rgb else 1
        small = (height >> self.shift, width >> self.shift)
        self.planes = [np.zeros((height, width), np.uint8), np.zeros(small, np.uint8), np.zeros(small, np.uint8)]
        self.fill((0, 0, width, height), BLACK)

    def colour(self, rgb):
        if self.rgb:
            return tuple(int(round(255 * v)) for v in rgb)
        return to_ycbcr(rgb, self.matrix, self.full)

    def fill(self, rect, rgb):
        x0, y0, x1, y1 = rect
        for plane, value, shift in zip(self.planes, self.colour(rgb), (0, self.shift, self.shift)):
            plane[y0 >> shift:(y1 + shift) >> shift, x0 >> shift:(x1 + shift) >> shift] = value

    def fill_luma(self, rect, white):
        x0, y0, x1, y1 = rect
        value = self.colour(WHITE if white else BLACK)[0]
        for plane in self.planes if self.rgb else self.planes[:1]:
            plane[y0:y1, x0:x1] = value

    def draw_fixed(self, rect=None):
        """The parts that never change, in the active picture `rect` (the whole canvas unless given)."""
        rect = rect or (0, 0, self.width, self.height)
        x, y, w, h = rect
        across, down = max(2, round(BORDER * w)), max(2, round(BORDER * h))
        self.fill((x, y, x + w, y + h), WHITE)
        self.fill((x + across, y + down, x + w - across, y + h - down), BLACK)
        for area, rgb in zip(patch_boxes(rect), COLOURS):
            self.fill(area, rgb)
        self.rect = rect
        self.cells = list(cell_boxes(rect))

    def draw_code(self, clip, field, text=True):
        for area, bit in zip(self.cells, code_bits(clip, field)):
            self.fill_luma(area, bit)
        x0, y0, x1, y1 = box(STRIP, self.rect)
        self.fill_luma((x0, y0, x1, y1), False)
        left = STRIP[0] + (STRIP[2] - STRIP[0] - BAR) * ((field * 3) % STEPS) / STEPS
        self.fill_luma(box((left, STRIP[1], left + BAR, STRIP[3]), self.rect), True)
        if text:
            self.draw_text("C%03d F%06d" % (clip, field // 2))

    def draw_text(self, text):
        x0, y0, x1, y1 = box(TEXT, self.rect)
        dot = max(1, (y1 - y0) // 6)
        wide = max(1, round(dot * 0.8 * self.rect[2] / self.rect[3] * 9 / 16)) if self.rect[3] else dot
        self.fill_luma((x0, y0, min(x1, x0 + len(text) * 4 * wide), y0 + 6 * dot), False)
        for place, letter in enumerate(text):
            for row, digit in enumerate(DIGITS.get(letter, "000000")):
                for column in range(3):
                    if int(digit) & (4 >> column):
                        left, top = x0 + (place * 4 + column) * wide, y0 + row * dot
                        self.fill_luma((left, top, left + wide, top + dot), True)

    def bytes(self):
        if self.rgb:
            return np.dstack(self.planes).tobytes()
        return b"".join(plane.tobytes() for plane in self.planes)


def fit(width, height, aspect):
    """The active picture of a source of display aspect `aspect` (a Fraction) inside a square-pixel raster."""
    if aspect * height >= width:
        inner = int(round(width / aspect / 2)) * 2
        return (0, (height - inner) // 2, width, inner)
    inner = int(round(aspect * height / 2)) * 2
    return ((width - inner) // 2, 0, inner, height)


class Reader:
    """Reads coded pictures back from the luma and chroma planes of an output raster."""

    def __init__(self, rect, matrix="709"):
        self.rect = rect
        self.matrix = matrix
        self.inner = []
        for x0, y0, x1, y1 in cell_boxes(rect):
            dx, dy = max(1, (x1 - x0) // 4), max(1, (y1 - y0) // 4)
            self.inner.append((slice(y0 + dy, y1 - dy, 1 if y1 - y0 < 40 else 3),
                               slice(x0 + dx, x1 - dx, 1 if x1 - x0 < 80 else 4)))

    def code(self, luma):
        """((clip, field) or None, worst cell contrast 0...1, level of black, level of white)."""
        means = np.array([luma[rows, columns].mean() for rows, columns in self.inner])
        black, white = means[0], means[-1]
        if white - black < 80:
            return None, 0.0, black, white
        level = (means - black) / (white - black)
        contrast = float(np.min(np.abs(level - 0.5)) * 2)
        return parse_bits((level > 0.5).astype(int).tolist()), contrast, black, white

    def combing(self, luma):
        """Share of the strip's width that is neither black nor white, or not the same on all rows."""
        x0, y0, x1, y1 = box(STRIP, self.rect)
        margin = (y1 - y0) // 5
        strip = (luma[y0 + margin:y1 - margin, x0:x1].astype(np.float32) - 16) / 219
        mean, spread = strip.mean(axis=0), strip.std(axis=0)
        return float(np.mean(((mean > 0.25) & (mean < 0.75)) | (spread > 0.2)))

    def border(self, luma):
        """Worst distance in pixels of the picture's four edges from where its aspect puts them."""
        x, y, w, h = self.rect
        height, width = luma.shape
        middle_rows = luma[y + h // 2 - h // 40:y + h // 2 + h // 40].mean(axis=0)
        # The text, the cells and the strip leave the column just inside the border free: use it for top and bottom.
        column = slice(x + int(0.035 * w), x + int(0.055 * w))
        middle_columns = luma[:, column].mean(axis=1)
        worst = 0
        for profile, start, end in ((middle_rows, x, x + w), (middle_columns, y, y + h)):
            bright = np.flatnonzero(profile > 128)
            if len(bright) == 0:
                return 999
            worst = max(worst, abs(int(bright[0]) - start), abs(int(bright[-1]) + 1 - end))
        return worst

    def colours(self, planes):
        """Worst distance of a patch from its colour in the output's matrix, in 8-bit steps, and that patch."""
        worst = (0.0, 0)
        for k, (x0, y0, x1, y1) in enumerate(patch_boxes(self.rect)):
            dx, dy = (x1 - x0) // 4, (y1 - y0) // 4
            wanted = to_ycbcr(COLOURS[k], self.matrix)
            for plane, value, shift in zip(planes, wanted, (0, 1, 1)):
                area = plane[(y0 + dy) >> shift:(y1 - dy) >> shift, (x0 + dx) >> shift:(x1 - dx) >> shift]
                worst = max(worst, (abs(float(area.mean()) - value), k))
        return worst
