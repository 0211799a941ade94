#!/bin/bash
# install.sh BUILD DESTDIR PREFIX: installs the built programs, their Swift libraries, units, rules and the demo.
set -euo pipefail
build=$1
here=$(cd "$(dirname "$0")" && pwd)
source_root=$(cd "$here/../.." && pwd)
. "$here/layout.sh" "$2" "$3"

programs=(qalqan qalqan-launch qalqan-air qalqan-sound qalqan-decode qalqan-encode qalqan-preview qalqan-control)
version=$("$build/qalqan" --version)
mkdir -p "$library"
# A new folder for every installation, so that nothing a running channel uses is overwritten.
target=$(mktemp -d "$library/.new.XXXXXX")
trap 'rm -rf "$target"' EXIT
chmod 0755 "$target"
for program in "${programs[@]}"; do install -m 0755 "$build/$program" "$target/"; done
# The Swift runtime libraries the programs need; a box has no toolchain.
for program in "${programs[@]}"; do ldd "$build/$program"; done |
    awk '$3 ~ /\/swift\/linux\// { print $3 }' | sort -u |
    while read -r file; do install -m 0644 "$file" "$target/"; done
mkdir -p "$target/share"
cp -R "$source_root/Playlists" "$source_root/udev" "$target/share/"
mkdir -p "$target/share/Hardware"
for folder in boxes packages; do
    if [ -d "$source_root/Hardware/$folder" ]; then cp -R "$source_root/Hardware/$folder" "$target/share/Hardware/"; fi
done
echo "$version" > "$target/VERSION"

name="$version-$(date -u +%Y%m%dT%H%M%S)"
while [ -e "$library/$name" ]; do name="$name+"; done
mv "$target" "$library/$name"
trap - EXIT
# Names change by rename, so that there is always one whole version.
if [ -L "$library/current" ]; then
    ln -sfn "$(readlink "$library/current")" "$library/.previous" && mv -T "$library/.previous" "$library/previous"
fi
ln -sfn "$name" "$library/.current" && mv -T "$library/.current" "$library/current"
mkdir -p "$root/bin"
ln -sfn ../lib/qalqan/current/qalqan "$root/bin/qalqan"
# Keep the current and the previous version.
for folder in "$library"/*/; do
    folder=$(basename "$folder")
    case "$folder" in current|previous|"$name"|"$(readlink "$library/previous" 2>/dev/null || true)") ;; *) rm -rf "${library:?}/$folder" ;; esac
done

mkdir -p "$units" "$rules" "$sysusers" "$tmpfiles"
for unit in "$source_root"/Hardware/systemd/*.{service,socket,target,slice}; do
    [ -e "$unit" ] || continue
    sed "s|@PREFIX@|$prefix|g" "$unit" > "$units/$(basename "$unit")"
    chmod 0644 "$units/$(basename "$unit")"
done
for rule in "$source_root"/udev/*.rules; do [ -e "$rule" ] && install -m 0644 "$rule" "$rules/"; done
[ -e "$source_root/Hardware/systemd/qalqan.sysusers" ] &&
    install -m 0644 "$source_root/Hardware/systemd/qalqan.sysusers" "$sysusers/qalqan.conf"
[ -e "$source_root/Hardware/systemd/qalqan.tmpfiles" ] &&
    install -m 0644 "$source_root/Hardware/systemd/qalqan.tmpfiles" "$tmpfiles/qalqan.conf"
if [ -n "$live" ]; then
    systemd-sysusers qalqan.conf || true
    systemd-tmpfiles --create qalqan.conf || true
    udevadm control --reload 2>/dev/null || true
    systemctl daemon-reload 2>/dev/null || true
fi
echo "installed $name below $root"
