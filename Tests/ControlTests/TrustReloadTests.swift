import Foundation
import Testing
import Timeline
import Trust
import TrustCrypto

@testable import ControlService

/// What the channel trusts changes while it is on air: verdicts, schedule and rundown follow, what is on air plays on.
@Suite("Trust in force")
struct TrustReloadTests {
    static let list = """
        qalqan: 1
        day: 2026-11-22
        events:
          - { id: first, media: a.mov, duration: 60s, start: { at: "09:00:00:00" } }
          - { id: second, media: b.mov, duration: 60s }
        """

    private func badges(_ rig: Rig) -> [String] {
        rig.control.composer.rundown().events.map { "\($0.id) \($0.badge.rawValue)" }
    }

    @Test func aKeyThatGoesAndComesBack() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": Self.list])
        await rig.control.open()
        rig.advance(seconds: 5)
        rig.playAlong()
        let second = rig.frame + 60 * 25
        #expect(rig.onAir(at: rig.frame)?.event == "first" && rig.onAir(at: rig.frame)?.withheld == nil)
        #expect(rig.onAir(at: second)?.withheld == nil)
        let before = rig.publications
        await rig.control.lookAtTrust()
        #expect(rig.publications == before, "nothing has changed")

        let pem = rig.bench.read("keys/bench.pub")
        try FileManager.default.removeItem(atPath: rig.bench["keys/bench.pub"])
        await rig.control.lookAtTrust()
        #expect(rig.publications == before + 1)
        #expect(rig.onAir(at: second)?.event == "second" && rig.onAir(at: second)?.withheld == .unsealed)
        #expect(rig.onAir(at: rig.frame + 100)?.event == "first", "what is on air plays on")
        #expect(rig.onAir(at: rig.frame + 100)?.withheld == nil)
        #expect(badges(rig).contains("second unsealed"))
        let alarm = try #require(rig.control.composer.document().alarms.first { $0.code == .desk })
        #expect(alarm.subject == "bench" && alarm.text.contains("bench.pub"))

        rig.advance(seconds: 2)
        rig.playAlong()
        try Data(pem).write(to: URL(fileURLWithPath: rig.bench["keys/bench.pub"]))
        await rig.control.lookAtTrust()
        #expect(rig.publications == before + 1, "a file is read when it has come to rest")
        await rig.control.lookAtTrust()
        #expect(rig.publications == before + 2)
        #expect(rig.onAir(at: second)?.withheld == nil)
        #expect(badges(rig).contains("second sealed") || badges(rig).contains("second proven"))
        #expect(!rig.control.composer.document().alarms.contains { $0.code == .desk })
    }

    /// Another key under the same name: what only the old one signed does not air any more.
    @Test func aKeyThatIsReplaced() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": Self.list])
        await rig.control.open()
        rig.advance(seconds: 5)
        rig.playAlong()
        rig.bench.write(SigningKey().verifyingKey.pem, to: "keys/bench.pub")
        await rig.control.lookAtTrust()
        await rig.control.lookAtTrust()
        #expect(rig.onAir(at: rig.frame + 60 * 25)?.withheld == .unsealed)
        let event = try #require(rig.control.composer.rundown().events.first { $0.id == "second" })
        #expect(event.badge == .unsealed)
    }
}
