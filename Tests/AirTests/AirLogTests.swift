import AirLog
import Foundation
import PlayoutCore
import Testing
import Timecode
import Timeline

/// The as-run log: chained, durable, and honest about its end.
@Suite final class AirLogTests {
    private let folder = NSTemporaryDirectory() + "qalqan-airlog-\(UUID().uuidString)"
    private let time = HouseTime(rate: .fps25)
    private let noon = HouseTime(rate: .fps25).firstFrame(
        from: LeapSeconds.builtIn.tai(unixNanoseconds: 1_795_348_800_000_000_000))

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func row(_ frame: Int64, _ event: String = "жаңалықтар \"6\\\n\u{7F}") -> AsRunRow {
        var row = AsRunRow(kind: .end, firstFrame: noon + frame, lastFrame: noon + frame + 24, time: time)
        row.event = event
        row.title = "O‘zbekiston"
        row.source = "/media/a.mov"
        row.inFrame = 12
        row.revision = 7
        return row
    }

    private func write(_ frames: Range<Int64>) throws {
        var writer = try AirLogWriter(folder: folder, time: time)
        for frame in frames { writer.append(row(frame)) }
        let flushed1 = writer.flush()
        #expect(flushed1)
        let backlog = writer.backlog
        #expect(backlog == 0)
    }

    private var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }

    @Test func rowsComeBackAndTheChainHolds() throws {
        try write(0..<50)
        try write(50..<80)
        let reader = AirLogReader(folder: folder)
        let (rows, place) = try reader.rows()
        #expect(rows.count == 80)
        #expect(rows.map(\.sequence) == Array(1...80))
        var expected = row(3)
        expected.sequence = 4
        expected.previous = rows[2].hash
        expected.hash = rows[3].hash
        #expect(rows[3] == expected)
        #expect(files.count == 1)
        let verdict = try reader.verify()
        #expect(verdict.rows == 80 && verdict.faults.isEmpty && verdict.head == rows.last?.hash)
        // Reading goes on where it left off.
        try write(80..<82)
        #expect(try reader.rows(after: place).rows.map(\.sequence) == [81, 82])
    }

    /// The chain by another hand: SHA-256 of Debian's coreutils.
    @Test func theHashIsWhatItIsSaidToBe() throws {
        try write(0..<2)
        let text = try String(contentsOfFile: folder + "/" + files[0], encoding: .utf8)
        let line = text.split(separator: "\n")[1]
        let previous = String(line.components(separatedBy: "\"prev\":\"")[1].prefix(64))
        let mark = line.range(of: ",\"hash\":\"")!
        let body = line[..<mark.lowerBound] + "}"
        let script = "(printf '\(previous)' | xxd -r -p; cat) | sha256sum"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data(body.utf8))
        try input.fileHandleForWriting.close()
        let sum = String(decoding: output.fileHandleForReading.readDataToEndOfFile().prefix(64), as: UTF8.self)
        #expect(line[mark.upperBound...] == sum + "\"}")
        // And the line is JSON to a stranger.
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["event"] as? String == "жаңалықтар \"6\\\n\u{7F}")
    }

    @Test func aTornEndIsCutOffAndANewFileBegun() throws {
        try write(0..<5)
        let path = folder + "/" + files[0]
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for cut in [1, 20, 200, 300] {
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try whole.prefix(whole.count - cut).write(to: URL(fileURLWithPath: path))
            try write(5..<8)
            #expect(files.count == 2)
            let verdict = try AirLogReader(folder: folder).verify()
            #expect(verdict.rows == 7 && verdict.faults.isEmpty, "cut \(cut): \(verdict.faults)")
            #expect(try AirLogReader(folder: folder).rows().rows.map(\.sequence) == Array(1...7))
        }
    }

    @Test func everyTamperingShows() throws {
        try write(0..<6)
        let path = folder + "/" + files[0]
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        for index in stride(from: 0, to: whole.count, by: 7) {
            var altered = whole
            altered[index] ^= 1
            try Data(altered).write(to: URL(fileURLWithPath: path))
            #expect(try !AirLogReader(folder: folder).verify().faults.isEmpty, "byte \(index)")
        }
        let lines = whole.split(separator: UInt8(ascii: "\n"))
        func verify(_ lines: [ArraySlice<UInt8>]) throws -> [AirLogReader.Fault] {
            try Data(lines.flatMap { $0 + [10] }).write(to: URL(fileURLWithPath: path))
            return try AirLogReader(folder: folder).verify().faults
        }
        #expect(try verify(lines).isEmpty)
        #expect(try !verify(Array(lines[1...])).isEmpty)
        #expect(try !verify(Array(lines[..<2] + lines[3...])).isEmpty)
        #expect(try !verify([lines[0], lines[2], lines[1]] + lines[3...]).isEmpty)
        #expect(try !verify(lines + [lines[3]]).isEmpty)
    }

    @Test func aFilePerDayInOrder() throws {
        var writer = try AirLogWriter(folder: folder, time: time)
        let day: Int64 = 25 * 86_400
        for frame in [0, day, 2 * day, day] { writer.append(row(frame)) }
        writer.flush()
        // A clock set back does not reopen a day that is over.
        #expect(files == ["air-2026-11-22-0000.jsonl", "air-2026-11-23-0000.jsonl", "air-2026-11-24-0000.jsonl"])
        #expect(try AirLogReader(folder: folder).verify().faults.isEmpty)
    }

    @Test func aDiskThatFailsCostsNoRow() throws {
        var writer = try AirLogWriter(folder: folder, time: time)
        writer.append(row(0))
        let flushed2 = writer.flush()
        #expect(flushed2)
        // The folder goes away under the writer: the open file still takes rows, a new day's does not.
        try FileManager.default.moveItem(atPath: folder, toPath: folder + "-away")
        writer.append(row(25 * 86_400))
        let flushed3 = writer.flush()
        #expect(!flushed3)
        let failing = (writer.isFailing, writer.backlog, writer.failures)
        #expect(failing == (true, 1, 2))
        try FileManager.default.moveItem(atPath: folder + "-away", toPath: folder)
        writer.append(row(25 * 86_400 + 50))
        let flushed4 = writer.flush()
        #expect(flushed4)
        let mended = (writer.isFailing, writer.backlog)
        #expect(mended == (false, 0))
        let verdict = try AirLogReader(folder: folder).verify()
        #expect(verdict.rows == 3 && verdict.faults.isEmpty)
    }

    /// Several attempts in a row, some of which left nothing, some more than the one before.
    @Test func rowsWrittenAgainAndAgainAreOneRow() throws {
        try write(0..<4)
        let first = folder + "/" + files[0]
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: first)))
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        func put(_ rows: Range<Int>, _ number: Int) throws {
            let path = first.replacingOccurrences(of: "-0000", with: "-000\(number)")
            try Data(lines[rows].flatMap { $0 + [10] }).write(to: URL(fileURLWithPath: path))
        }
        try put(0..<2, 0)
        try put(0..<0, 1)
        try put(1..<3, 2)
        try put(0..<0, 3)
        try put(1..<4, 4)
        #expect(try AirLogReader(folder: folder).verify().faults.isEmpty)
        #expect(try AirLogReader(folder: folder).verify().rows == 4)
        try put(3..<4, 2)
        #expect(try !AirLogReader(folder: folder).verify().faults.isEmpty)
    }

    @Test func rowsWrittenTwiceAfterAFailureAreOneRow() throws {
        try write(0..<4)
        let first = folder + "/" + files[0]
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: first)))
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        // The last two rows had reached the first file, torn or whole, before its sync failed.
        try Data(lines[2...].flatMap { $0 + [10] }).write(
            to: URL(fileURLWithPath: first.replacingOccurrences(of: "-0000", with: "-0001")))
        #expect(try AirLogReader(folder: folder).verify().faults.isEmpty)
        #expect(try AirLogReader(folder: folder).verify().rows == 4)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_399_999_000_000, "2000-02-28T23:59:59.999Z"),
        (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"), (1_709_251_200_000_000_000, "2024-03-01T00:00:00.000Z"),
        (-1_000_000, "1969-12-31T23:59:59.999Z"), (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000Z"),
    ])
    func civilDates(unix: Int64, expected: String) {
        #expect(UTCStamp(LeapSeconds.builtIn.tai(unixNanoseconds: unix)).description == expected)
    }

    @Test func aRowSaysWhatAiredAgainstWhatWasPlanned() {
        let plan = PlayoutPlan(
            TimelineRevision(
                number: 3, rate: .fps25, effectiveFrom: 0,
                segments: [
                    Segment(
                        firstFrame: 100, endFrame: 200, source: .asset(0, inFrame: 5), alternate: 1, event: "e",
                        title: "T", plannedFirstFrame: 90, plannedEndFrame: 190)
                ],
                assets: [
                    Asset(path: "/a", treePath: "", verityDigest: [], sha256: [0xAB], size: 1),
                    Asset(path: "/b", treePath: "", verityDigest: [], sha256: [0xCD], size: 1),
                ]))
        var note = AsRunNote(kind: .fall, firstFrame: 150, lastFrame: 150)
        note.segment = 0
        note.revision = 3
        note.role = .alternate
        note.reason = SlateReason.altered.rawValue
        note.mediaFrame = 55
        let row = AsRunRow(note, plan: plan, time: time)
        #expect(row.kind == .fall && row.role == "alternate" && row.source == "/b" && row.sha256 == "cd")
        #expect(row.event == "e" && row.plannedFirstFrame == 90 && row.plannedEndFrame == 190)
        #expect(row.reason == "altered" && row.inFrame == 55 && row.revision == 3)
    }
}
