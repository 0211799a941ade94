#!/usr/bin/env python3
"""Makes the demo channel's media: make.py DIR [--only NAME,...] [--jobs N] [--list]

Each file is painted and composed here, encoded by the ffmpeg command, and moved into DIR when it is whole. Files that
are there already and of this recipe are kept, so an interrupted run goes on where it stopped.
"""
import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from fractions import Fraction as F

RECIPE = "1"
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

X264 = ["-c:v", "libx264", "-preset", "superfast", "-tune", "animation", "-profile:v", "high", "-bf", "2", "-g", "50"]
AAC = ["-c:a", "aac", "-b:a", "160k"]


def item(scene, raster, rate, seconds, crf=23, music=None, sound=AAC, sound_rate=48000, channels=2, sound_seconds=None,
         video=None, aspect="1", more=()):
    return dict(scene=scene, raster=raster, rate=F(rate), seconds=seconds, music=music, sound=sound,
                sound_rate=sound_rate, channels=channels, sound_seconds=sound_seconds or seconds,
                video=video or X264 + ["-crf", str(crf)], aspect=aspect, more=list(more))


HD, MID = (1920, 1080), (1280, 720)
ITEMS = {
    "ident.mp4": item("nature.ident", HD, 25, 14, music="ident"),
    "news.mp4": item("studio.news", HD, 25, 30, music="news"),
    "weather.ts": item("studio.weather", MID, 25, 20, music="weather", sound=["-c:a", "mp2", "-b:a", "256k"],
                       video=["-c:v", "mpeg2video", "-b:v", "9M", "-maxrate", "12M", "-bufsize", "4M", "-g", "12",
                              "-bf", "2"]),
    "tian-shan.mp4": item("nature.mountains", HD, F(30000, 1001), 20, music="nature"),
    "steppe.mp4": item("nature.steppe", MID, 25, 20, music="steppe", sound_seconds=13),
    "football.mp4": item("stage.sport", MID, 50, 24, music="sport"),
    "archive.mp4": item("nature.archive", (720, 576), 25, 20, crf=26, music="archive", channels=1, aspect="16/15"),
    "children.mp4": item("stage.children", MID, 25, 24, music="children", sound_rate=44100),
    "concert.mkv": item("stage.concert", MID, 25, 24, music="concert", channels=6,
                        sound=["-c:a", "ac3", "-b:a", "448k"]),
    "caravan.mov": item("nature.film", (1912, 800), F(24000, 1001), 26, crf=28, music="film",
                        sound=["-c:a", "pcm_s16le"]),
    "issyk-kul.mp4": item("nature.night", MID, 25, 18, crf=21),
    "today.png": item("studio.card", HD, 25, 0),
    "thursday.mp4": item("stage.promo", MID, 25, 14, music="weather"),
    "rumours.mp4": item("stage.promo", MID, 25, 12, music="news"),
}


def stamp(name):
    digest = hashlib.sha256(repr((RECIPE, name, ITEMS[name])).encode())
    return digest.hexdigest()


def is_made(folder, name):
    try:
        with open(os.path.join(folder, "." + name + ".recipe")) as file:
            return file.read() == stamp(name) and os.path.getsize(os.path.join(folder, name)) > 0
    except OSError:
        return False


def make(folder, name):
    import importlib

    import music

    what = ITEMS[name]
    module, scene = what["scene"].split(".")
    paint = getattr(importlib.import_module("scenes_" + module), scene)
    width, height = what["raster"]
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as scratch:
        target, samples = os.path.join(scratch, name), os.path.join(scratch, "sound")
        line = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s",
                f"{width}x{height}", "-color_range", "tv", "-colorspace", "bt709", "-framerate", str(what["rate"]),
                "-i", "pipe:0"]
        if not what["seconds"]:
            line += ["-vf", "scale=in_color_matrix=bt709:in_range=tv,format=rgb24", "-frames:v", "1", "-f", "image2",
                     target]
            frames = [paint(width, height)]
        else:
            if what["music"]:
                how = (what["music"], what["sound_seconds"], what["sound_rate"], what["channels"])
                music.mastered(*how).tofile(samples)
                layout = {1: "mono", 2: "stereo", 6: "5.1(side)"}[what["channels"]]
                line += ["-f", "s16le", "-ar", str(what["sound_rate"]), "-ac", str(what["channels"]),
                         "-channel_layout", layout, "-i", samples]
            line += ["-vf", f"setsar={what['aspect']}"] + what["video"] + [
                "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
                "-threads", "1"]
            line += what["sound"] if what["music"] else []
            line += what["more"] + ["-map_metadata", "-1", target]
            frames = paint(width, height, float(what["rate"]), what["seconds"])
        process = subprocess.Popen(line, stdin=subprocess.PIPE)
        for frame in frames:
            process.stdin.write(frame.bytes())
        process.stdin.close()
        if process.wait() != 0:
            raise SystemExit(f"{name}: ffmpeg failed")
        os.replace(target, os.path.join(folder, name))
    with open(os.path.join(folder, "." + name + ".recipe"), "w") as file:
        file.write(stamp(name))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--only")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--list", action="store_true", help="print each file and its seconds (0 = a still); make nothing")
    parser.add_argument("--jobs", type=int, default=max(2, min(os.cpu_count() or 2, 8)))
    options = parser.parse_args()
    if options.list:
        for name, what in ITEMS.items():
            print(name, what["seconds"])
        return
    os.makedirs(options.folder, exist_ok=True)
    if options.one:
        os.nice(5)
        return make(options.folder, options.one)
    wanted = options.only.split(",") if options.only else list(ITEMS)
    todo = [name for name in wanted if not is_made(options.folder, name)]
    todo.sort(key=lambda n: -ITEMS[n]["seconds"] * ITEMS[n]["raster"][0] * ITEMS[n]["raster"][1] * ITEMS[n]["rate"])
    running, failed, done, total = {}, [], 0, len(todo)
    if total:
        # Some minutes of work: a log must say what is going on, a terminal counts along.
        print(f"demo media: {total} of {len(wanted)} files to make in {options.folder}, once", file=sys.stderr, flush=True)
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    while todo or running:
        while todo and len(running) < options.jobs:
            name = todo.pop(0)
            running[name] = subprocess.Popen([sys.executable, os.path.abspath(__file__), options.folder, "--one", name],
                                             env=environment)
        for name, process in list(running.items()):
            if process.poll() is not None:
                del running[name]
                done += 1
                failed += [name] if process.returncode else []
                if sys.stderr.isatty():
                    print(f"\rdemo media: {done} of {total} made ", end="", file=sys.stderr, flush=True)
        time.sleep(0.05)
    if sys.stderr.isatty() and total:
        print(file=sys.stderr)
    if failed:
        raise SystemExit("could not make " + ", ".join(failed))


if __name__ == "__main__":
    main()
