#!/usr/bin/python3
"""Makes the coded test clips with the ffmpeg command: make_media.py OUTDIR [--set small|full] [--only ID,ID] [--verify]

Clips that are already there are kept. OUTDIR/media.json describes them. --verify decodes each clip with ffmpeg and
reports where its sound lies against its first picture: an oracle for the media themselves.
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction as F

import numpy as np

import clips
import picture
import sound

RECIPE = "5"  # raised when what the clips hold changes
lock = threading.Lock()


def colour_flags(clip):
    name = {"709": "bt709", "601": "bt470bg"}[clip.matrix]
    return ["-colorspace", name, "-color_primaries", name, "-color_trc", "bt709" if clip.matrix == "709" else "gamma28",
            "-color_range", "pc" if clip.full_range else "tv"]


def sound_samples(clip, set_name):
    """The 16-bit samples of the file, from the instant its sound starts."""
    end = F(*clips.sound_end(clip, set_name))
    first = int(clip.sound_start * clip.sound_rate)
    count = int(end * clip.sound_rate) - first
    with lock:
        wave = sound.clip_sound(clip.id, clip.channels, clip.sound_rate, clips.level(clip))
    return sound.sixteen_bits(wave[np.arange(first, first + count) % len(wave)])


def pictures(clip, set_name):
    width, height = clip.size(set_name)
    fields = 1 if clip.scan == "progressive" else 2
    canvases = [picture.Canvas(width, height // fields, clip.matrix, clip.full_range, clip.still)
                for _ in range(fields)]
    for canvas in canvases:
        canvas.draw_fixed()
    for frame in range(clips.frames(clip, set_name)):
        if fields == 1:
            canvases[0].draw_code(clip.id, 2 * frame)
            yield canvases[0].bytes()
            continue
        for later, canvas in enumerate(canvases):
            canvas.draw_code(clip.id, 2 * frame + later)
        first, second = canvases if clip.scan == "tff" else canvases[::-1]
        planes = []
        for top, bottom in zip(first.planes, second.planes):
            plane = np.empty((top.shape[0] * 2, top.shape[1]), np.uint8)
            plane[0::2], plane[1::2] = top, bottom
            planes.append(plane.tobytes())
        yield b"".join(planes)


def command(clip, set_name, samples, target):
    width, height = clip.size(set_name)
    line = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-threads", "1"]
    if clip.still:
        return line + ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-i", "pipe:0",
                       "-frames:v", "1", "-f", "image2", "-c:v", "png", target]
    if clip.sound_start < 0:
        line += ["-itsoffset", str(float(-clip.sound_start))]
    line += colour_flags(clip) + ["-f", "rawvideo", "-pix_fmt", "yuvj420p" if clip.full_range else "yuv420p", "-s", f"{width}x{height}",
             "-framerate", str(clip.rate), "-i", "pipe:0"]
    if clip.audio:
        if clip.sound_start > 0:
            line += ["-itsoffset", str(float(clip.sound_start))]
        line += [] if coded_first(clip) else ["-f", "s16le", "-ar", str(clip.sound_rate), "-ac", str(clip.channels)]
        line += ["-i", samples]
    aspect = clips.sample_aspect(clip, (width, height))
    order = {"tff": "tff", "bff": "bff"}.get(clip.scan, "prog")
    line += ["-filter:v", f"setsar={aspect.numerator}/{aspect.denominator},setfield={order}"]
    line += ["-map", "0:v"] + (["-map", "1:a"] if clip.audio else [])
    # The full set is coded as broadcasters' files are (CABAC, deblocking): it is the one that is measured. The cheap set is
    # the same without either: almost nothing to decode, so that what surrounds decoding weighs most.
    line += ["veryfast" if set_name == "full" and word == "ultrafast" else word for word in clip.video]
    line += colour_flags(clip)
    if "-pix_fmt" not in clip.video and "dvvideo" not in clip.video:
        line += ["-pix_fmt", "yuvj420p" if clip.full_range else "yuv420p"]
    if "-top" not in clip.video and clip.scan != "progressive":
        line += ["-top", "1" if clip.scan == "tff" else "0"]
    if clip.sound_start < 0:
        line += ["-fps_mode", "passthrough"]
    line += ["-c:a", "copy"] if coded_first(clip) else clip.audio or []
    line += ["-threads", "1", "-map_metadata", "-1", "-fflags", "+bitexact"] + clip.mux
    form = {"ts": "mpegts", "mkv": "matroska"}.get(target_kind(clip), target_kind(clip))
    return line + ["-f", form, target]


def coded_first(clip):
    """Whether the sound is coded apart and then copied, so that the muxer does not move the picture for its priming."""
    return clip.name.endswith(".avi")


def code_sound(clip, samples):
    coded = samples + ".mp3"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "s16le", "-ar", str(clip.sound_rate), "-ac",
                    str(clip.channels), "-i", samples, *clip.audio, "-write_xing", "0", "-id3v2_version", "0", coded],
                   check=True)
    return coded


def target_kind(clip):
    return clip.name.rsplit(".", 1)[1]


def make(clip, set_name, folder):
    final = os.path.join(folder, clip.name)
    stamp = hashlib.sha256(repr((RECIPE, clip, set_name, command(clip, set_name, "", ""))).encode()).hexdigest()
    try:
        with open(final + ".recipe") as file:
            if file.read() == stamp and os.path.getsize(final) > 0:
                return False
    except OSError:
        pass
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as scratch:
        samples, target = os.path.join(scratch, "sound"), os.path.join(scratch, "clip")
        if clip.audio:
            sound_samples(clip, set_name).tofile(samples)
            samples = code_sound(clip, samples) if coded_first(clip) else samples
        process = subprocess.Popen(command(clip, set_name, samples, target), stdin=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        try:
            for data in pictures(clip, set_name):
                process.stdin.write(data)
        except BrokenPipeError:
            pass
        said = process.communicate()[1].decode(errors="replace")
        if process.returncode != 0:
            raise RuntimeError(f"{clip.name}: ffmpeg failed: {said}")
        os.replace(target, final)
    with open(final + ".recipe", "w") as file:
        file.write(stamp)
    return True


def verify(clip, set_name, folder):
    """Where ffmpeg's own timeline puts the sound against the first picture, in samples."""
    path = os.path.join(folder, clip.name)

    def first_time(stream):
        said = subprocess.run(["ffprobe", "-v", "error", "-select_streams", stream, "-read_intervals", "%+#4",
                               "-show_entries", "frame=pts_time", "-of", "csv=p=0", path],
                              capture_output=True, text=True, check=True).stdout
        return F(said.split()[0].strip(",")) if said.split() else None

    if not clip.audio:
        return f"{clip.name}: no sound"
    raw = subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:a", "-f", "f32le", "-"],
                         capture_output=True, check=True).stdout
    heard = np.frombuffer(raw, np.float32).reshape(-1, clip.channels)[:, 0].astype(np.float64)
    start = first_time("a:0") - first_time("v:0")
    reference = sound.noise(clip.id, 0, clip.sound_rate, clips.level(clip))
    at = clip.sound_rate * 2
    around = at + int(round(start * clip.sound_rate))
    offset, likeness, gain = sound.locate(heard[at:at + 8192], reference, around, 12000)
    return f"{clip.name}: offset {offset:+.2f} samples, likeness {likeness:.3f}, gain {gain:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--set", choices=["small", "full", "cheap"], default="small")
    parser.add_argument("--only", help="clip ids, separated by commas")
    parser.add_argument("--verify", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chosen = [c for c in clips.CLIPS if not options.only or str(c.id) in options.only.split(",")]
    os.makedirs(options.folder, exist_ok=True)
    with ThreadPoolExecutor(options.jobs) as pool:
        made = list(pool.map(lambda clip: make(clip, options.set, options.folder), chosen))
        if options.verify:
            for line in pool.map(lambda clip: verify(clip, options.set, options.folder), chosen):
                print(line)
    listing = os.path.join(options.folder, "media.json")
    with open(listing + ".new", "w") as file:
        json.dump({"set": options.set, "clips": [clips.facts(c, options.set) for c in chosen]}, file, indent=1)
    os.replace(listing + ".new", listing)
    print(f"{sum(made)} clips made, {len(made) - sum(made)} kept, in {options.folder}", file=sys.stderr)


if __name__ == "__main__":
    main()
