import Foundation
import Synchronization
import Testing
import Timeline
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

@testable import ControlService

/// No order of an operator takes the AI label off: after each of them, every segment of labelled media has it.
@Suite("The label under every order")
struct LabelOrderTests {
    /// The same file name, sealed as synthetic.
    private func label(_ rig: Rig, _ name: String, pictures: Int64) throws {
        let bytes = Array("media of \(name), \(pictures) pictures".utf8)
        var statement = Rig.statement(of: bytes, pictures: pictures)
        statement.disclosure = .trainedAlgorithmicMedia
        var signed = SignedSeal(statement)
        try signed.envelope.sign(with: Rig.key)
        try Data(signed.envelope.json).write(to: URL(fileURLWithPath: rig.bench["media/\(name).seal.json"]))
    }

    /// Every segment that was ever published for a labelled file, main or alternate.
    private func check(_ rig: Rig, _ labelled: Set<String>, after what: String) {
        var count = 0
        for revision in rig.world.revisions.withLock({ $0 }) {
            func isLabelled(_ asset: Int) -> Bool {
                labelled.contains(String(revision.assets[asset].path.split(separator: "/").last ?? ""))
            }
            for segment in revision.segments {
                if case .asset(let asset, _) = segment.source, isLabelled(asset) {
                    count += 1
                    #expect(segment.marks.contains(.synthetic), "\(what): \(segment)")
                }
                if let spare = segment.alternate, isLabelled(spare) {
                    #expect(segment.alternateMarks.contains(.synthetic), "\(what): \(segment)")
                }
            }
        }
        #expect(count > 0)
    }

    @Test func noOrderHidesIt() async throws {
        let list = """
            qalqan: 1
            day: 2026-11-22
            events:
              - { id: e1, media: a.mov, duration: 60s, start: { at: "09:00:00:00" }, alternate: { media: b.mov } }
              - { id: e2, media: b.mov, duration: 60s, alternate: { media: a.mov } }
              - { id: e3, media: c.mov, duration: 60s, alternate: { media: a.mov } }
              - { id: e4, media: a.mov, duration: 60s }
              - { id: e5, media: a.mov, duration: 60s }
              - { id: e6, media: b.mov, duration: 60s, start: { at: "09:30:00:00" } }

            """
        let rig = try Rig(playlists: ["sunday.yaml": list])
        for name in ["a.mov", "b.mov"] { try label(rig, name, pictures: 2500) }
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong(cued: ["e2", "e3"])
        let changed = list.replacing("id: e5, media: a.mov, duration: 60s", with: "id: e5, media: b.mov, duration: 50s")
        let orders: [OperatorRequest] = [
            OperatorRequest(.replace, event: "e3", media: ["a.mov"], inPoint: "5s", duration: "30s"),
            OperatorRequest(.undo), OperatorRequest(.insert, media: ["a.mov", "b.mov"]),
            OperatorRequest(.move, event: "e5", before: "e4"),
            OperatorRequest(.retime, event: "e4", start: "09:10:00:00"),
            OperatorRequest(.extend, event: "e4", by: "10s"), OperatorRequest(.shorten, event: "e4", by: "5s"),
            OperatorRequest(.delete, event: "e4"), OperatorRequest(.skip, event: "e6"), OperatorRequest(.hold),
            OperatorRequest(.resume), OperatorRequest(.slate, reason: "operator"), OperatorRequest(.resume),
            OperatorRequest(.slate, reason: "emergency"), OperatorRequest(.resume), OperatorRequest(.take),
            OperatorRequest(.playlistLoad, name: "sunday.yaml", text: changed, replace: true),
            OperatorRequest(.recall, text: "{}"), OperatorRequest(.timeZoneApprove, name: "2020a"),
            OperatorRequest(.playlistDrop, name: "sunday.yaml"),
        ]
        check(rig, ["a.mov", "b.mov"], after: "the start")
        var done: Set<OperatorRequest.Command> = []
        for order in orders {
            let answer = await rig.ask(order)
            if answer.ok { done.insert(order.command) }
            check(rig, ["a.mov", "b.mov"], after: "\(order.command.rawValue)")
            rig.advance(seconds: 1)
            rig.playAlong(cued: ["e2", "e3", "e5"])
            await rig.control.tick(1)
        }
        #expect(done.count >= 10, "orders that were only refused prove nothing: \(done.map(\.rawValue))")
        // Whoever adds a command adds it here. A consent only lets through one of the orders above.
        let reading: Set<OperatorRequest.Command> = [
            .status, .edits, .playlistList, .playlistShow, .playlistExport, .timeZone, .hello, .consentList,
            .consentGive,
            .consentRefuse,
        ]
        #expect(Set(orders.map(\.command)).union(reading) == Set(OperatorRequest.Command.allCases))
    }

    /// A playlist has no word for it.
    @Test(arguments: ["marks: []", "label: false", "synthetic: false", "hideMarks: true"])
    func noKeyOfAPlaylistHidesIt(key: String) async throws {
        let rig = try Rig()
        await rig.control.open()
        let text =
            "qalqan: 1\nday: 2026-11-22\nevents:\n  - { id: e1, media: a.mov, \(key), start: { at: \"09:00:00:00\" } }\n"
        let answer = await rig.ask(OperatorRequest(.playlistLoad, name: "x.yaml", text: text))
        #expect(!answer.ok && answer.code == "playlist-errors", "\(answer)")
        let head =
            "qalqan: 1\n\(key)\nday: 2026-11-22\nevents:\n  - { id: e1, media: a.mov, start: { at: \"09:00:00:00\" } }\n"
        #expect(await !rig.ask(OperatorRequest(.playlistLoad, name: "x.yaml", text: head)).ok)
    }
}
