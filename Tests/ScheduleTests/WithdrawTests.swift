import Testing
import Timecode
import Timeline

@testable import ChannelSchedule

/// What was recalled leaves a revision that was already handed out.
@Suite struct WithdrawTests {
    static let bad = asset("bad"), good = asset("good"), spare = asset("spare")

    static func asset(_ name: String) -> Asset {
        Asset(path: name, treePath: name, verityDigest: [], sha256: [], size: 1)
    }

    static func revision(_ segments: [Segment], from first: Int64 = 0, number: UInt64 = 1) -> TimelineRevision {
        TimelineRevision(
            number: number, rate: .fps25, effectiveFrom: first, holdUntilFrame: 10_000, segments: segments,
            assets: [bad, good, spare])
    }

    static func segment(_ frames: Range<Int64>, _ asset: Int, _ event: String, alternate: Int? = nil) -> Segment {
        Segment(
            firstFrame: frames.lowerBound, endFrame: frames.upperBound, source: .asset(asset, inFrame: 5),
            alternate: alternate, alternateInFrame: 7, marks: .synthetic,
            alternateMarks: alternate == 2 ? .synthetic : [],
            event: event)
    }

    @Test func theRecalledAreCutAndTheRestStays() {
        let before = Self.revision([
            Self.segment(0..<100, 0, "a", alternate: 2), Self.segment(100..<200, 1, "b", alternate: 0),
            Self.segment(200..<300, 0, "c"),
        ])
        #expect(before.shows([Self.bad], from: 250) && !before.shows([Self.bad], from: 300))
        let after = before.withdrawing([Self.bad], from: 40, number: 9)
        #expect(after.number == 9 && after.effectiveFrom == 40)
        #expect(
            after.segments.map(\.firstFrame) == [40, 100, 200] && after.segments.map(\.endFrame) == [100, 200, 300])
        #expect(after.segments.map(\.event) == ["a", "b", "c"])
        #expect(after.segments[0].source == .slate(.recalled) && after.segments[0].withheld == .recalled)
        // The alternate goes on in step, with its own marks; the slate has none.
        #expect(after.segments[0].alternate == 2 && after.segments[0].alternateInFrame == 47)
        #expect(after.segments[0].marks == [] && after.segments[0].alternateMarks == .synthetic)
        #expect(after.segments[1].source == .asset(1, inFrame: 5) && after.segments[1].alternate == nil)
        #expect(after.segments[2].source == .slate(.recalled) && after.segments[2].alternate == nil)
        #expect(!after.shows([Self.bad], from: 0))
    }

    /// An event on air is kept by every republication, unless it was recalled.
    @Test func whatIsRecalledIsNotKeptOnAir() {
        let before = Self.revision([Self.segment(0..<100, 0, "a", alternate: 2), Self.segment(100..<200, 1, "b")])
        let next = Self.revision([Self.segment(0..<150, 1, "x"), Self.segment(150..<200, 1, "b")], from: 40, number: 2)
        #expect(next.keepingOnAir(of: before).segments[0].source == .asset(0, inFrame: 5))
        for end in [nil, 60 as Int64?] {
            let cut = next.keepingOnAir(of: before, earliestEnd: end, recalled: [Self.bad])
            #expect(cut.segments[0].event == "x" && !cut.shows([Self.bad], from: 40))
        }
        // Its alternate alone: the item stays, without it.
        let kept = next.keepingOnAir(of: before, recalled: [Self.spare])
        #expect(kept.segments[0].source == .asset(0, inFrame: 5) && kept.segments[0].alternate == nil)
    }
}
