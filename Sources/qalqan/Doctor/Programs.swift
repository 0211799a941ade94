import Glibc

/// Whether all of the house's programs lie beside this one.
enum Programs {
    static let names = [
        "qalqan-launch", "qalqan-air", "qalqan-sound", "qalqan-decode", "qalqan-encode", "qalqan-preview",
        "qalqan-control",
    ]

    static func examine() -> [Finding] {
        let missing = names.filter { access("\(Installation.programs)/\($0)", X_OK) != 0 }
        guard missing.isEmpty else {
            return [
                Finding(
                    "programs", .error, "missing in \(Installation.programs): \(missing.joined(separator: ", "))",
                    remedy: "make build, or make install")
            ]
        }
        return [Finding("programs", .good, "all \(names.count + 1) programs are in \(Installation.programs)")]
    }
}
