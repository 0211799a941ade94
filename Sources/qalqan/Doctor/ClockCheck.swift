import CLinux

/// Whether the clock that the channel's schedule runs by is kept right.
enum ClockCheck {
    static func examine() -> [Finding] {
        switch ql_clock_synchronised() {
        case 1:
            return [Finding("clock", .good, "the clock is kept synchronised")]
        case 0:
            return [
                Finding(
                    "clock", .warning,
                    "no daemon keeps the clock right: fixed times are only as good as it happens to be",
                    remedy: "apt install chrony (or systemctl enable --now systemd-timesyncd)")
            ]
        default:
            return [Finding("clock", .note, "the state of the clock cannot be read here")]
        }
    }
}
