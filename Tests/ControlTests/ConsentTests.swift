import ChannelConfiguration
import ChannelSchedule
import Foundation
import Testing
import Timecode
import Timeline
import TrustFormats

@testable import ControlService

/// Orders that need two persons, the journal that says who they were, and recorded orders that come again.
@Suite("Consent and replay")
struct ConsentTests {
    private static let second = Peer(uid: 1002, name: "erlan", pid: 78)

    private func rig(_ consent: String = "[playlist-drop, slate, skip]") throws -> Rig {
        try Rig(
            playlists: ["sunday.yaml": day()],
            configuration: Rig.configuration + "\nedits: { consent: \(consent), consentWithin: 30s }\n")
    }

    private func asSecond(_ rig: Rig, _ request: OperatorRequest) async -> OperatorAnswer {
        await rig.control.handle(request, from: Self.second)
    }

    private func journal(_ rig: Rig) throws -> [JournalEntry] {
        let verdict = try #require(try Journal.verify(rig.bench["data/journal.jsonl"]))
        #expect(verdict.faults.isEmpty)
        return verdict.entries
    }

    @Test func anOrderWaitsForAnotherUser() async throws {
        let rig = try rig()
        await rig.control.open()
        rig.advance(seconds: 10)
        let asked = await rig.ask(OperatorRequest(.skip, event: "e110"))
        #expect(asked.ok && asked.code == "consent-needed" && asked.effective == nil)
        let number = try #require(asked.proposals?.first?.number)
        #expect(rig.publications == 1, "nothing is done")
        let listed = await asSecond(rig, OperatorRequest(.consentList)).proposals
        #expect(
            listed?.map(\.text) == ["skip `e110`"] && listed?.first?.user == "dana" && listed?.first?.secondsLeft == 30)
        #expect(rig.control.composer.document().alarms.contains { $0.code == .consent && $0.text.contains("dana") })
        // Neither the one who asked, nor anybody for another number.
        #expect(await rig.ask(OperatorRequest(.consentGive, number: number)).code == "same-user")
        #expect(await asSecond(rig, OperatorRequest(.consentGive, number: number + 7)).code == "unknown-order")
        #expect(rig.publications == 1)
        let given = await asSecond(rig, OperatorRequest(.consentGive, number: number))
        #expect(given.ok && given.effective != nil, "\(given.problems ?? [])")
        #expect(rig.publications == 2)
        #expect(rig.last?.segments.contains { $0.event == "e110" } == false)
        #expect(await asSecond(rig, OperatorRequest(.consentGive, number: number)).code == "unknown-order")
        #expect(!rig.control.composer.document().alarms.contains { $0.code == .consent })
        // Who asked, who agreed, and the order itself by who asked.
        let tail = try journal(rig).suffix(3)
        #expect(
            tail.map { "\($0.action.name) \($0.user.name) \($0.user.uid)" } == [
                "proposal dana 1001", "consent erlan 1002", "skip dana 1001",
            ])
        // A control that starts again replays it.
        let successor = try rig.successor()
        await successor.control.open()
        #expect(successor.last?.segments.contains { $0.event == "e110" } == false)
    }

    @Test func timeRunsOutAndRefusalsCount() async throws {
        let rig = try rig()
        await rig.control.open()
        rig.advance(seconds: 10)
        let late = try #require(await rig.ask(OperatorRequest(.slate)).proposals?.first?.number)
        rig.advance(seconds: 31)
        #expect(await asSecond(rig, OperatorRequest(.consentGive, number: late)).code == "unknown-order")
        let refused = try #require(await rig.ask(OperatorRequest(.slate)).proposals?.first?.number)
        #expect(await asSecond(rig, OperatorRequest(.consentRefuse, number: refused)).ok)
        #expect(await asSecond(rig, OperatorRequest(.consentGive, number: refused)).code == "unknown-order")
        let withdrawn = try #require(
            await rig.ask(OperatorRequest(.playlistDrop, name: "sunday.yaml")).proposals?.first?.number)
        #expect(await rig.ask(OperatorRequest(.consentRefuse, number: withdrawn)).ok)
        #expect(rig.publications == 1)
        #expect(rig.onAir(at: rig.frame + 500)?.event.isEmpty == false)
        #expect(try journal(rig).suffix(2).map(\.action.name) == ["proposal", "refusal"])
        // What is not listed needs nobody else.
        #expect(await rig.ask(OperatorRequest(.hold)).effective != nil)
    }

    /// What is agreed to is judged when it is agreed to: an order that has become impossible is refused then.
    @Test func whatIsAgreedToIsJudgedThen() async throws {
        let rig = try rig()
        await rig.control.open()
        rig.advance(seconds: 10)
        let number = try #require(await rig.ask(OperatorRequest(.skip, event: "e109")).proposals?.first?.number)
        rig.advance(seconds: 2)
        #expect(await rig.ask(OperatorRequest(.delete, event: "e109")).ok)
        let given = await asSecond(rig, OperatorRequest(.consentGive, number: number))
        #expect(!given.ok && given.effective == nil, "\(given)")
    }

    @Test func proposalsAreBounded() async throws {
        let rig = try rig()
        await rig.control.open()
        for _ in 0..<ChannelControl.mostProposals { #expect(await rig.ask(OperatorRequest(.slate)).ok) }
        #expect(await rig.ask(OperatorRequest(.slate)).code == "too-many")
        rig.advance(seconds: 31)
        #expect(await rig.ask(OperatorRequest(.slate)).ok)
    }

    @Test func everyOrderMayBePutUnderConsent() {
        let orders = OperatorRequest.Command.allCases.filter(\.isOrder).map(\.rawValue)
        // A recall proves itself by its signatures, and must not wait for a second operator.
        let own = ["consent-give", "consent-refuse", "recall"]
        #expect(Set(ChannelSettings.Edits.consentable) == Set(orders).subtracting(own))
    }

    // MARK: Replay

    /// The bytes of a conversation, sent again on another connection: the order in them is not taken.
    @Test func aRecordedOrderIsNotGivenAgain() async throws {
        try await OwnThread.run {
            let bench = Bench()
            let server = try ControlServer(path: bench["control.sock"]) { request, _ in
                .done("did \(request.command.rawValue)")
            }
            server.start()
            defer { server.stop() }
            func send(_ lines: [String]) throws -> [String] {
                let socket = try UnixSocket.open()
                defer { close(socket) }
                #expect(UnixSocket.connect(socket, to: UnixSocket.address(bench["control.sock"])!) == 0)
                var reader = LineReader(socket, mostBytes: 1 << 20)
                return try lines.map { line in
                    #expect(UnixSocket.send(Array((line + "\n").utf8), to: socket, until: .max) == 0)
                    guard case .line(let answer) = reader.next(idle: 600_000_000_000, whole: 600_000_000_000) else {
                        throw CocoaError(.fileReadUnknown)
                    }
                    return String(decoding: answer, as: UTF8.self)
                }
            }
            let hello = try send([#"{"command":"hello"}"#, #"{"command":"status"}"#])
            #expect(hello[0].contains(#""word":""#) && hello[1].contains("did status"))
            #expect(try send([#"{"command":"take"}"#])[0].contains("no-word"))
            // A conversation as a client has it, recorded.
            let socket = try UnixSocket.open()
            defer { close(socket) }
            #expect(UnixSocket.connect(socket, to: UnixSocket.address(bench["control.sock"])!) == 0)
            var reader = LineReader(socket, mostBytes: 1 << 20)
            func exchange(_ line: String) throws -> String {
                #expect(UnixSocket.send(Array((line + "\n").utf8), to: socket, until: .max) == 0)
                guard case .line(let answer) = reader.next(idle: 600_000_000_000, whole: 600_000_000_000) else {
                    throw CocoaError(.fileReadUnknown)
                }
                return String(decoding: answer, as: UTF8.self)
            }
            let word = try #require(try exchange(#"{"command":"hello"}"#).firstMatch(of: #/"word":"([0-9a-f]{32})"/#)).1
            let order = #"{"command":"skip","event":"e110","word":"\#(word)"}"#
            #expect(try exchange(order).contains("did skip"))
            // On the same connection, and on another, with its greeting or without.
            #expect(try exchange(order).contains("replayed"))
            #expect(try send([order])[0].contains("replayed"))
            let again = try send([#"{"command":"hello"}"#, order, order])
            #expect(again[1].contains("replayed") && again[2].contains("replayed"))
        }
    }
}
