#!/bin/bash
# make-media.sh DIR QALQAN: makes the demo channel in DIR, once: media, a desk key of this installation, seals.
#
# DIR/media DIR/keys DIR/playlists DIR/channel.yaml. What is there already is kept; an interrupted run is repeated and
# goes on where it stopped. Needs the ffmpeg command, Python 3 with numpy, and the fonts Inter or DejaVu.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: make-media.sh DIR QALQAN" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
qalqan=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
altered=thursday.mp4   # one file changes after it was sealed
unsealed=rumours.mp4   # one is never sealed
synthetic=issyk-kul.mp4 # one is sealed as synthetic: it airs with the AI label

python=
for candidate in "${QALQAN_PYTHON:-}" /usr/bin/python3 python3; do
    if [ -n "$candidate" ] && "$candidate" -c 'import numpy' 2>/dev/null; then python=$candidate; break; fi
done
[ -n "$python" ] || { echo "make-media.sh: no Python with numpy: apt-get install python3-numpy" >&2; exit 3; }
command -v ffmpeg >/dev/null || { echo "make-media.sh: no ffmpeg command: apt-get install ffmpeg" >&2; exit 3; }

mkdir -p "$folder/media" "$folder/keys" "$folder/playlists"
exec 9>"$folder/.making"
flock -n 9 || { echo "make-media.sh: $folder is being made by another process; waiting" >&2; flock 9; }

# A file of the tree, copied when it differs, whole or not at all.
place() { cmp -s "$1" "$2" || { cp "$1" "$2.new" && mv "$2.new" "$2"; }; }
place "$here/channel.yaml" "$folder/channel.yaml"
place "$here/synthetic.yaml" "$folder/synthetic.yaml"
place "$here/playlist.yaml" "$folder/playlists/demo.yaml"

if [ ! -s "$folder/keys/demo.key" ] || [ ! -s "$folder/keys/demo.pub" ]; then
    # A new key: seals by an older one are worth nothing, and the altered file must be sealed whole again.
    rm -f "$folder/keys/demo.key" "$folder/keys/demo.pub" "$folder"/media/*.seal.json "$folder"/media/*.seal.tree
    rm -f "$folder/media/$altered" "$folder/media/.altered"
    (cd "$folder/keys" && "$qalqan" key new demo >/dev/null)
fi

PYTHONDONTWRITEBYTECODE=1 "$python" "$here/studio/make.py" "$folder/media"

# Seal what has no seal, or a seal older than its file.
cd "$folder/media"
wanted=()
for file in *.mp4 *.mov *.mkv *.ts *.png; do
    [ "$file" != "$unsealed" ] && [ "$file" != "$synthetic" ] || continue
    if [ "$file" = "$altered" ] && [ -e .altered ] && [ ! "$file" -nt .altered ]; then continue; fi
    if [ ! -s "$file.seal.json" ] || [ "$file" -nt "$file.seal.json" ]; then wanted+=("$file"); fi
done
if [ ${#wanted[@]} -gt 0 ]; then
    "$qalqan" seal "${wanted[@]}" --key "$folder/keys/demo.key" --replace >/dev/null
fi
if [ ! -s "$synthetic.seal.json" ] || [ "$synthetic" -nt "$synthetic.seal.json" ] ||
    [ "$folder/synthetic.yaml" -nt "$synthetic.seal.json" ]; then
    "$qalqan" seal "$synthetic" --key "$folder/keys/demo.key" --set "$folder/synthetic.yaml" --replace >/dev/null
fi
if [ ! -e .altered ] || [ "$altered" -nt .altered ]; then
    # Someone has been at this file: 4 KiB in its middle are not what was sealed.
    cp "$altered" ".$altered.new"
    size=$(stat -c %s "$altered")
    head -c 4096 < <(yes "altered after sealing") |
        dd of=".$altered.new" bs=4096 seek=$((size / 8192)) conv=notrunc status=none
    mv ".$altered.new" "$altered"
    touch .altered
fi
