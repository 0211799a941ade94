"""The table of coded test clips: what is made, and what an output must show of each."""
from dataclasses import dataclass, field
from fractions import Fraction as F

X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-g", "250", "-keyint_min", "250",
        "-sc_threshold", "0", "-bf", "3", "-x264-params", "b-adapt=0:b-pyramid=strict"]
X264_OPEN = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-bf", "3",
             "-x264-params", "b-adapt=0:open-gop=1:keyint=48:min-keyint=48:scenecut=0"]
MPEG2 = ["-c:v", "mpeg2video", "-q:v", "3", "-g", "12", "-bf", "2"]
MPEG2_LONG = ["-c:v", "mpeg2video", "-q:v", "3", "-g", "60", "-bf", "2"]
FIELDS = ["-flags", "+ildct+ilme"]
AAC, MP2, MP3, AC3 = (["-c:a", "aac", "-b:a", "192k"], ["-c:a", "mp2", "-b:a", "256k"],
                      ["-c:a", "libmp3lame", "-b:a", "192k"], ["-c:a", "ac3", "-b:a", "384k"])
PCM, FLAC = ["-c:a", "pcm_s16le"], ["-c:a", "flac"]
HD, SMALL = (1920, 1080), (640, 360)


@dataclass
class Clip:
    id: int
    name: str
    video: list
    audio: list = None
    raster: tuple = SMALL          # in the full set
    small: tuple = None            # in the small set; SMALL unless the raster is below it or given
    rate: F = F(25)
    aspect: F = F(16, 9)
    scan: str = "progressive"      # tff, bff
    matrix: str = "709"
    full_range: bool = False
    sound_rate: int = 48000
    channels: int = 2
    kind: str = "coded"            # of the sound: pcm, coded, none
    sound_start: F = F(0)          # seconds after the first picture at which the sound starts (negative: before)
    sound_share: F = F(1)          # share of the picture's length that has sound
    mux: list = field(default_factory=list)

    def size(self, set_name):
        if set_name != "small":
            return self.raster
        return self.small or (SMALL if self.raster[0] > 720 else self.raster)

    @property
    def still(self):
        return self.name.endswith(".png")


CLIPS = [
    Clip(1, "h264-aac-1080p25.mp4", X264, AAC, HD, small=HD),
    Clip(2, "h264-opengop.mp4", X264_OPEN, AAC, (1280, 720)),
    Clip(3, "mpeg2-mp2.ts", MPEG2, MP2, (1280, 720)),
    Clip(4, "h264-aac.ts", X264, AAC, (1280, 720)),
    Clip(5, "mpeg2-pcm.mxf", MPEG2, PCM, HD, kind="pcm"),
    Clip(6, "prores-pcm.mov", ["-c:v", "prores_ks", "-profile:v", "0", "-pix_fmt", "yuv422p10le"], PCM, (960, 540),
         kind="pcm"),
    Clip(7, "dnxhr-pcm.mov", ["-c:v", "dnxhd", "-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p"], PCM, (960, 540),
         kind="pcm"),
    Clip(8, "dnxhr-pcm.mxf", ["-c:v", "dnxhd", "-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p"], PCM, (960, 540),
         kind="pcm"),
    Clip(9, "h264-flac.mkv", X264, FLAC, (1280, 720)),
    Clip(10, "h264-ac3.mkv", X264_OPEN, AC3, (1280, 720)),
    Clip(11, "h264-mp3.mp4", X264, MP3),
    # Nothing in an AVI tells colour or priming: a small raster is 601, and 1,105 samples of priming lead its sound.
    Clip(12, "mpeg4-mp3.avi", ["-c:v", "mpeg4", "-q:v", "3", "-g", "50"], MP3, matrix="601"),
    Clip(13, "h264-2997.mp4", X264, AAC, (1280, 720), rate=F(30000, 1001)),
    Clip(14, "h264-23976-pcm.mov", X264, PCM, rate=F(24000, 1001), kind="pcm"),
    Clip(15, "h264-50p.mp4", X264, AAC, (1280, 720), rate=F(50)),
    Clip(16, "h264-5994.ts", X264, AC3, rate=F(60000, 1001)),
    Clip(17, "mpeg2-576p-wide.ts", MPEG2, MP2, (720, 576), matrix="601"),
    Clip(18, "h264-sd-4x3.mp4", X264, AAC, (720, 576), aspect=F(4, 3), matrix="601"),
    Clip(19, "mpeg2-576i-tff.ts", MPEG2 + FIELDS + ["-top", "1"], MP2, (720, 576), scan="tff", matrix="601"),
    Clip(20, "mpeg2-576i-bff.mxf", MPEG2 + FIELDS + ["-top", "0"], PCM, (720, 576), aspect=F(4, 3), scan="bff",
         matrix="601", kind="pcm"),
    Clip(21, "h264-1080i25.mp4", X264[:6] + FIELDS + ["-x264-params", "tff=1:keyint=100:bframes=2:b-adapt=0"], AAC,
         HD, scan="tff"),
    Clip(22, "dv-576i-bff.mov", ["-c:v", "dvvideo"], PCM, (720, 576), aspect=F(4, 3), scan="bff", matrix="601",
         kind="pcm"),
    Clip(23, "pcm-44100.mov", X264, PCM, sound_rate=44100, kind="pcm"),
    Clip(24, "aac-44100.mp4", X264, AAC, sound_rate=44100),
    Clip(25, "pcm-mono.mov", X264, PCM, channels=1, kind="pcm"),
    Clip(26, "aac-mono.ts", X264, AAC, channels=1),
    Clip(27, "ac3-51.mkv", X264, ["-c:a", "ac3", "-b:a", "448k"], channels=6),
    Clip(28, "pcm-51.mov", X264, PCM, channels=6, kind="pcm"),
    Clip(29, "still.png", [], None, (1280, 720), kind="none"),
    Clip(30, "no-audio.mp4", X264, None, kind="none"),
    Clip(31, "short-audio.mov", X264, PCM, kind="pcm", sound_share=F(1, 2)),
    Clip(32, "late-audio.mp4", X264, AAC, sound_start=F(2, 5), mux=["-movie_timescale", "48000"]),
    Clip(33, "early-audio.mkv", X264, FLAC, sound_start=F(-8, 25)),
    Clip(34, "h264-full-range.mp4", X264, AAC, full_range=True),
    Clip(35, "film-239.mov", X264, PCM, (1912, 800), small=(956, 400), rate=F(24), aspect=F(239, 100), kind="pcm"),
    Clip(36, "mpeg2-longgop.ts", MPEG2_LONG, MP2, rate=F(30000, 1001)),
    Clip(37, "early-audio.ts", MPEG2, MP2, sound_start=F(-6, 25)),
]
BY_ID = {clip.id: clip for clip in CLIPS}
LENGTH = {"small": 8, "full": 20, "cheap": 20}  # seconds


def frames(clip, set_name):
    return 1 if clip.still else int(LENGTH[set_name] * clip.rate)


def sample_aspect(clip, raster):
    """Sample aspect ratio the file is flagged with. The film's is square: its raster is its aspect."""
    if clip.aspect == F(239, 100):
        return F(1)
    return clip.aspect * raster[1] / raster[0]


def display_aspect(clip, raster):
    return sample_aspect(clip, raster) * F(raster[0], raster[1])


def facts(clip, set_name):
    """What the checker and the cut lists need to know about a clip, as plain data."""
    raster = clip.size(set_name)
    shown = display_aspect(clip, raster)
    return {
        "id": clip.id, "file": clip.name, "frames": frames(clip, set_name), "still": clip.still,
        "rate": [clip.rate.numerator, clip.rate.denominator], "raster": list(raster),
        "aspect": [shown.numerator, shown.denominator], "scan": clip.scan, "kind": clip.kind,
        "soundRate": clip.sound_rate, "channels": clip.channels, "level": level(clip),
        "soundFrom": [clip.sound_start.numerator, clip.sound_start.denominator],
        "soundTo": sound_end(clip, set_name),
    }


def sound_end(clip, set_name):
    """Seconds after the first picture at which the sound ends, as a ratio."""
    end = F(frames(clip, set_name)) / clip.rate * clip.sound_share
    return [end.numerator, end.denominator]


def level(clip):
    return 0.06 if clip.channels == 6 else 0.12
