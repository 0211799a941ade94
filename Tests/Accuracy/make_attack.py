#!/usr/bin/python3
"""Makes the coded media of the attack suite: make_attack.py OUTDIR

genuine.mov is what the desk seals, enemy.mov what an attacker would like to show, next.mov what follows. All three are
uncompressed pictures and PCM of one length, laid out alike to the byte: bytes of the enemy written over the genuine file are
a file that plays, so that any block that is handed on unproven is seen as the enemy's picture. OUTDIR/attack.json says which
clip is which, and where each picture of the genuine file lies: [offset, bytes].
"""
import json
import os
import subprocess
import sys

import clips
import make_media

CODING = ["-c:v", "rawvideo", "-pix_fmt", "uyvy422"]
NAMES = {"genuine": 201, "enemy": 202, "next": 203}
SECONDS = 3


def places(path, stream):
    """Offset and bytes of each packet of a stream, by ffprobe."""
    said = subprocess.run(["ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", "packet=pos,size",
                           "-of", "csv=p=0", path], capture_output=True, text=True, check=True).stdout
    rows = [line.strip(",").split(",") for line in said.split()]
    return [[int(pos), int(size)] for size, pos in rows]


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    clips.LENGTH["attack"] = SECONDS
    sizes = set()
    for name, number in NAMES.items():
        clip = clips.Clip(number, name + ".mov", CODING, clips.PCM, (320, 180), kind="pcm")
        make_media.make(clip, "attack", folder)
        sizes.add(os.path.getsize(os.path.join(folder, clip.name)))
    if len(sizes) != 1:
        raise SystemExit(f"the clips differ in size: {sizes}")
    genuine = os.path.join(folder, "genuine.mov")
    pictures = places(genuine, "v:0")
    if pictures != places(os.path.join(folder, "enemy.mov"), "v:0"):
        raise SystemExit("the enemy's pictures lie elsewhere than the genuine ones")
    facts = {"clips": NAMES, "frames": 25 * SECONDS, "size": sizes.pop(), "pictures": pictures,
             "sounds": places(genuine, "a:0")}
    with open(os.path.join(folder, "attack.json.new"), "w") as file:
        json.dump(facts, file)
    os.replace(os.path.join(folder, "attack.json.new"), os.path.join(folder, "attack.json"))


if __name__ == "__main__":
    main()
