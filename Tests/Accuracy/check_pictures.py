"""Looks at every picture of an output and says what is wrong with it."""
import subprocess
from fractions import Fraction as F

import numpy as np

import picture

LEAST_CONTRAST = 0.5    # of a cell between grey (0) and clean black or white (1)
MOST_COMBING = 0.035    # share of the moving bar's strip that is grey or torn
MOST_COLOUR = 7.0       # 8-bit steps a patch may be off
MOST_LEVEL = 5.0        # 8-bit steps black or white may be off
MOST_BORDER = 2         # pixels an edge of the picture may be off


class Programme:
    """The pictures of an output, one at a time, as planes."""

    def __init__(self, channel, path=None, raw=None):
        self.width, self.height = channel["width"], channel["height"]
        self.size = self.width * self.height * 3 // 2
        self.process = None
        if raw:
            self.file = open(raw, "rb")
            return
        self.process = subprocess.Popen(
            ["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough",
             "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"], stdout=subprocess.PIPE)
        self.file = self.process.stdout

    def __iter__(self):
        while True:
            data = self.file.read(self.size)
            if len(data) < self.size:
                break
            flat = np.frombuffer(data, np.uint8)
            luma = self.width * self.height
            yield (flat[:luma].reshape(self.height, self.width),
                   flat[luma:luma + luma // 4].reshape(self.height // 2, self.width // 2),
                   flat[luma + luma // 4:].reshape(self.height // 2, self.width // 2))
        if self.process and self.process.wait() != 0:
            raise RuntimeError("ffmpeg could not decode the output")


class PictureCheck:
    """Compares pictures with the expected list; `faults` collects (event id, kind, what)."""

    def __init__(self, cuts):
        self.cuts, self.channel = cuts, cuts["channel"]
        self.clips = {c["id"]: c for c in cuts["clips"]}
        self.readers, self.faults = {}, []
        self.slates = 0
        self.schedule = [(event, k) for event in cuts["events"] for k in range(event["frames"])]
        self.shown = []

    def reader(self, clip):
        if clip["id"] not in self.readers:
            rect = picture.fit(self.channel["width"], self.channel["height"], F(*clip["aspect"]))
            self.readers[clip["id"]] = picture.Reader(rect, self.channel["matrix"])
        return self.readers[clip["id"]]

    def fault(self, event, kind, what):
        self.faults.append((event["id"] if event else "-", kind, what))

    def frame(self, n, planes):
        if n >= len(self.schedule):
            return
        event, k = self.schedule[n]
        clip, expected = self.clips[event["clip"]], event["pictures"][k]
        reader, luma = self.reader(clip), planes[0]
        code, contrast, black, white = reader.code(luma)
        where = f"output frame {n} (frame {k} of the event)"
        if expected < 0:
            self.slate(event, where, code, luma)
            return
        if code is None:
            self.unreadable(event, where, luma, contrast, reader)
            return
        self.compare(event, k, expected, code, where)
        if contrast < LEAST_CONTRAST:
            self.fault(event, "blended", f"{where}: two pictures mixed (contrast {contrast:.2f})")
        if abs(black - 16) > MOST_LEVEL or abs(white - 235) > MOST_LEVEL:
            self.fault(event, "range", f"{where}: black at {black:.0f} and white at {white:.0f}, not 16 and 235")
        if clip["scan"] != "progressive":
            combed = reader.combing(luma)
            if combed > MOST_COMBING:
                self.fault(event, "combing", f"{where}: {100 * combed:.1f} % of the moving strip is torn")
        if k % 10 == 5:
            self.geometry_and_colour(event, where, reader, planes)

    def compare(self, event, k, expected, code, where):
        shown_clip, field = code
        if shown_clip != event["clip"]:
            order = [e["clip"] for e in self.cuts["events"]]
            place = self.cuts["events"].index(event)
            kind = "wrong-clip"
            if place + 1 < len(order) and order[place + 1] == shown_clip:
                kind = "next-event-early"
            elif place and order[place - 1] == shown_clip:
                kind = "previous-event-late"
            self.fault(event, kind, f"{where}: clip {shown_clip} frame {field // 2} instead of {event['clip']}")
            return
        if field // 2 != expected:
            before = self.shown[-1] if self.shown and self.shown[-1][0] is event else None
            kind = "wrong-frame"
            if k == 0:
                kind = "in-point"
            elif before and before[1] == field // 2 and before[2] != expected:
                kind = "repeated"
            elif before and field // 2 > expected and before[1] == before[2]:
                kind = "dropped"
            self.fault(event, kind, f"{where}: frame {field // 2} of the clip, expected {expected}")
        elif field % 2 != self.due_field(event, k):
            which = "later" if field % 2 else "earlier"
            self.fault(event, "field-order", f"{where}: the {which} field of frame {expected}")
        self.shown.append((event, field // 2, expected))

    def due_field(self, event, k):
        """0 the earlier field, 1 the later: a channel at field rate or above shows each field in its turn."""
        clip = self.clips[event["clip"]]
        rate, channel = F(*clip["rate"]), F(*self.cuts["channel"]["rate"])
        if clip["scan"] == "progressive" or channel < 2 * rate:
            return 0
        return int((event["in"] + k) * 2 * rate / channel) % 2

    def slate(self, event, where, code, luma):
        self.slates += 1
        if code is not None:
            self.fault(event, "slate-missing", f"{where}: clip {code[0]} frame {code[1] // 2} where a slate is due")
        elif luma[::8, ::8].std() < 4:
            self.fault(event, "black", f"{where}: an empty picture where a slate is due")

    def unreadable(self, event, where, luma, contrast, reader):
        mean, spread = float(luma[::8, ::8].mean()), float(luma[::8, ::8].std())
        if spread < 4:
            self.fault(event, "black" if mean < 40 else "empty", f"{where}: an empty picture (level {mean:.0f})")
        elif self.clips[event["clip"]]["scan"] != "progressive" and reader.combing(luma) > MOST_COMBING:
            self.fault(event, "combing", f"{where}: fields of two instants in one picture")
        elif reader.border(luma) > MOST_BORDER and self.other_aspect(luma):
            self.fault(event, "aspect", f"{where}: the picture has another shape than {event['file']} has")
        elif 0 < contrast < LEAST_CONTRAST:
            self.fault(event, "blended", f"{where}: two pictures mixed (contrast {contrast:.2f})")
        else:
            self.fault(event, "no-code", f"{where}: neither the clip nor a mixture: a slate?")

    def other_aspect(self, luma):
        """Whether the picture can be read in some other rectangle: then only its shape is wrong."""
        for aspect in (F(16, 9), F(4, 3), F(5, 4), F(239, 100), F(1)):
            rect = picture.fit(self.channel["width"], self.channel["height"], aspect)
            for tried in (rect, (0, 0, self.channel["width"], self.channel["height"])):
                if picture.Reader(tried).code(luma)[0] is not None:
                    return True
        return False

    def geometry_and_colour(self, event, where, reader, planes):
        off = reader.border(planes[0])
        if off > MOST_BORDER:
            self.fault(event, "aspect", f"{where}: an edge of the picture is {off} pixels from its place")
        worst, patch = reader.colours(planes)
        if worst > MOST_COLOUR:
            self.fault(event, "colour", f"{where}: patch {patch} is {worst:.0f} steps off (matrix or range)")

    def end(self, count):
        if count != len(self.schedule):
            self.fault(None, "length", f"{count} frames, expected {len(self.schedule)}")
