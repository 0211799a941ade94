#!/bin/bash
# Runs the attack suite against the build that is there (see `make attacks`).
set -euo pipefail
cd "$(dirname "$0")/.."
export QALQAN_PYTHON="$PWD/.build/python/bin/python"
export QALQAN_PROGRAMS="$PWD/.build/release"
trap '' PIPE
exec "$QALQAN_PROGRAMS/QalqanPackageTests.xctest" --testing-library swift-testing --no-parallel --filter AttackTests
