#!/bin/bash
# Runs every test against the build that is there (see `make test`).
set -euo pipefail
cd "$(dirname "$0")/.."
export QALQAN_PYTHON="$PWD/.build/python/bin/python"
export QALQAN_PROGRAMS="$PWD/.build/release"
# The test bundle itself, not `swift test`, which would set this back: a closed pipe is an error number here, as it is
# in the programs, and does not end the run.
trap '' PIPE
tests=("$QALQAN_PROGRAMS/QalqanPackageTests.xctest" --testing-library swift-testing)
# Pure and adapter tests in parallel; the end-to-end tests and the attacks own the machine.
"${tests[@]}" --skip EndToEndTests --skip AttackTests
"${tests[@]}" --no-parallel --filter EndToEndTests
"${tests[@]}" --no-parallel --filter AttackTests
