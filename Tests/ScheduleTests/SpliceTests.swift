import Testing
import Timecode
import Timeline

@testable import ChannelSchedule

@Suite("What is on air stays")
struct SpliceTests {
    private static func asset(_ name: String) -> Asset {
        Asset(
            path: "/m/\(name)", treePath: "/m/\(name).seal.tree", verityDigest: [UInt8](repeating: 1, count: 32),
            sha256: [UInt8](repeating: 2, count: 32), size: 1)
    }

    private func revision(_ segments: [Segment], assets: [String] = ["a", "b", "c"], from: Int64 = 150)
        -> TimelineRevision
    {
        TimelineRevision(
            number: 1, rate: .fps25, effectiveFrom: from, holdUntilFrame: 999, segments: segments,
            assets: assets.map(Self.asset))
    }

    private func item(_ first: Int64, _ end: Int64, _ asset: Int, _ event: String, inFrame: Int64 = 0) -> Segment {
        Segment(firstFrame: first, endFrame: end, source: .asset(asset, inFrame: inFrame), event: event)
    }

    @Test func keepsItsSourceAndItsEnd() {
        let old = revision([item(100, 200, 0, "one"), item(200, 300, 1, "two")])
        let new = revision([item(140, 180, 1, "two"), item(180, 400, 0, "one")], assets: ["b", "c"])
        let spliced = new.keepingOnAir(of: old)
        #expect(spliced.segments.map(\.firstFrame) == [100, 200] && spliced.segments.map(\.endFrame) == [200, 400])
        guard case .asset(let kept, inFrame: 0) = spliced.segments[0].source,
            case .asset(let next, inFrame: 20) = spliced.segments[1].source
        else {
            Issue.record("\(spliced.segments)")
            return
        }
        #expect(spliced.assets[kept].path == "/m/a" && spliced.assets[next].path == "/m/b")
    }

    @Test func leavesEqualAndLooseEndsAlone() {
        let old = revision([item(100, 200, 0, "one"), item(200, 300, 1, "two")])
        #expect(old.keepingOnAir(of: old) == old)
        let gap = revision([Segment(firstFrame: 100, endFrame: 500, source: .slate(.nothingScheduled))])
        #expect(old.keepingOnAir(of: gap) == old)
        let wait = revision([Segment(firstFrame: 100, endFrame: 500, source: .slate(.hold), event: "one")])
        #expect(old.keepingOnAir(of: wait) == old)
        // What begins on the very frame is not on air yet.
        let late = revision([item(150, 250, 2, "three")])
        #expect(late.keepingOnAir(of: revision([item(150, 200, 0, "one")])) == late)
    }

    @Test func findsTheFirstDifference() {
        let old = revision([item(100, 200, 0, "one"), item(200, 300, 1, "two"), item(300, 400, 2, "three")])
        #expect(old.firstDifference(from: old, at: 150) == nil)
        let changed = revision([item(100, 200, 0, "one"), item(200, 300, 1, "two"), item(300, 400, 0, "other")])
        #expect(changed.firstDifference(from: old, at: 150) == 300)
        let shorter = revision([
            item(100, 200, 0, "one"), item(200, 290, 1, "two"), item(290, 400, 2, "three", inFrame: 0),
        ])
        #expect(shorter.firstDifference(from: old, at: 150) == 290)
        let now = revision([item(150, 200, 0, "one"), item(200, 300, 1, "two")])
        #expect(now.firstDifference(from: old, at: 150) == 150, "another in-point from the first frame on")
        // The same pictures cut differently into segments begin alike.
        let cut = revision([
            item(120, 200, 0, "one", inFrame: 20), item(200, 300, 1, "two"), item(300, 400, 2, "three"),
        ])
        #expect(cut.firstDifference(from: old, at: 150) == nil)
    }

    @Test func endsWhereItIsToldButNotWithinTheGuard() {
        let old = revision([item(100, 200, 0, "one"), item(200, 300, 1, "two")])
        for (end, earliest, expected): (Int64, Int64, Int64) in [(260, 170, 260), (180, 170, 180), (155, 170, 170)] {
            let new = revision([item(100, end, 2, "one"), item(end, 400, 1, "two")])
            let spliced = new.keepingOnAir(of: old, earliestEnd: earliest)
            #expect(spliced.segments.map(\.firstFrame) == [100, expected] && spliced.segments[0].endFrame == expected)
            #expect(spliced.segments[0].source == .asset(0, inFrame: 0), "the source stays")
        }
        // What the revision does not have plays to its end.
        let other = revision([item(150, 400, 1, "two")])
        #expect(other.keepingOnAir(of: old, earliestEnd: 170).segments[0].endFrame == 200)
    }

    // MARK: What a waiting revision promised

    /// The slate of every frame as a viewer sees it, by the rules of air: latched by the revision, else in its segments.
    private func seen(_ revision: TimelineRevision, at frame: Int64, emergency: Int64 = 0) -> SlateReason? {
        if emergency > revision.emergencyOverFrame { return .emergency }
        if let latched = revision.latchedSlate { return latched }
        guard let index = revision.segmentIndex(at: frame) else { return .nothingScheduled }
        if case .slate(let reason) = revision.segments[index].source { return reason }
        return nil
    }

    @Test func anEmergencyEndsOnTheFrameOfItsOrder() {
        let waiting = revision([item(100, 400, 0, "one")], from: 120)
        var resumed = revision([item(100, 400, 0, "one")], from: 150)
        resumed.emergencyOverFrame = 90
        let given = resumed.preceded(by: waiting)
        #expect(given.effectiveFrom == 120)
        for frame: Int64 in [120, 149] { #expect(seen(given, at: frame, emergency: 90) == .emergency) }
        #expect(seen(given, at: 150, emergency: 90) == nil)
        #expect(given.segments.last?.source == .asset(0, inFrame: 50))
        // Without an order to end one, nothing covers the frames between.
        #expect(seen(revision([item(100, 400, 0, "one")], from: 150).preceded(by: waiting), at: 130) == nil)
    }

    @Test func aLatchBeginsAndEndsOnTheFrameOfItsOrder() {
        let waiting = revision([item(100, 400, 0, "one")], from: 120)
        var latched = revision([item(100, 400, 0, "one")], from: 150)
        latched.latchedSlate = .operatorOrder
        let begun = latched.preceded(by: waiting)
        #expect(seen(begun, at: 149) == nil && seen(begun, at: 150) == .operatorOrder)
        #expect(seen(begun, at: 399) == .operatorOrder && seen(begun, at: 999) == .operatorOrder)
        latched.effectiveFrom = 120
        let ended = revision([item(100, 400, 0, "one")], from: 150).preceded(by: latched)
        #expect(seen(ended, at: 120) == .operatorOrder && seen(ended, at: 149) == .operatorOrder)
        #expect(seen(ended, at: 150) == nil && seen(ended, at: 450) == .nothingScheduled)
        // Latched before and after: as it was.
        latched.effectiveFrom = 150
        var before = latched
        before.effectiveFrom = 120
        #expect(latched.preceded(by: before).latchedSlate == .operatorOrder)
    }
}
