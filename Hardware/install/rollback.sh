#!/bin/bash
# rollback.sh DESTDIR PREFIX: makes the version installed before the current one current again.
set -euo pipefail
. "$(dirname "$0")/layout.sh" "$1" "$2"
[ -L "$library/previous" ] || { echo "no previous version below $library" >&2; exit 1; }
before=$(readlink "$library/previous")
[ -d "$library/$before" ] || { echo "$library/$before is gone: nothing to go back to" >&2; exit 1; }
now=$(readlink "$library/current")
ln -sfn "$before" "$library/.current" && mv -T "$library/.current" "$library/current"
ln -sfn "$now" "$library/.previous" && mv -T "$library/.previous" "$library/previous"
echo "current is $before (was $now); restart the service at a junction to use it"
