import Foundation
import Testing

/// Installing, going back one version and removing, in a scratch root: nothing of the machine is touched.
@Suite(.serialized)
struct InstallTests {
    private static func script(_ name: String) -> String {
        Workshop.root.appendingPathComponent("Hardware/install/\(name)").path
    }

    @Test func installsGoesBackAndLeavesNothingButData() throws {
        let scratch = try Workshop.scratch("install")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let prefix = "/opt/qalqan"
        let root = scratch.path + prefix
        func current() throws -> String {
            try FileManager.default.destinationOfSymbolicLink(atPath: root + "/lib/qalqan/current")
        }
        func install() throws {
            try Command.must(Self.script("install.sh"), [Workshop.programs.path, scratch.path, prefix])
        }

        try install()
        let first = try current()
        let version = try Command.must(root + "/bin/qalqan", ["--version"])
        #expect(version.output.hasPrefix("0."), "the installed program runs by itself")
        // A box has no toolchain: every Swift library lies beside the programs.
        let needed = try Command.must("/usr/bin/readelf", ["-d", root + "/lib/qalqan/current/qalqan-air"]).output
        for line in needed.split(separator: "\n") where line.contains("NEEDED") && line.contains("libswift") {
            let name = line.split(separator: "[")[1].dropLast()
            #expect(FileManager.default.fileExists(atPath: root + "/lib/qalqan/current/\(name)"), "\(name)")
        }
        let unit = try String(contentsOfFile: root + "/lib/systemd/system/qalqan.service", encoding: .utf8)
        #expect(unit.contains(prefix + "/") && !unit.contains("@PREFIX@"))
        #expect(FileManager.default.fileExists(atPath: root + "/lib/udev/rules.d/60-qalqan.rules"))

        try install()
        let second = try current()
        #expect(second != first)
        try Command.must(Self.script("rollback.sh"), [scratch.path, prefix])
        #expect(try current() == first)
        try Command.must(Self.script("rollback.sh"), [scratch.path, prefix])
        #expect(try current() == second, "going back twice is going forward again")

        let kept = scratch.path + "/var/lib/qalqan/asrun/air.jsonl"
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/var/lib/qalqan/asrun", withIntermediateDirectories: true)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: kept))
        try Command.must(Self.script("uninstall.sh"), [scratch.path, prefix])
        for left in ["/bin/qalqan", "/lib/qalqan", "/lib/systemd/system/qalqan.service"] {
            #expect(!FileManager.default.fileExists(atPath: root + left), "\(left)")
        }
        #expect(FileManager.default.fileExists(atPath: kept), "logs stay")
    }
}
