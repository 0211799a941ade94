import Glibc

/// Whether as-run log, journal and schedule can be kept.
enum StorageCheck {
    /// Less than this is a warning: the logs of about a year.
    static let wantedBytes: UInt64 = 2 << 30
    /// Less than this is an error: days.
    static let leastBytes: UInt64 = 64 << 20

    static func examine(_ folder: String, isConfigured: Bool) -> [Finding] {
        // The folder is made on the first run: until then its nearest parent decides.
        var existing = folder
        while existing.count > 1, access(existing, F_OK) != 0 {
            existing = String(existing[..<(existing.lastIndex(of: "/") ?? existing.startIndex)])
            if existing.isEmpty { existing = "/" }
        }
        guard access(existing, W_OK | X_OK) == 0 else {
            return [
                Finding(
                    "data", isConfigured ? .error : .warning,
                    "\(folder) cannot be written: the as-run log has no place",
                    remedy:
                        "chown the folder to the user that runs the channel (install -d -o qalqan -g qalqan \(folder))")
            ]
        }
        var facts = statvfs()
        guard statvfs(existing, &facts) == 0 else { return [] }
        let free = UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
        let words = "\(folder): \(size(free)) free"
        if free < leastBytes {
            return [Finding("data", .error, words, remedy: "make room; as-run rows would soon be lost")]
        }
        if free < wantedBytes { return [Finding("data", .warning, words, remedy: "make room for as-run logs")] }
        return [Finding("data", .good, words)]
    }

    private static func size(_ bytes: UInt64) -> String {
        bytes >= 10 << 30 ? "\(bytes >> 30) GiB" : "\(bytes >> 20) MiB"
    }
}
