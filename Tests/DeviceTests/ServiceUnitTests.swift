import Foundation
import Testing

/// The service as systemd sees it, without running it.
@Suite struct ServiceUnitTests {
    private static let folder = Repository.root + "/Hardware/systemd"

    /// The unit as it is installed, with a program that exists.
    private func installed() throws -> String {
        let text = try String(contentsOfFile: Self.folder + "/qalqan.service", encoding: .utf8)
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("qalqan-unit-\(UUID())")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let file = scratch.appendingPathComponent("qalqan.service")
        try text.replacingOccurrences(of: "@PREFIX@/bin/qalqan run", with: "/bin/true")
            .replacingOccurrences(of: "@PREFIX@", with: "/usr/local").write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    @Test("systemd scores the exposure of the service that runs air under 2")
    func exposure() throws {
        let unit = try installed()
        // The threshold is in tenths; above it the status is not 0.
        let (status, output) = try Repository.run(
            "/usr/bin/systemd-analyze", ["security", "--offline=true", "--threshold=20", "--no-pager", unit])
        #expect(status == 0, "\(output)")
        let line = try #require(output.split(separator: "\n").last { $0.contains("Overall exposure level") })
        let score = try #require(line.split(separator: " ").compactMap { Double($0) }.last)
        #expect(score < 2, "\(line)")
    }

    @Test("Every line of the unit is understood")
    func verifies() throws {
        let (status, output) = try Repository.run("/usr/bin/systemd-analyze", ["verify", "--man=no", try installed()])
        let complaints = output.split(separator: "\n").filter { $0.contains("qalqan.service") }
        #expect(complaints.isEmpty, "\(output)")
        #expect(status == 0)
    }

    @Test("The service gets what real time needs, and its watchdog")
    func realTime() throws {
        let lines = Set(
            try String(contentsOfFile: Self.folder + "/qalqan.service", encoding: .utf8).split(separator: "\n").map(
                String.init))
        for line in [
            "Type=notify", "NotifyAccess=main", "WatchdogSec=5s", "Restart=always", "LimitRTPRIO=80",
            "LimitMEMLOCK=infinity", "User=qalqan", "SupplementaryGroups=audio",
        ] {
            #expect(lines.contains(line))
        }
        // A policy for the whole unit would promote every thread.
        #expect(!lines.contains { $0.hasPrefix("CPUSchedulingPolicy") })
    }

    @Test("The user, the group and the folders are created as written")
    func userAndFolders() throws {
        let users = try Repository.run(
            "/usr/bin/systemd-sysusers", ["--dry-run", Self.folder + "/qalqan.sysusers"])
        #expect(users.status == 0, "\(users.output)")
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("qalqan-root-\(UUID())").path
        for folder in ["/etc", "/var/lib"] {
            try FileManager.default.createDirectory(atPath: root + folder, withIntermediateDirectories: true)
        }
        try "root:x:0:0::/root:/bin/sh\nqalqan:x:\(getuid()):\(getgid())::/:/bin/sh\n".write(
            toFile: root + "/etc/passwd", atomically: true, encoding: .utf8)
        try "root:x:0:\nqalqan:x:\(getgid()):\n".write(toFile: root + "/etc/group", atomically: true, encoding: .utf8)
        let folders = try Repository.run(
            "/usr/bin/systemd-tmpfiles", ["--create", "--root=" + root, Self.folder + "/qalqan.tmpfiles"])
        #expect(folders.status == 0, "\(folders.output)")
        for path in ["/etc/qalqan", "/var/lib/qalqan/media", "/var/lib/qalqan/playlists", "/var/lib/qalqan/data"] {
            #expect(FileManager.default.fileExists(atPath: root + path), "\(path)")
        }
    }
}
