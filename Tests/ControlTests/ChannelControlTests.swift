import ChannelConfiguration
import ChannelSchedule
import Foundation
import Synchronization
import Testing
import Timecode
import Timeline

@testable import ControlService

@Suite("The channel's control")
struct ChannelControlTests {
    @Test func publishesWhatLiesInTheFolder() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        let revision = try #require(rig.last)
        #expect(revision.effectiveFrom > rig.frame && revision.effectiveFrom <= rig.frame + 25)
        #expect(revision.holdUntilFrame - rig.frame > 25 * 3600 * 25)
        let segment = try #require(rig.onAir(at: revision.effectiveFrom))
        #expect(segment.event == "e108")
        #expect(segment.title == "Оқиға 108")
        let zero = Rig.start - 3 * 3600
        let first = LeapSeconds.builtIn.tai(unixNanoseconds: (zero + 10_800) * 1_000_000_000)
        #expect(segment.firstFrame == rig.settings.format.time.firstFrame(from: first))
        guard case .asset(let index, inFrame: 0) = segment.source else {
            Issue.record("no asset")
            return
        }
        #expect(revision.assets[index].path.hasSuffix("/media/a.mov"))
        #expect(try TimelineRevision(decoding: rig.bench.read("data/schedule.qtl")) == revision)
    }

    /// A half-written, emptied or malformed file changes nothing; the alarm names the line; mending it clears the alarm.
    @Test(arguments: [
        "", "qalqan: 1\nevents:\n  - { id: a, media: ",
        "qalqan: 1\nday: 2026-11-22\nevents:\n  - { id: a, medja: a.mov }\n", "\u{0}\u{1}",
    ])
    func keepsTheLastGoodPlaylist(spoilt: String) async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        let before = try #require(rig.last)
        rig.bench.write(spoilt, to: "playlists/sunday.yaml")
        for _ in 0..<3 { await rig.control.lookAtFolder() }
        #expect(rig.publications == 1)
        let alarm = try #require(rig.control.composer.document().alarms.first { $0.code == .playlist })
        #expect(
            alarm.subject == "sunday.yaml" && alarm.text.contains("sunday.yaml:")
                && alarm.text.contains("the last good version stays"))
        await rig.control.republish(because: "test")
        let after = try #require(rig.last)
        #expect(after.decidesLike(before, from: after.effectiveFrom, to: before.holdUntilFrame))
        rig.bench.write(day(media: "b.mov"), to: "playlists/sunday.yaml")
        for _ in 0..<3 { await rig.control.lookAtFolder() }
        #expect(!rig.control.composer.document().alarms.contains { $0.code == .playlist })
        // What is on air stays; what comes next is the new one.
        let revision = try #require(rig.last)
        let on = try #require(rig.onAir(at: revision.effectiveFrom))
        guard case .asset(let old, _) = on.source else { throw Rig.Broken(text: "slate") }
        #expect(revision.assets[old].path.hasSuffix("a.mov"))
        guard case .asset(let new, inFrame: 0) = try #require(rig.onAir(at: on.endFrame)).source else {
            throw Rig.Broken(text: "slate")
        }
        #expect(revision.assets[new].path.hasSuffix("b.mov"))
    }

    @Test func refusesASecondDocumentForADay() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        let refused = await rig.ask(OperatorRequest(.playlistLoad, name: "other.yaml", text: day(media: "b.mov")))
        #expect(!refused.ok && refused.code == "day-taken")
        #expect(rig.publications == 1)
        let replaced = await rig.ask(
            OperatorRequest(.playlistLoad, name: "other.yaml", text: day(media: "b.mov"), replace: true))
        #expect(replaced.ok)
        // It takes effect where the event on air ends.
        let on = try #require(rig.onAir(at: rig.frame + 20))
        #expect(replaced.effective?.frame == on.endFrame)
        let said = await rig.ask(
            OperatorRequest(.playlistLoad, name: "third.yaml", text: day(extra: "replaces: true\n", media: "c.mov")))
        #expect(said.ok)
        // The file that was replaced does not come back by lying in its folder.
        for _ in 0..<3 { await rig.control.lookAtFolder() }
        let names = await rig.ask(OperatorRequest(.playlistList)).documents?.map(\.name)
        #expect(names == ["third.yaml"])
        let successor = try rig.successor()
        await successor.control.open()
        #expect(await successor.ask(OperatorRequest(.playlistList)).documents?.map(\.name) == ["third.yaml"])
    }

    @Test func refusesAMalformedDocumentWithEveryLine() async throws {
        let rig = try Rig()
        await rig.control.open()
        let text =
            "qalqan: 1\nday: 2026-11-22\nevents:\n  - { id: a, medja: a.mov }\n  - { id: b, media: b.mov, duration: soon }\n"
        let answer = await rig.ask(OperatorRequest(.playlistLoad, name: "bad.yaml", text: text))
        #expect(!answer.ok && answer.effective == nil)
        let problems = answer.problems ?? []
        #expect(problems.contains { $0.hasPrefix("bad.yaml:4:") } && problems.contains { $0.hasPrefix("bad.yaml:5:") })
        let other = await rig.ask(
            OperatorRequest(.playlistLoad, name: "x.yaml", text: day().replacing("test-one", with: "another")))
        #expect(other.code == "other-channel")
    }

    // MARK: Orders

    @Test func takesOnlyWhatIsCued() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong(cued: ["e109"])
        let refused = await rig.ask(OperatorRequest(.take, event: "e111"))
        #expect(refused.code == "not-cued" && refused.problems?.first?.contains("e111") == true)
        #expect(await rig.ask(OperatorRequest(.take, event: "nothing")).code == "unknown-event")
        #expect(await rig.ask(OperatorRequest(.take, event: "e108")).code == "on-air")
        #expect(rig.publications == 1)
        let asked = rig.frame
        let answer = await rig.ask(OperatorRequest(.take))
        #expect(answer.ok)
        let frame = try #require(answer.effective?.frame)
        #expect(frame > asked && frame <= asked + 25)
        #expect(rig.onAir(at: frame - 1)?.event == "e108")
        let taken = try #require(rig.onAir(at: frame))
        #expect(taken.event == "e109" && taken.firstFrame == frame && taken.endFrame == frame + 2500)
        #expect(rig.onAir(at: frame + 2500)?.event == "e110")
        #expect(answer.effective?.timecode.hasPrefix("2026-11-22T09:00:10:") == true)
        #expect(answer.effective?.utc.hasPrefix("2026-11-22T04:00:10.") == true)
    }

    @Test func holdsTheNextUntilATake() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        rig.advance(seconds: 10)
        #expect(await rig.ask(OperatorRequest(.hold)).ok)
        let on = try #require(rig.onAir(at: rig.frame + 20))
        #expect(on.event == "e108" && on.firstFrame < rig.frame && on.frameCount == 2500)
        #expect(rig.onAir(at: on.endFrame)?.source == .slate(.hold))
        rig.advance(to: on.endFrame + 500)
        let answer = await rig.ask(OperatorRequest(.take))
        let frame = try #require(answer.effective?.frame)
        // It could not be cued before: air gets some seconds.
        #expect(frame >= rig.frame + 50)
        #expect(rig.onAir(at: frame - 1)?.source == .slate(.hold))
        #expect(rig.onAir(at: frame)?.event == "e109" && rig.onAir(at: frame)?.firstFrame == frame)
    }

    @Test func skipsWhatIsToCome() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        rig.advance(seconds: 10)
        let before = try #require(rig.onAir(at: rig.frame + 20))
        #expect(await rig.ask(OperatorRequest(.skip)).ok)
        #expect(await rig.ask(OperatorRequest(.skip, event: "e111")).ok)
        #expect(await rig.ask(OperatorRequest(.skip, event: "e108")).code == "on-air")
        #expect(rig.onAir(at: before.endFrame - 1) == rig.onAir(at: rig.frame + 20))
        #expect(rig.onAir(at: before.endFrame)?.event == "e110")
        #expect(rig.onAir(at: before.endFrame + 2500)?.event == "e112")
    }

    @Test func coversWithTheSlateUntilResumed() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        rig.advance(seconds: 10)
        #expect(await rig.ask(OperatorRequest(.resume)).code == "nothing-to-resume")
        #expect(await rig.ask(OperatorRequest(.slate, reason: "holiday")).code == "unknown-slate")
        let slate = try #require(await rig.ask(OperatorRequest(.slate)).effective?.frame)
        #expect(rig.onAir(at: slate - 1)?.event == "e108")
        #expect(rig.onAir(at: slate)?.source == .slate(.operatorOrder))
        #expect(rig.onAir(at: slate + 25 * 3600)?.source == .slate(.operatorOrder))
        rig.advance(seconds: 300)
        // A republication does not end it.
        await rig.control.republish(because: "test")
        #expect(rig.onAir(at: rig.frame + 100)?.source == .slate(.operatorOrder))
        let frame = try #require(await rig.ask(OperatorRequest(.resume)).effective?.frame)
        #expect(rig.onAir(at: frame - 1)?.source == .slate(.operatorOrder))
        // Back where the schedule is by now: 310 s after 09:00 is within the fourth event.
        let back = try #require(rig.onAir(at: frame))
        #expect(back.event == "e111")
        guard case .asset(_, let inFrame) = back.source else { throw Rig.Broken(text: "slate") }
        #expect(inFrame + (frame - back.firstFrame) == frame - (Self.nine(rig) + 3 * 2500))
    }

    private static func nine(_ rig: Rig) -> Int64 {
        rig.settings.format.time.firstFrame(from: LeapSeconds.builtIn.tai(unixNanoseconds: Rig.start * 1_000_000_000))
    }

    @Test func insertsBehindWhatIsOnAir() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        rig.advance(seconds: 10)
        #expect(await rig.ask(OperatorRequest(.insert, media: ["gone.mov"])).code == "withheld")
        #expect(await rig.ask(OperatorRequest(.insert, media: ["../keys/bench.pub"])).code == "withheld")
        #expect(await rig.ask(OperatorRequest(.insert, media: ["b.mov", "c.mov"])).ok)
        let on = try #require(rig.onAir(at: rig.frame + 20))
        #expect(on.event == "e108")
        let revision = try #require(rig.last)
        func path(_ frame: Int64) -> String? {
            guard case .asset(let index, _)? = rig.onAir(at: frame)?.source else { return nil }
            return revision.assets[index].path.split(separator: "/").last.map(String.init)
        }
        #expect(path(on.endFrame) == "b.mov" && path(on.endFrame + 2500) == "c.mov")
        #expect(rig.onAir(at: on.endFrame + 5000)?.event == "e109")
    }

    @Test func startsALooseListOnlyWhenTold() async throws {
        let loose = "qalqan: 1\nevents:\n  - { id: one, media: b.mov }\n  - { id: two, media: c.mov }\n"
        let rig = try Rig(playlists: ["sunday.yaml": day(), "loose.yaml": loose])
        await rig.control.open()
        #expect(!(rig.last!.segments.contains { $0.event == "one" }), "being there starts nothing")
        let start = await rig.ask(
            OperatorRequest(.playlistLoad, name: "loose.yaml", text: loose, start: "2026-11-22T09:30:00:00@Asia/Almaty")
        )
        let frame = try #require(start.effective?.frame)
        #expect(frame == Self.nine(rig) + 1800 * 25)
        #expect(rig.onAir(at: frame)?.event == "one" && rig.onAir(at: frame + 2500)?.event == "two")
        #expect(rig.onAir(at: frame - 1)?.event == "e125" && rig.onAir(at: frame + 5000)?.event.hasPrefix("e") == true)
        let past = await rig.ask(
            OperatorRequest(
                .playlistLoad, name: "x.yaml", text: loose + "# x\n", start: "2026-11-22T08:00:00:00@Asia/Almaty"))
        #expect(past.code == "past")
    }

    @Test func startsALooseListByTake() async throws {
        let loose = "qalqan: 1\nevents:\n  - { id: one, media: b.mov }\n  - { id: two, media: c.mov }\n"
        let rig = try Rig(playlists: ["loose.yaml": loose])
        await rig.control.open()
        #expect(rig.onAir(at: rig.frame + 100)?.source == .slate(.nothingScheduled))
        let frame = try #require(await rig.ask(OperatorRequest(.take, event: "two")).effective?.frame)
        #expect(rig.onAir(at: frame)?.event == "two" && rig.onAir(at: frame - 1)?.source == .slate(.nothingScheduled))
        #expect(rig.onAir(at: frame + 2500)?.source == .slate(.nothingScheduled))
        let successor = try rig.successor()
        await successor.control.open()
        #expect(successor.onAir(at: frame + 1)?.event == "two" && successor.onAir(at: frame + 1)?.firstFrame == frame)
    }

    // MARK: Restarts

    /// Everything an operator did survives a kill -9: the successor decides every coming frame alike.
    @Test func reproducesTheScheduleAfterAKill() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong(cued: ["e109"])
        #expect(await rig.ask(OperatorRequest(.take)).ok)
        rig.advance(seconds: 5)
        #expect(await rig.ask(OperatorRequest(.insert, media: ["b.mov"])).ok)
        #expect(await rig.ask(OperatorRequest(.skip, event: "e112")).ok)
        #expect(await rig.ask(OperatorRequest(.slate, reason: "technical")).ok)
        rig.advance(seconds: 30)
        #expect(await rig.ask(OperatorRequest(.resume)).ok)
        rig.advance(seconds: 200)
        #expect(await rig.ask(OperatorRequest(.hold)).ok)
        let before = try #require(rig.last)
        let successor = try rig.successor()
        await successor.control.open()
        let after = try #require(successor.last)
        #expect(after.number > before.number)
        let from = after.effectiveFrom
        // Each reaches its own horizon: what both decide, more than a day of it, is the same.
        let until = min(before.holdUntilFrame, after.holdUntilFrame)
        #expect(until - from > 25 * 3600 * 25)
        #expect(Self.plain(before, in: from..<until) == Self.plain(after, in: from..<until))
    }

    /// Segments of a stretch with the paths' folders left out: the successor works on a copy.
    private static func plain(_ revision: TimelineRevision, in frames: Range<Int64>) -> [String] {
        revision.segments.filter { $0.endFrame > frames.lowerBound && $0.firstFrame < frames.upperBound }.map {
            segment in
            var source = "\(segment.source)"
            if case .asset(let index, let inFrame) = segment.source {
                source = "\(revision.assets[index].path.split(separator: "/").last!) \(inFrame - segment.firstFrame)"
            }
            return
                "\(max(segment.firstFrame, frames.lowerBound)) \(min(segment.endFrame, frames.upperBound)) \(segment.event) \(source)"
        }
    }

    @Test func publishesAgainOnlyWhatChanges() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        for round in 0..<100 { await rig.control.tick(UInt64(round)) }
        #expect(rig.publications == 1)
        // A file that goes is missed, and is back when it is back; what is on air is left alone.
        let gone = rig.bench["media/a.mov"]
        try FileManager.default.moveItem(atPath: gone, toPath: gone + ".away")
        await rig.control.lookAtMedia()
        let revision = try #require(rig.last)
        #expect(rig.publications == 2)
        let on = try #require(rig.onAir(at: revision.effectiveFrom))
        guard case .asset = on.source else { throw Rig.Broken(text: "what is on air was touched") }
        #expect(rig.onAir(at: on.endFrame)?.source == .slate(.missing))
        #expect(rig.onAir(at: on.endFrame)?.withheld == .missing)
        // The alarms look at the schedule once a second.
        rig.advance(seconds: 1)
        await rig.control.watchAlarms()
        #expect(rig.control.composer.document().alarms.contains { $0.code == .missing && $0.subject == "a.mov" })
        try FileManager.default.moveItem(atPath: gone + ".away", toPath: gone)
        await rig.control.lookAtMedia()
        guard case .asset = rig.onAir(at: on.endFrame)?.source else { throw Rig.Broken(text: "still missing") }
        rig.advance(seconds: 1)
        await rig.control.watchAlarms()
        #expect(!rig.control.composer.document().alarms.contains { $0.code == .missing })
    }

    @Test func showsWhatIsProven() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        // Altered after sealing: same length, so that only reading it through tells.
        let path = rig.bench["media/a.mov"]
        await rig.control.open()
        #expect(rig.control.composer.rundown().events.allSatisfy { $0.badge == .sealed || $0.badge == .proven })
        var bytes = rig.bench.read("media/a.mov")
        bytes[0] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        await rig.control.lookAtMedia()
        while rig.control.prover.proveNext() {}
        await rig.control.lookAtMedia()
        let event = try #require(rig.control.composer.document().next.first)
        #expect(event.badge == .altered && event.airs == "slate")
        #expect(rig.onAir(at: event.firstFrame)?.withheld == .altered)
        await rig.control.watchAlarms()
        #expect(rig.control.composer.document().alarms.contains { $0.code == .altered })
    }

    @Test func tellsWhenAirDoesNotTakeIt() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        rig.world.failing.store(true, ordering: .relaxed)
        await rig.control.open()
        #expect(rig.control.composer.document().alarms.contains { $0.code == .publication })
        // The disk has it all the same, for an air that starts.
        #expect(try TimelineRevision(decoding: rig.bench.read("data/schedule.qtl")).number == 1)
    }
}
