#!/bin/bash
# Runs every test against the build that is there (see `make test`).
set -euo pipefail
cd "$(dirname "$0")/.."
export QALQAN_PYTHON="$PWD/.build/python/bin/python"
export QALQAN_PROGRAMS="$PWD/.build/release"
flags=(--skip-build -c release -Xswiftc -enable-testing)
# A test that closes its end of a pipe must not end the whole run.
trap '' PIPE
# Pure and adapter tests in parallel; the end-to-end tests own the machine.
swift test "${flags[@]}" --skip EndToEndTests
swift test "${flags[@]}" --no-parallel --filter EndToEndTests
