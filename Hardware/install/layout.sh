# Where things go; sourced by the other scripts. $1 = DESTDIR, $2 = PREFIX.
# Versions lie side by side in lib/qalqan/VERSION; `current` and `previous` name two of them.
destdir=$1
prefix=$2
root="$destdir$prefix"
library="$root/lib/qalqan"
if [ "$prefix" = /usr/local ]; then
    units="$destdir/etc/systemd/system"
    rules="$destdir/etc/udev/rules.d"
    sysusers="$destdir/usr/lib/sysusers.d"
    tmpfiles="$destdir/usr/lib/tmpfiles.d"
else
    units="$root/lib/systemd/system"
    rules="$root/lib/udev/rules.d"
    sysusers="$root/lib/sysusers.d"
    tmpfiles="$root/lib/tmpfiles.d"
fi
# The running system is touched only by a real installation by root.
live=
[ -z "$destdir" ] && [ "$prefix" = /usr/local ] && [ "$(id -u)" -eq 0 ] && live=yes
true
