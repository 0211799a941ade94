import ChannelConfiguration
import Testing
import Timecode
import Timeline

@testable import ControlService

/// Orders that follow each other closely, and orders that cannot be followed.
@Suite("Orders one after the other")
struct OrderTests {
    @Test func anOrderKeepsWhatTheOneBeforeItPromised() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong(cued: ["e109"])
        let taken = try #require(await rig.ask(OperatorRequest(.take)).effective?.frame)
        // The next order comes before the first has taken effect; air then knows the second revision only.
        rig.advance(to: rig.frame + 1)
        #expect(await rig.ask(OperatorRequest(.hold)).ok)
        let revision = try #require(rig.last)
        #expect(revision.effectiveFrom <= taken)
        #expect(rig.onAir(at: taken - 1)?.event == "e108")
        let on = try #require(rig.onAir(at: taken))
        #expect(on.event == "e109" && on.firstFrame == taken)
        #expect(rig.onAir(at: on.endFrame)?.source == .slate(.hold))
    }

    @Test func aSlateThatIsResumedAtOnceIsStillSeen() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        rig.advance(seconds: 10)
        let slate = try #require(await rig.ask(OperatorRequest(.slate)).effective?.frame)
        rig.advance(to: rig.frame + 1)
        let back = try #require(await rig.ask(OperatorRequest(.resume)).effective?.frame)
        #expect(back > slate && rig.last!.effectiveFrom <= slate)
        #expect(rig.onAir(at: slate - 1)?.event == "e108")
        #expect(rig.onAir(at: slate)?.source == .slate(.operatorOrder))
        #expect(rig.onAir(at: back - 1)?.source == .slate(.operatorOrder))
        #expect(rig.onAir(at: back)?.event == "e108")
        // A slate that follows a resume which is still to come stays on.
        let again = try #require(await rig.ask(OperatorRequest(.slate)).effective?.frame)
        #expect(again >= back)
        #expect(rig.onAir(at: again)?.source == .slate(.operatorOrder))
    }

    @Test func ordersTakeEffectInTheOrderOfTheirComing() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        rig.advance(seconds: 10)
        #expect(await rig.ask(OperatorRequest(.hold)).ok)
        let end = try #require(rig.onAir(at: rig.frame + 20)).endFrame
        rig.advance(to: end + 100)
        let taken = try #require(await rig.ask(OperatorRequest(.take)).effective?.frame)
        rig.advance(to: rig.frame + 2)
        // What is about to go on air cannot be skipped any more, and is not said to be.
        let skip = await rig.ask(OperatorRequest(.skip, event: "e109"))
        #expect(!skip.ok)
        #expect(rig.onAir(at: taken)?.event == "e109")
    }

    @Test func refusesToInsertWhatWouldNeverAir() async throws {
        let text = """
            qalqan: 1
            day: 2026-11-22
            events:
              - { id: before, start: { at: "08:59:00:00" }, media: b.mov, duration: 120s }
              - { id: news, start: { at: "09:01:00:00" }, media: c.mov, duration: 60s }
            """
        let rig = try Rig(playlists: ["sunday.yaml": text])
        await rig.control.open()
        rig.advance(seconds: 10)
        let revisions = rig.publications
        let answer = await rig.ask(OperatorRequest(.insert, media: ["b.mov"]))
        #expect(answer.code == "no-room" && answer.problems?.first?.contains("would never air") == true)
        #expect(rig.publications == revisions)
    }
}
