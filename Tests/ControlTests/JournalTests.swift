import ChannelSchedule
import Foundation
import Testing
import Timeline

@testable import ControlService

@Suite("Journal")
struct JournalTests {
    private let user = Peer(uid: 1000, name: "asel")

    private func filled(_ path: String) throws {
        var journal = try Journal.open(path)
        for action: JournalAction in [
            .document(name: "day.yaml", sha256: String(repeating: "a", count: 64), replaces: nil),
            .take(event: "news#2"),
            .slate(reason: "operator"), .resume,
        ] {
            _ = try journal.append(action, by: user, time: "2026-11-22T01:00:00.000Z", frame: 100, effective: 108)
        }
    }

    /// An oracle that shares nothing with the code: hashes and links recomputed from the lines' bytes.
    private let checker = """
        import hashlib, json, sys
        previous, count = "0" * 64, 0
        for line in open(sys.argv[1], "rb").read().splitlines():
            count += 1
            entry = json.loads(line)
            prefix = b'{"hash":"' + entry["hash"].encode() + b'",'
            assert line.startswith(prefix), count
            assert hashlib.sha256(b"{" + line[len(prefix):]).hexdigest() == entry["hash"], count
            assert entry["previous"] == previous and entry["number"] == count, count
            previous = entry["hash"]
        print("whole", count)
        """

    @Test func chainsItsEntries() throws {
        let bench = Bench()
        try filled(bench["journal.jsonl"])
        let verdict = try Bench.run("python3", "-c", checker, bench["journal.jsonl"])
        #expect(verdict.output == "whole 4\n")
        let replay = try Journal.open(bench["journal.jsonl"]).replay
        #expect(replay.entries.map(\.action.name) == ["playlist", "take", "slate", "resume"])
        #expect(replay.entries[1].user == user && replay.entries[1].effective == 108)
        #expect(replay.damage == nil && replay.tornBytes == 0)
    }

    @Test func goesOnAfterAReopening() throws {
        let bench = Bench()
        try filled(bench["journal.jsonl"])
        var again = try Journal.open(bench["journal.jsonl"])
        let entry = try again.append(.hold, by: user, time: "t", frame: 1, effective: 2)
        #expect(entry.number == 5)
        #expect(try Bench.run("python3", "-c", checker, bench["journal.jsonl"]).output == "whole 5\n")
    }

    /// A kill in the middle of a write leaves a line without an end; it was never acknowledged.
    @Test(arguments: [1, 40, 200]) func cutsOffATornEnd(bytes: Int) throws {
        let bench = Bench()
        try filled(bench["journal.jsonl"])
        let whole = bench.read("journal.jsonl")
        let line = whole.split(separator: 0x0A).last!
        try Data(whole + line.prefix(bytes)).write(to: URL(fileURLWithPath: bench["journal.jsonl"]))
        let replay = try Journal.open(bench["journal.jsonl"]).replay
        #expect(replay.entries.count == 4 && replay.tornBytes == bytes && replay.damage == nil)
        #expect(bench.read("journal.jsonl") == whole)
    }

    /// Any flipped byte is found, and nothing from there on is believed.
    @Test func noticesEveryChange() throws {
        let bench = Bench()
        try filled(bench["journal.jsonl"])
        let whole = bench.read("journal.jsonl")
        for position in stride(from: 0, to: whole.count - 1, by: 7) where whole[position] != 0x0A {
            var altered = whole
            altered[position] ^= 1
            if altered[position] == 0x0A { continue }
            let found = Journal.parse(altered)
            let line = whole[..<position].count { $0 == 0x0A }
            #expect(found.replay.entries.count == line, "byte \(position)")
            #expect(found.replay.damage != nil, "byte \(position)")
        }
    }

    @Test func setsDamageAsideAndSaysWhere() throws {
        let bench = Bench()
        try filled(bench["journal.jsonl"])
        var lines = bench.read("journal.jsonl").split(separator: 0x0A).map(Array.init)
        lines.remove(at: 1)
        let rest: [UInt8] = Array(lines.joined(separator: [0x0A])) + [0x0A]
        try Data(rest).write(to: URL(fileURLWithPath: bench["journal.jsonl"]))
        let replay = try Journal.open(bench["journal.jsonl"]).replay
        #expect(replay.entries.count == 1)
        #expect(replay.damage == "line 2 does not follow the line before")
        #expect(bench.read("journal.jsonl.damaged") == lines[1] + [0x0A] + lines[2] + [0x0A])
    }

    @Test func hasOneWriter() throws {
        let bench = Bench()
        let first = try Journal.open(bench["journal.jsonl"])
        #expect(throws: Journal.Failure.self) { _ = try Journal.open(bench["journal.jsonl"]) }
        _ = first.path
    }

    /// Actions as earlier versions wrote them mean what they meant.
    @Test(
        arguments: [
            (
                "{\"document\":{\"name\":\"a.yaml\",\"sha256\":\"s\"}}",
                .document(name: "a.yaml", sha256: "s", replaces: nil)
            ),
            (
                "{\"document\":{\"name\":\"a.yaml\",\"replaces\":\"r\",\"sha256\":\"s\"}}",
                .document(name: "a.yaml", sha256: "s", replaces: "r", running: nil)
            ),
            ("{\"drop\":{\"sha256\":\"s\"}}", .drop(sha256: "s")), ("{\"hold\":{}}", .hold),
            ("{\"start\":{\"sha256\":\"s\"}}", .start(sha256: "s", event: nil)),
            ("{\"insert\":{\"sha256\":\"s\"}}", .insert(sha256: "s", behind: nil)),
            ("{\"take\":{\"event\":\"e\"}}", .take(event: "e")), ("{\"skip\":{\"event\":\"e\"}}", .skip(event: "e")),
            ("{\"slate\":{\"reason\":\"operator\"}}", .slate(reason: "operator")), ("{\"resume\":{}}", .resume),
            ("{\"emergency\":{\"frame\":7}}", .emergency(frame: 7)),
            ("{\"recovered\":{\"bytes\":3}}", .recovered(bytes: 3)),
        ] as [(String, JournalAction)])
    func readsWhatEarlierVersionsWrote(text: String, action: JournalAction) throws {
        #expect(try ControlCoding.decode(JournalAction.self, from: Array(text.utf8)) == action)
        // And writes those it has had before as before.
        #expect(String(decoding: try ControlCoding.encode(action), as: UTF8.self) == text)
    }

    @Test func readsBackWhatItWrites() throws {
        let running = RunningEvent(event: "e#2", start: 5, until: 9)
        for action: JournalAction in [
            .document(name: "n", sha256: "s", replaces: "r", running: running), .insert(sha256: "s", behind: "b"),
            .delete(event: "e"), .move(event: "e", place: .before(event: "f")),
            .move(event: "e", place: .after(event: "f")), .retime(event: "e", start: .follow),
            .retime(event: "e", start: .at(frame: 5, latest: nil)),
            .retime(event: "e", start: .at(frame: 5, latest: 9)),
            .replace(event: "e", change: EventChange(media: "m", inFrames: 1, frames: 2)),
            .replace(event: "e", change: EventChange(frames: 2)), .length(event: "e", frames: 7), .undo(number: 9),
        ] {
            #expect(try ControlCoding.decode(JournalAction.self, from: ControlCoding.encode(action)) == action)
        }
    }
}
