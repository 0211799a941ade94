import ChannelConfiguration
import ChannelSchedule
import Foundation
import Testing
import Timecode
import Timeline

@testable import ControlService

/// Edits on air, by their commands, on the real control of a channel.
@Suite("Edits on air")
struct OperatorEditTests {
    /// e108 is on from 09:00:00, each event is 100 s long; ten seconds later.
    private func rig(_ playlists: [String: String] = ["sunday.yaml": day()]) async throws -> Rig {
        let rig = try Rig(playlists: playlists)
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong()
        return rig
    }

    /// Events on air from the one that is on at 09:00, with the seconds for which each is.
    private func rundown(_ rig: Rig, _ count: Int = 5) -> [String] {
        var lines: [String] = []
        var frame = rig.frame + 10
        for _ in 0..<count {
            guard let segment = rig.onAir(at: frame) else { break }
            lines.append("\(segment.event) \(segment.frameCount / 25)")
            frame = segment.endFrame
        }
        return lines
    }

    @Test func eachCommandDoesWhatItSays() async throws {
        let nine = "2026-11-22T09:"
        for (request, expected): (OperatorRequest, [String]) in [
            (OperatorRequest(.delete, event: "e109"), ["e108 100", "e110 100", "e111 100", "e112 100", "e113 100"]),
            (
                OperatorRequest(.move, event: "e111", before: "e109"),
                ["e108 100", "e111 100", "e109 100", "e110 100", "e112 100"]
            ),
            (
                OperatorRequest(.move, event: "e109", after: "e110"),
                ["e108 100", "e110 100", "e109 100", "e111 100", "e112 100"]
            ),
            (
                OperatorRequest(.retime, event: "e112", start: "09:02:00:00"),
                ["e108 100", "e109 20", "e112 100", "e110 100", "e111 100"]
            ),
            (
                OperatorRequest(.replace, event: "e109", media: ["b.mov"], inPoint: "10s", duration: "30s"),
                ["e108 100", "e109 30", "e110 100", "e111 100", "e112 100"]
            ),
            (OperatorRequest(.extend, by: "50s"), ["e108 150", "e109 100", "e110 100", "e111 100", "e112 100"]),
            (OperatorRequest(.shorten, to: "20s"), ["e108 20", "e109 100", "e110 100", "e111 100", "e112 100"]),
            (
                OperatorRequest(.shorten, event: "e110", by: "99s"),
                ["e108 100", "e109 100", "e110 1", "e111 100", "e112 100"]
            ),
        ] {
            let rig = try await rig()
            let before = rundown(rig)
            let answer = await rig.ask(request)
            #expect(answer.ok, "\(request.command) \(answer.problems ?? [])")
            #expect(rundown(rig) == expected, "\(request.command)")
            let frame = try #require(answer.effective)
            #expect(frame.frame > rig.frame && frame.frame <= rig.frame + 25 && frame.timecode.hasPrefix(nine))
            // A control that is killed now comes back with the same.
            let successor = try rig.successor()
            await successor.control.open()
            #expect(rundown(successor) == expected, "\(request.command) after a kill")
            // It stands in the list of edits under the number that undoes it.
            let edits = try #require(await rig.ask(OperatorRequest(.edits)).edits)
            #expect(edits.last?.number == answer.revision && edits.last?.user == "dana")
            rig.advance(to: rig.frame + 25)
            let undone = await rig.ask(OperatorRequest(.undo, number: answer.revision))
            #expect(undone.ok, "\(request.command) \(undone.problems ?? [])")
            #expect(rundown(rig) == before, "\(request.command) undone")
            let after = try #require(await rig.ask(OperatorRequest(.edits)).edits)
            #expect(after.first { $0.number == answer.revision }?.undoneBy == undone.revision)
        }
    }

    @Test func saysWhatTheMediaDoNotHave() async throws {
        let rig = try await rig()
        let longer = await rig.ask(OperatorRequest(.extend, event: "e110", by: "50s"))
        #expect(
            longer.problems == ["the media of `e110` end 00:00:50:00 before it does: a slate airs from there"],
            "\(longer)")
        let shorter = await rig.ask(OperatorRequest(.shorten, event: "e110", to: "60s"))
        #expect(longer.ok && shorter.ok && shorter.problems == nil, "\(shorter)")
    }

    @Test func refusesWhatMakesNoSense() async throws {
        let rig = try await rig()
        let publications = rig.publications
        for (request, code): (OperatorRequest, String) in [
            (OperatorRequest(.delete), "bad-request"), (OperatorRequest(.delete, event: "nobody"), "unknown-event"),
            (OperatorRequest(.delete, event: "e108"), "on-air"), (OperatorRequest(.move, event: "e109"), "bad-request"),
            (OperatorRequest(.move, event: "e109", before: "e110", after: "e111"), "bad-request"),
            (OperatorRequest(.move, event: "e109", before: "e109"), "no-effect"),
            (OperatorRequest(.retime, event: "e109", start: "noon"), "bad-time"),
            (OperatorRequest(.retime, event: "e109", start: "08:00:00:00"), "guard"),
            (OperatorRequest(.replace, event: "e109"), "bad-request"),
            (OperatorRequest(.replace, event: "e109", media: ["gone.mov"]), "withheld"),
            (OperatorRequest(.replace, event: "e109", duration: "soon"), "bad-amount"),
            (OperatorRequest(.extend, event: "e109"), "bad-request"),
            (OperatorRequest(.shorten, by: "1h"), "bad-length"),
            (OperatorRequest(.shorten, to: "12s"), "guard"), (OperatorRequest(.undo), "nothing-to-undo"),
            (OperatorRequest(.undo, number: 77), "unknown-edit"), (OperatorRequest(.undo, number: 2), "not-undoable"),
        ] {
            let answer = await rig.ask(request)
            #expect(!answer.ok && answer.code == code, "\(request) \(answer)")
            #expect(answer.problems?.allSatisfy { $0.count > 20 } == true, "\(answer.problems ?? [])")
        }
        #expect(rig.publications == publications)
    }

    @Test func theGuardWindowIsTheConfigurations() async throws {
        let rig = try Rig(
            playlists: ["sunday.yaml": day()], configuration: Rig.configuration + "\nedits: { guard: 20s }\n")
        await rig.control.open()
        rig.advance(seconds: 85)
        rig.playAlong()
        let answer = await rig.ask(OperatorRequest(.skip))
        #expect(answer.code == "guard" && answer.problems?.first?.contains("within the next 20 s") == true)
        #expect(await rig.ask(OperatorRequest(.skip, event: "e110")).ok)
    }

    // MARK: Two editors

    @Test func twoEditorsOfOneEvent() async throws {
        let rig = try await rig()
        let seen = try #require(await rig.ask(OperatorRequest(.status)).status?.schedule.editRevision)
        #expect(await rig.ask(OperatorRequest(.playlistShow)).revision == seen)
        let aida = Peer(uid: 1002, name: "aida")
        let theirs = await rig.control.handle(
            OperatorRequest(.retime, event: "e112", start: "09:30:00:00", ifRevision: seen), from: aida)
        #expect(theirs.ok)
        let answer = await rig.ask(OperatorRequest(.delete, event: "e112", ifRevision: seen))
        #expect(answer.code == "conflict" && answer.effective == nil)
        let conflict = try #require(answer.conflict)
        #expect(
            conflict.theirs.map(\.user) == ["aida"] && conflict.theirs[0].text.contains("retime `e112` to 2026-11-22"))
        #expect(conflict.yours == "delete `e112`" && conflict.revision == theirs.revision)
        // Events of others, and the same order with what is seen now, go through.
        #expect(await rig.ask(OperatorRequest(.delete, event: "e110", ifRevision: seen)).ok)
        #expect(await rig.ask(OperatorRequest(.delete, event: "e112", ifRevision: conflict.revision)).ok)
        let read = try ControlCoding.decode(OperatorAnswer.self, from: ControlCoding.encode(answer))
        #expect(read == answer)
    }

    @Test func twoEditorsOfOneDocument() async throws {
        let rig = try await rig()
        let base = try #require(await rig.ask(OperatorRequest(.playlistList)).documents?.first?.sha256)
        let (one, two) = (day(media: "b.mov"), day(media: "c.mov"))
        let first = await rig.ask(
            OperatorRequest(.playlistLoad, name: "sunday.yaml", text: one, replace: true, ifDigest: base))
        #expect(first.ok, "\(first)")
        let second = await rig.ask(
            OperatorRequest(.playlistLoad, name: "sunday.yaml", text: two, replace: true, ifDigest: base))
        #expect(second.code == "conflict")
        let conflict = try #require(second.conflict)
        let theirs = try #require(conflict.theirDigest)
        let yours = try #require(conflict.yourDigest)
        #expect(await rig.ask(OperatorRequest(.playlistExport, name: theirs)).text == one)
        #expect(await rig.ask(OperatorRequest(.playlistExport, name: String(yours.prefix(12)))).text == two)
        #expect(await rig.ask(OperatorRequest(.playlistExport, name: base)).text == day(), "what was replaced is there")
        #expect(conflict.theirs.map(\.user) == ["dana"])
        #expect(await rig.ask(OperatorRequest(.playlistList)).documents?.map(\.sha256) == [theirs])
        // With the one that is there now, it goes through.
        let again = await rig.ask(
            OperatorRequest(
                .playlistLoad, name: "sunday.yaml", text: two, replace: true, ifDigest: String(theirs.prefix(8))))
        #expect(again.ok)
    }

    // MARK: Replacing a whole file

    /// A longer event before the one on air, and the one on air itself longer: it stays, and what follows follows it.
    private func edited() -> String {
        day().replacing(
            "media: a.mov, duration: \"00:01:40:00\" }\n  - { id: e1,",
            with: "media: a.mov, duration: 130s }\n  - { id: e1,"
        )
        .replacing(
            "Event 108 }, media: a.mov, duration: \"00:01:40:00\"", with: "Event 108 }, media: b.mov, duration: 200s")
    }

    @Test func aFileInPiecesChangesNothingUntilItIsWhole() async throws {
        let rig = try await rig()
        let whole = Array(edited().utf8)
        let path = rig.bench["playlists/sunday.yaml"]
        let before = rundown(rig)
        func look(_ times: Int = 3) async {
            for _ in 0..<times { await rig.control.lookAtFolder() }
        }
        func alarm() -> String? {
            rig.control.composer.document().alarms.first { $0.code == .playlist }?.subject
        }
        // In place, half of it; emptied; cut within a word; the halves in two writes while nobody looks twice.
        for bytes in [Array(whole[..<(whole.count / 2 + 7)]), [], Array(whole.dropLast(9))] {
            try Self.rewrite(path, bytes)
            await look()
            #expect(alarm() == "sunday.yaml", "\(bytes.count) bytes")
            #expect(rundown(rig) == before && rig.publications == 1)
        }
        try Self.rewrite(path, Array(whole[..<4000]))
        await look(1)
        try Self.rewrite(path, whole)
        await look(1)
        #expect(rundown(rig) == before)
        await look(2)
        #expect(alarm() == nil)
        #expect(rundown(rig, 3) == ["e108 200", "e109 100", "e110 100"])
        // Renamed over, as an editor saves.
        let other = rig.bench.write(day(media: "c.mov"), to: "playlists/.sunday.yaml.swp")
        #expect(rename(other, path) == 0)
        await look()
        #expect(rundown(rig, 3) == ["e108 100", "e109 100", "e110 100"])
        let on = try #require(rig.onAir(at: rig.frame + 20))
        guard case .asset(let index, _) = on.source else { throw Rig.Broken(text: "slate") }
        #expect(rig.last!.assets[index].path.hasSuffix("/a.mov"), "what is on air keeps its media")
    }

    /// Writes a file in place, as a text editor or a copy over the network does.
    private static func rewrite(_ path: String, _ bytes: [UInt8]) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(bytes))
        try file.close()
    }

    @Test(arguments: [("finish", 100), ("cut", 13)])
    func whatTheNewVersionDoesNotHave(policy: String, seconds: Int64) async throws {
        let rig = try Rig(
            playlists: ["sunday.yaml": day()],
            configuration: Rig.configuration + "\nedits: { replaced: \(policy) }\n")
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong()
        let on = try #require(rig.onAir(at: rig.frame))
        let text = day().replacing("id: e108,", with: "id: other,")
        let answer = await rig.ask(
            OperatorRequest(.playlistLoad, name: "sunday.yaml", text: text, replace: true))
        #expect(answer.ok)
        #expect(rig.onAir(at: on.firstFrame + seconds * 25 - 1)?.event == "e108")
        #expect(rig.onAir(at: on.firstFrame + seconds * 25)?.event == (policy == "cut" ? "other" : "e109"))
    }

    // MARK: Crashes

    /// Control is killed after the journal has an order and before anybody was given the schedule with it.
    @Test func anOrderThatWasJournalledAndNotPublishedHolds() async throws {
        let rig = try await rig()
        let schedule = rig.bench.read("data/schedule.qtl")
        let first = await rig.ask(OperatorRequest(.extend, by: "50s"))
        #expect(first.ok)
        #expect(await rig.ask(OperatorRequest(.delete, event: "e110")).ok)
        let expected = rundown(rig)
        try Data(schedule).write(to: URL(fileURLWithPath: rig.bench["data/schedule.qtl"]))
        let successor = try rig.successor()
        await successor.control.open()
        #expect(rundown(successor) == expected)
        #expect(await successor.ask(OperatorRequest(.undo, number: first.revision)).ok)
    }
}
