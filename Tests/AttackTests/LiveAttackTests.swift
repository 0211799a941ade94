import Foundation
import Testing

/// Files swapped while a channel in real time airs them: counted in what left its output.
@Suite(.serialized) struct LiveAttackTests {
    private struct Case {
        var swap: Swap
        /// Item frame at which it happens; negative: before the item.
        var moment: Int
        var picture: Int
        var killsDecoder = false
    }

    private static let length = 75
    /// A second of frames lies ready in a ring; the rest is what clocks and this test are late by.
    private static let ahead = 40

    private static func cases(_ swaps: [Swap], seed: UInt64) -> [Case] {
        var random = Seeded(seed)
        return swaps.map { swap in
            let moment = Int.random(in: -15...25, using: &random)
            return Case(swap: swap, moment: moment, picture: max(0, moment) + ahead + 3)
        }
    }

    private static func verdict(_ one: Case, _ media: AttackMedia) -> AttackPlan.Verdict {
        let earliest = max(0, one.moment - 3)
        switch one.swap {
        case .renamedOver where one.killsDecoder: return .cut(earliest...one.moment + ahead)
        case .renamedOver: return one.moment < 1 ? .cut(0...length) : .whole
        case .truncated, .rewritten: return .cut(earliest...max(0, one.moment) + ahead)
        case .rewrittenAhead:
            let good = media.goodFrames(before: media.start(of: one.picture))
            return .cut((one.moment < 1 ? 0 : good.lowerBound)...good.upperBound)
        }
    }

    /// One of each kind, and one whose decoder is killed as well, so that its successor opens the enemy.
    @Test func swapsWhileAiring() throws {
        try air(
            Self.cases(Swap.allCases, seed: 7)
                + [Case(swap: .renamedOver, moment: 12, picture: 0, killsDecoder: true)], seed: 7)
    }

    /// Twenty random moments of each kind.
    @Test(.enabled(if: Extent.isFull), arguments: Swap.allCases)
    func twentySwaps(swap: Swap) throws {
        let seed = UInt64(1000 + Swap.allCases.firstIndex(of: swap)!)
        try air(Self.cases([Swap](repeating: swap, count: 20), seed: seed), seed: seed)
    }

    /// Disks that fail or do not answer any more while a channel in real time airs from them.
    @Test func failingDisksOnAir() throws {
        let folder = try Workshop.scratch("attack-gate")
        defer { try? FileManager.default.removeItem(at: folder) }
        let media = try AttackMedia.made.get()
        let offset = media.start(of: 50)
        let kinds = ["error", "end", "stall"]
        let disk = try HostileDisk(in: "qalqan-decode", kinds.map { "/\($0).mov=\($0)@\(offset)" }, folder: folder)
        let air = try AttackedAir("attack-air-disk", environment: disk.environment)
        let channel = air.channel
        try channel.seal(media.next, as: "next.mov")
        channel.add("start", "next.mov", clip: 203, frames: 25, .whole)
        for kind in kinds {
            try channel.seal(media.genuine, as: "\(kind).mov")
            let good = media.goodFrames(before: offset)
            // A disk that does not answer holds up pictures and sound, whichever of them came to the block first.
            channel.add(
                kind, "\(kind).mov", frames: Self.length,
                .cut(good.lowerBound - (kind == "stall" ? 12 : 0)...good.upperBound))
            channel.add("after-\(kind)", "next.mov", clip: 203, in: 11, frames: 10, .whole)
        }
        try air.goOnAir()
        try judge(air, seed: 0)
        try channel.attackRecord(rowsOfEach: Extent.of(2, full: 20))
    }

    private func air(_ cases: [Case], seed: UInt64) throws {
        let air = try AttackedAir("attack-air")
        let channel = air.channel
        try channel.seal(channel.media.next, as: "next.mov")
        var files: [URL] = []
        channel.add("start", "next.mov", clip: 203, frames: 25, .whole)
        for (index, one) in cases.enumerated() {
            files.append(try channel.seal(channel.media.genuine, as: "swap-\(index).mov"))
            channel.add(
                "\(one.swap)-\(index)", "swap-\(index).mov", frames: Self.length, Self.verdict(one, channel.media))
            channel.add("after-\(index)", "next.mov", clip: 203, in: 11, frames: 10, .whole)
        }
        try air.goOnAir()
        for (index, one) in cases.enumerated() {
            air.wait(for: channel.plan.events[1 + 2 * index].first + one.moment)
            try one.swap.attack(files[index], channel.media, from: one.picture)
            if one.killsDecoder { #expect(try air.killDecoder(of: files[index])) }
        }
        try judge(air, seed: seed)
    }

    private func judge(_ air: AttackedAir, seed: UInt64) throws {
        let (status, report) = try air.finish()
        #expect(status == 0)
        #expect(report.unverified == 0 && report.dark == 0, "seed \(seed)")
        #expect(report.faults.isEmpty, "seed \(seed)\n\(report.faults.joined(separator: "\n"))\n\(air.log)")
        #expect(report.frames == air.channel.plan.frames)
    }
}
