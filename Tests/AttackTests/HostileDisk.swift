import Foundation

/// The failing disk of Tests/Fixtures/hostile-disk, made ready for a command's environment.
struct HostileDisk {
    let gate: URL
    let environment: [String: String]

    /// - Parameters:
    ///   - program: the one program in which it fails.
    ///   - rules: `NAME=KIND@OFFSET`, kinds as in the fixture.
    init(in program: String, _ rules: [String], folder: URL) throws {
        let library = Workshop.root.appendingPathComponent(".build/fixtures")
        try Command.must(
            "/usr/bin/make",
            [
                "-s", "-C", Workshop.root.appendingPathComponent("Tests/Fixtures/hostile-disk").path,
                "OUT=\(library.path)",
            ])
        gate = folder.appendingPathComponent("gate-\(program)")
        guard mkfifo(gate.path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
        environment = [
            "LD_PRELOAD": library.appendingPathComponent("libhostile_disk.so").path,
            "QALQAN_DISK_IN": program, "QALQAN_DISK": rules.joined(separator: ","), "QALQAN_DISK_GATE": gate.path,
        ]
    }

    /// Lets `count` readers that wait for the disk, or will, go on.
    func answer(_ count: Int) throws {
        let handle = try FileHandle(forUpdating: gate)
        try handle.write(contentsOf: Data(count: count))
        kept.append(handle)
    }

    private let kept = Kept()

    /// A FIFO forgets what nobody has read when its last user closes it.
    private final class Kept {
        private var handles: [FileHandle] = []
        func append(_ handle: FileHandle) { handles.append(handle) }
    }
}
