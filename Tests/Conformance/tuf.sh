#!/bin/bash
# Runs github.com/theupdateframework/tuf-conformance, at the commit below, against a client: tuf.sh CLIENT PYTHON [SUITE]
set -euo pipefail
client=$(realpath "$1") python=$(realpath -s "$2") suite=${3:-}
commit=eec841c
folder=.build/tuf-conformance
mkdir -p "$folder"
if [ -z "$suite" ]; then
    suite=$folder/suite
    [ -d "$suite" ] || git clone -q https://github.com/theupdateframework/tuf-conformance "$suite"
    git -C "$suite" checkout -q "$commit"
fi
# Versions as the suite asks for; they are not those of the house's own tests.
[ -x "$folder/python/bin/python" ] || "$python" -m venv "$folder/python"
"$folder/python/bin/python" -m pip install -q --disable-pip-version-check \
    'securesystemslib[crypto]==1.4.0' tuf==7.0.0 pytest==9.1.1 pytest-json-report==1.5.0
tests=$(realpath -s "$folder/python/bin/python")
cd "$suite"
exec "$tests" -m pytest tuf_conformance --entrypoint "$client" -q
