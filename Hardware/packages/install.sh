#!/bin/sh
# install.sh LIST...: installs the Debian packages named in the lists (one a line) that are not there yet.
# Nothing is asked for when all are there; sudo is used when the user is not root.
set -eu
here=$(dirname "$0")
wanted=$(for list in "$@"; do grep -v '^#' "$here/$list.txt"; done | sort -u)
# shellcheck disable=SC2086
present=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p' | sort -u)
missing=$(printf '%s\n' $wanted | grep -vxF -e "$present" || true)
[ -n "$missing" ] || exit 0
echo "installing: $(echo $missing)" >&2
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "not root and no sudo: ask an administrator to run: apt-get install $(echo $missing)" >&2; exit 3; }
    as_root=sudo
fi
install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2; }
install || { $as_root apt-get update -qq >&2 && install; }
