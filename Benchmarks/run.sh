#!/bin/bash
# The cut lists through qalqan, ffmpeg and melt, as ratios: see Benchmarks/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
Hardware/packages/install.sh test
exec /usr/bin/python3 -B Benchmarks/cuts.py "$@"
