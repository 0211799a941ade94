import Foundation
import Testing
import Timecode
import ZoneInfo

/// Independent words on time: Python's `zoneinfo`, and the package `timecode` where it is installed.
struct PythonOracleTests {
    static let python = ProcessInfo.processInfo.environment["QALQAN_PYTHON"] ?? "python3"

    /// Runs a script and gives its lines; `nil` when Python or a module it needs is not there.
    static func lines(_ script: String) throws -> [Substring]? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, "-c", script]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }

    static let zones = [
        "Asia/Almaty", "Asia/Qyzylorda", "Asia/Tashkent", "Asia/Bishkek", "Asia/Ashgabat", "Asia/Dushanbe",
        "Europe/Berlin", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
        "Pacific/Apia", "America/Santiago", "Asia/Tehran", "Asia/Kathmandu", "Etc/UTC",
    ]

    @Test func offsetsAgreeWithZoneinfo() throws {
        let script = """
            import zoneinfo, datetime
            for name in \(Self.zones):
                zone = zoneinfo.ZoneInfo(name)
                for second in range(0, 4070908800, 86400 * 9 + 3607):
                    moment = datetime.datetime.fromtimestamp(second, zone)
                    print(name, second, int(moment.utcoffset().total_seconds()))
            """
        let lines = try #require(try Self.lines(script), "python3 is needed")
        var tables: [Substring: ZoneTable] = [:]
        var compared = 0
        for line in lines {
            let parts = line.split(separator: " ")
            if tables[parts[0]] == nil { tables[parts[0]] = try ZoneInfo().table(named: String(parts[0])) }
            let second = try #require(Int64(parts[1]))
            let offset = tables[parts[0]]?.offset(atUnixSecond: second)
            #expect(offset == Int64(parts[2]), "\(line)")
            compared += 1
        }
        #expect(compared > 80_000)
    }

    @Test func dropFrameAgreesWithTimecode() throws {
        let script = """
            from timecode import Timecode
            for rate, step in (("29.97", 1777), ("59.94", 3571)):
                for frame in range(0, 2589408, step):
                    code = Timecode(rate, frames=frame + 1)
                    code.drop_frame = True
                    print(rate, frame, str(code).replace(".", ";"))
            """
        // The package is an extra: without it the closed form in `LabelTests` stands alone.
        guard let lines = try Self.lines(script) else { return }
        #expect(lines.count > 2000)
        for line in lines {
            let parts = line.split(separator: " ")
            let rate: FrameRate = parts[0] == "29.97" ? .fps2997 : .fps5994
            let frame = try #require(Int64(parts[1]))
            let label = TimecodeLabel(frameCount: frame, rate: rate, dropFrame: true)
            #expect(label.description == parts[2], "\(line)")
        }
    }
}
