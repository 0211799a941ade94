import AirLog
import Foundation
import Testing
import Timecode

@testable import AsRunStore

@Suite("As-run index")
struct AsRunIndexTests {
    private let time = HouseTime(rate: .fps25)
    private let zero = HouseTime(rate: .fps25).firstFrame(
        from: LeapSeconds.builtIn.tai(unixNanoseconds: Rig.start * 1_000_000_000))

    private func row(
        _ kind: AsRunRow.Kind, _ first: Int64, _ last: Int64, _ event: String = "", role: String = "item",
        reason: String = ""
    ) -> AsRunRow {
        var row = AsRunRow(kind: kind, firstFrame: zero + first, lastFrame: zero + last, time: time)
        row.event = event
        row.title = "Title, of \"\(event)\""
        row.role = role
        row.reason = reason
        row.sha256 = String(repeating: "ab", count: 32)
        row.plannedFirstFrame = zero + first
        row.plannedEndFrame = zero + last + 1
        return row
    }

    /// In air's order: the account of what was on, then what is on. An event that fell and came back, whose last end air
    /// could not write, and one that is on.
    private var rows: [AsRunRow] {
        [
            row(.airStarted, 0, 0), row(.start, 0, 0, "one"), row(.end, 0, 99, "one"), row(.start, 100, 100, "two"),
            row(.end, 100, 149, "two"), row(.fall, 150, 150, "two", role: "slate", reason: "late"),
            row(.end, 150, 199, "two", role: "slate", reason: "late"), row(.rejoin, 200, 200, "two"),
            row(.airStarted, 260, 260), row(.lost, 250, 259), row(.start, 260, 260, "three"),
        ]
    }

    private func log(_ bench: Bench, _ rows: [AsRunRow]) throws -> AirLogReader {
        var writer = try AirLogWriter(folder: bench["asrun"], time: time)
        for row in rows { writer.append(row) }
        let flushed = writer.flush()
        #expect(flushed)
        return AirLogReader(folder: bench["asrun"])
    }

    @Test func tellsWhatAired() throws {
        let bench = Bench()
        let reader = try log(bench, rows)
        let store = try AsRunStore(path: bench["asrun.sqlite"])
        #expect(try store.update(from: reader) == rows.count)
        #expect(try store.update(from: reader) == 0)
        let entries = try store.entries(in: zero..<(zero + 300), now: zero + 280)
        let told = entries.map {
            "\($0.firstFrame - zero)-\($0.lastFrame - zero) \($0.event) \($0.role) \($0.reason) \($0.isClosed)"
        }
        #expect(
            told == [
                "0-99 one item  true", "100-149 two item  true", "150-199 two slate late true",
                "200-259 two item  false",
                "250-259  lost  true", "260-280 three item  false",
            ])
        // Only what touches the range.
        #expect(try store.entries(in: (zero + 160)..<(zero + 170), now: nil).map(\.role) == ["slate"])
        #expect(try store.falls(after: 0).map(\.event) == ["two"])
        #expect(try store.falls(after: store.lastSequence()).isEmpty)
    }

    @Test func goesOnWhereItStoppedAndSurvivesAnother() throws {
        let bench = Bench()
        let reader = try log(bench, Array(rows.prefix(4)))
        #expect(try AsRunStore(path: bench["asrun.sqlite"]).update(from: reader) == 4)
        _ = try log(bench, Array(rows.dropFirst(4)))
        let store = try AsRunStore(path: bench["asrun.sqlite"])
        #expect(try store.update(from: reader) == rows.count - 4)
        #expect(try store.rowCount() == rows.count)
        // Another log in its place, shorter and then longer than what was read: the index is made again.
        try FileManager.default.removeItem(atPath: bench["asrun"])
        let other = try log(bench, [row(.airStarted, 5, 5), row(.start, 5, 5, "other")])
        try store.update(from: other)
        #expect(try store.entries(in: zero..<(zero + 300), now: zero + 9).map(\.event) == ["other"])
        #expect(try store.update(from: other) == 0)
        try FileManager.default.removeItem(atPath: bench["asrun"])
        let longer = try log(bench, rows + rows)
        try store.update(from: longer)
        #expect(try store.rowCount() == 2 * rows.count)
        #expect(try !store.entries(in: zero..<(zero + 300), now: zero + 9).contains { $0.event == "other" })
        // The whole log gone and begun anew under another name.
        try FileManager.default.removeItem(atPath: bench["asrun"])
        let nextDay = 24 * 3600 * 25 as Int64
        let later = try log(bench, [row(.airStarted, nextDay, nextDay), row(.start, nextDay, nextDay, "later")])
        try store.update(from: later)
        #expect(try store.rowCount() == 2)
    }

    @Test func namesTheBadRow() throws {
        let bench = Bench()
        let reader = try log(bench, rows)
        #expect(try reader.verify().faults.isEmpty)
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: bench["asrun"]).first)
        let text = String(decoding: bench.read("asrun/" + name), as: UTF8.self)
        bench.write(text.replacing("\"late\"", with: "\"lost\""), to: "asrun/" + name)
        let faults = try reader.verify().faults
        #expect(faults.first?.line == 6, "\(faults)")
        bench.write(
            text.split(separator: "\n").enumerated().filter { $0.offset != 2 }.map { $0.element + "\n" }.joined(),
            to: "asrun/" + name)
        #expect(try reader.verify().faults.first?.line == 3)
    }
}
