import Foundation
import Testing

/// Files that change after they were proven and while they air, at seeded random moments, in the engine that is on air.
@Suite(.serialized) struct SwapAttackTests {
    private struct Case {
        var swap: Swap
        /// Item frame that has just gone out; negative: so many frames before the item's first.
        var moment: Int
        /// For `rewrittenAhead`: the first picture of the enemy.
        var picture: Int
    }

    /// Frames that may be in memory, proven, beyond the last one taken: the pipe, the ring, blocks read ahead.
    private static let ahead = 24
    private static let length = 60

    private static func cases(_ count: Int, seed: UInt64) -> [Case] {
        var random = Seeded(seed)
        return (0..<count).map { index in
            let moment = Int.random(in: -6...30, using: &random)
            return Case(
                swap: Swap.allCases[index % Swap.allCases.count], moment: moment,
                picture: max(0, moment) + Int.random(in: ahead...ahead + 4, using: &random))
        }
    }

    /// What may air: the frames that have gone out, what lay proven in memory, and not one more.
    private static func verdict(_ one: Case, _ media: AttackMedia) -> AttackPlan.Verdict {
        switch one.swap {
        // Before its first frame the file may not be open yet: then what it opens is not what was sealed.
        case .renamedOver: one.moment < 1 ? .cut(0...length) : .whole
        case .truncated, .rewritten: .cut(max(0, one.moment)...max(0, one.moment) + ahead)
        case .rewrittenAhead:
            // The last good frame is the last one that lies wholly before the first changed block, sound and all. Before its
            // first frame the file may not be proven yet: then it airs in no part.
            good(before: media.start(of: one.picture), from: one.moment, media)
        }
    }

    private static func good(before byte: Int, from moment: Int, _ media: AttackMedia) -> AttackPlan.Verdict {
        let good = media.goodFrames(before: byte)
        return .cut((moment < 1 ? 0 : good.lowerBound)...good.upperBound)
    }

    @Test func swapsAtRandomMoments() throws {
        let seed: UInt64 = 20_261_122
        let channel = try AttackChannel("attack-swaps")
        let cases = Self.cases(Extent.of(20, full: 80), seed: seed)
        try channel.seal(channel.media.next, as: "next.mov")
        var files: [URL] = []
        channel.add("start", "next.mov", clip: 203, frames: 20, .whole)
        for (index, one) in cases.enumerated() {
            files.append(try channel.seal(channel.media.genuine, as: "swap-\(index).mov"))
            channel.add(
                "\(one.swap)-\(index)", "swap-\(index).mov", frames: Self.length, Self.verdict(one, channel.media))
            channel.add("after-\(index)", "next.mov", clip: 203, in: 11, frames: 8, .whole)
        }
        try channel.writeList()
        let output = channel.folder.appendingPathComponent("out.nut")
        let render = try SteppedRender(channel.rendering(to: "-"), into: output)
        for (index, one) in cases.enumerated() {
            try render.take(frames: channel.plan.events[1 + 2 * index].first + one.moment)
            try one.swap.attack(files[index], channel.media, from: one.picture)
        }
        #expect(try render.finish() == 0)
        let report = try channel.look(at: output)
        #expect(report.unverified == 0 && report.dark == 0, "seed \(seed)")
        #expect(report.faults.isEmpty, "seed \(seed)\n\(report.faults.joined(separator: "\n"))")
        #expect(report.frames == channel.plan.frames)
    }

    /// A file that was proven and then swapped is proven anew for its next event.
    @Test(arguments: Swap.allCases)
    func aSwappedFileDoesNotComeBack(swap: Swap) throws {
        let channel = try AttackChannel("attack-again")
        let file = try channel.seal(channel.media.genuine, as: "genuine.mov")
        try channel.seal(channel.media.next, as: "next.mov")
        channel.add("first", "genuine.mov", frames: 20, swap == .renamedOver ? .whole : .cut(10...20))
        channel.add("between", "next.mov", clip: 203, frames: 70, .whole)
        channel.add("again", "genuine.mov", frames: 20, .withheld)
        channel.add("then", "next.mov", clip: 203, frames: 10, .whole)
        channel.add("and-again", "genuine.mov", in: 7, frames: 20, .withheld)
        try channel.writeList()
        let output = channel.folder.appendingPathComponent("out.nut")
        let render = try SteppedRender(channel.rendering(to: "-"), into: output)
        try render.take(frames: 10)
        try swap.attack(file, channel.media, from: 2)
        #expect(try render.finish() == 0)
        let report = try channel.look(at: output)
        #expect(report.unverified == 0 && report.dark == 0)
        #expect(report.faults.isEmpty, "\(report.faults.joined(separator: "\n"))")
    }
}
