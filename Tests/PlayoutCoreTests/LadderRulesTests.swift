import PlayoutCore
import Testing
import Timecode
import Timeline

/// The ladder's rules, told by what a viewer sees.
@Suite struct LadderRulesTests {
    private func bench(
        _ revision: TimelineRevision, _ media: [String: LadderBench.Media] = [:], frames: Range<Int64> = 0..<400,
        rate: FrameRate = .fps25
    ) -> LadderBench {
        var bench = LadderBench(rate: rate, media: media)
        bench.publish(revision)
        bench.start(at: frames.lowerBound, leadIn: 40)
        bench.run(frames)
        return bench
    }

    @Test func everythingReadyAirsFrameForFrame() {
        let bench = bench(list([("a", 7, 100), ("b", 0, 50), ("c", 1000, 250)]))
        #expect(bench.seen(0..<400) == ["a[7] 0-99", "b[0] 100-149", "c[1000] 150-399"])
        #expect(bench.ladder.falls == 0)
    }

    @Test func nothingScheduledIsASlate() {
        var revision = list([("a", 0, 100)])
        revision.segments.append(
            Segment(firstFrame: 150, endFrame: 200, source: .asset(0, inFrame: 0), event: "later"))
        let bench = bench(revision, frames: 0..<250)
        #expect(
            bench.seen(0..<250) == [
                "a[0] 0-99", "nothing-scheduled 100-149", "a[0] 150-199", "nothing-scheduled 200-249",
            ])
        let empty = LadderBench()
        var silent = empty
        silent.run(0..<3)
        #expect(silent.seen(0..<3) == ["nothing-scheduled 0-2"])
    }

    @Test func altered() {
        // The frames before the bad block are good and air; not one after it.
        let bench = bench(
            list([("a", 0, 200), ("b", 0, 100)]), ["a": .init(failsAt: (60, .verificationFailed))], frames: 0..<300)
        #expect(bench.seen(0..<300) == ["a[0] 0-59", "altered 60-199", "b[0] 200-299"])
        #expect(bench.ladder.falls == 1)
        #expect(bench.ladder.fallenFrames == 140)
        // It is not cued again for the rest of its event.
        #expect(bench.cues.filter { $0.path == "a" }.count == 1)
    }

    @Test(arguments: [
        (SourceReading.Condition.missing, "missing"), (.unreadable, "unreadable"), (.verificationFailed, "altered"),
    ])
    func badFromTheStart(how: SourceReading.Condition, reason: String) {
        let bench = bench(
            list([("a", 0, 100), ("b", 5, 100), ("c", 0, 100)]), ["b": .init(failsAt: (0, how))], frames: 0..<300)
        #expect(bench.seen(0..<300) == ["a[0] 0-99", "\(reason) 100-199", "c[0] 200-299"])
    }

    @Test func mediaShorterThanItsEvent() {
        let bench = bench(
            list([("a", 10, 100), ("b", 0, 100)]), ["a": .init(length: 80)], frames: 0..<200)
        #expect(bench.seen(0..<200) == ["a[10] 0-69", "media-ended 70-99", "b[0] 100-199"])
    }

    @Test func inPointPastTheEnd() {
        let bench = bench(
            list([("a", 0, 50), ("b", 500, 100), ("a", 0, 50)]), ["b": .init(length: 80)], frames: 0..<200)
        #expect(bench.seen(0..<200) == ["a[0] 0-49", "media-ended 50-149", "a[0] 150-199"])
    }

    @Test func aLateSourceFallsForTwoSecondsAndRejoinsInPlace() {
        // Nothing decoded from 90 on for 40 frames: the ring's 25 frames last to 114.
        let bench = bench(list([("a", 0, 300)]), ["a": .init(stalls: [90..<130])], frames: 0..<300)
        #expect(bench.seen(0..<300) == ["a[0] 0-113", "late 114-163", "a[164] 164-299"])
        #expect(bench.ladder.falls == 1)
    }

    @Test func aFallEndsNoEarlierThanTheSourceIsGoodAgain() {
        let bench = bench(list([("a", 0, 400)]), ["a": .init(stalls: [90..<180])])
        // Back at 180 with 4 frames a frame, it has caught up with the programme and its margin a little later.
        let seen = bench.seen(0..<400)
        #expect(seen.first == "a[0] 0-113")
        #expect(seen.count == 3)
        let rejoin = bench.notes.first { $0.kind == .rejoin }!
        #expect(rejoin.firstFrame >= 180 && rejoin.firstFrame < 215)
        #expect(rejoin.mediaFrame == rejoin.firstFrame)
    }

    @Test func aFallNeverCrossesAnEventBoundary() {
        let bench = bench(
            list([("a", 0, 120), ("b", 0, 100)]), ["a": .init(stalls: [90..<130])], frames: 0..<220)
        #expect(bench.seen(0..<220) == ["a[0] 0-113", "late 114-119", "b[0] 120-219"])
    }

    @Test func theThirdFallHoldsToTheItemsEnd() {
        let stalls: [Range<Int64>] = [50..<80, 200..<230, 350..<380]
        let bench = bench(
            list([("a", 0, 900), ("b", 0, 50)]), ["a": .init(stalls: stalls)], frames: 0..<950)
        #expect(
            bench.seen(0..<950) == [
                "a[0] 0-73", "late 74-123", "a[124] 124-223", "late 224-273", "a[274] 274-373", "late 374-899",
                "b[0] 900-949",
            ])
        #expect(bench.ladder.falls == 3)
    }

    @Test func fallsAreCountedPerItem() {
        let stalls: [Range<Int64>] = [50..<80, 200..<230]
        let bench = bench(
            list([("a", 0, 350), ("a", 0, 350)]),
            ["a": .init(stalls: stalls + stalls.map { $0.lowerBound + 350..<$0.upperBound + 350 })],
            frames: 0..<700)
        #expect(bench.ladder.falls == 4)
        #expect(bench.seen(0..<700).last == "a[274] 624-699")
    }

    @Test func damageIsATechnicalFall() {
        let bench = bench(list([("a", 0, 300)]), ["a": .init(damaged: [100..<101])], frames: 0..<300)
        #expect(bench.seen(0..<300) == ["a[0] 0-99", "technical 100-149", "a[150] 150-299"])
    }

    @Test func aLostDecoderIsReplacedAndGivenUpAfterThreeTries() {
        let bench = bench(list([("a", 0, 2000)]), ["a": .init(lostAfter: 100)], frames: 0..<2000)
        #expect(bench.cues.count <= 4)
        #expect(bench.seen(0..<2000).last?.hasPrefix("technical") == true)
        #expect(bench.ladder.falls <= 3)
    }

    @Test func aStuckDecoderIsReplacedByOneFurtherOn() {
        let bench = bench(list([("a", 0, 1500)]), ["a": .init(stalls: [100..<400])], frames: 0..<1500)
        // Cues made while the stall lasts bring nothing either; the last one does.
        #expect(bench.cues.count > 1)
        for cue in bench.cues.dropFirst() { #expect(cue.order.inFrame > cue.frame) }
    }

    @Test func rightsEndWithinAnEvent() {
        var revision = list([("a", 0, 100), ("b", 0, 100)])
        revision.segments[0].notAfterFrame = 59
        let bench = bench(revision, frames: 0..<200)
        #expect(bench.seen(0..<200) == ["a[0] 0-59", "rights 60-99", "b[0] 100-199"])
        #expect(bench.cues.first?.order.frames == 60)
    }

    @Test func beyondTheHoldTheSlateIsTechnical() {
        var revision = list([("a", 0, 200)])
        revision.holdUntilFrame = 99
        let bench = bench(revision, frames: 0..<200)
        #expect(bench.seen(0..<200) == ["a[0] 0-99", "technical 100-199"])
        #expect(bench.ladder.fallenFrames == 100)
        #expect(bench.notes.contains { $0.kind == .fall && $0.firstFrame == 100 })
    }

    @Test(arguments: [SlateReason.operatorOrder, .emergency])
    func aLatchedSlateCoversEverythingUntilARevisionWithoutIt(reason: SlateReason) {
        let events: [(String, Int64, Int64)] = [("a", 0, 200), ("b", 0, 200)]
        var bench = LadderBench()
        bench.publish(list(events))
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<50)
        var latched = list(events, number: 2, effectiveFrom: 60)
        latched.latchedSlate = reason
        bench.publish(latched)
        bench.run(50..<250)
        bench.publish(list(events, number: 3, effectiveFrom: 260))
        bench.run(250..<400)
        // Back where the programme would have been, at once: the source ran along behind the slate.
        #expect(bench.seen(0..<400) == ["a[0] 0-59", "\(reason.name) 60-259", "b[60] 260-399"])
        #expect(bench.ladder.falls == 0)
    }

    @Test func joiningInTheMiddleIsNoFall() {
        var bench = LadderBench()
        bench.publish(list([("a", 100, 1000)]))
        bench.start(at: 300)
        bench.run(300..<500)
        let seen = bench.seen(300..<500)
        #expect(seen == ["late 300-324", "a[425] 325-499"])
        #expect(bench.ladder.falls == 0)
        #expect(bench.cues.map(\.order.inFrame) == [425])
    }

    @Test func aScheduleThatComesLateIsJoinedWithoutAFall() {
        var bench = LadderBench()
        bench.start(at: 250)
        bench.run(250..<300)
        bench.publish(list([("a", 100, 1000)], effectiveFrom: 300))
        bench.run(300..<500)
        let seen = bench.seen(250..<500)
        #expect(seen.first == "nothing-scheduled 250-299")
        #expect(seen.count == 3 && seen[1].hasPrefix("late 300-") && seen[2].hasPrefix("a["))
        #expect(bench.notes.allSatisfy { $0.kind != .fall })
        #expect(bench.ladder.falls == 0)
    }

    @Test func aJoinThatTakesTooLongIsAFall() {
        var bench = LadderBench()
        bench.media["a"] = .init(stalls: [0..<400])
        bench.publish(list([("a", 100, 1000)]))
        bench.start(at: 300)
        bench.run(300..<500)
        // Three seconds after it was asked for it is late.
        let falls = bench.notes.filter { $0.kind == .fall }
        #expect(falls.map(\.firstFrame) == [374])
        #expect(bench.ladder.falls == 1)
    }
}
