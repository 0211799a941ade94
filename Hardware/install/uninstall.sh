#!/bin/bash
# uninstall.sh DESTDIR PREFIX: removes programs, units and rules. Configuration, media and as-run logs stay.
set -euo pipefail
here=$(dirname "$0")
. "$here/layout.sh" "$1" "$2"
if [ -n "$live" ]; then systemctl disable --now qalqan.service 2>/dev/null || true; fi
rm -f "$root/bin/qalqan"
rm -rf "$library"
for unit in "$here"/../systemd/*.{service,socket,target,slice}; do rm -f "$units/$(basename "$unit")"; done
for rule in "$here"/../../udev/*.rules; do rm -f "$rules/$(basename "$rule")"; done
rm -f "$sysusers/qalqan.conf" "$tmpfiles/qalqan.conf"
if [ -n "$live" ]; then systemctl daemon-reload 2>/dev/null || true; fi
echo "removed from $root; configuration, media and logs were left alone"
