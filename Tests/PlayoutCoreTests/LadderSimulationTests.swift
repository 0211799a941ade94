import PlayoutCore
import Testing
import Timecode
import Timeline

/// Many seeded days of trouble; what must hold in all of them.
@Suite struct LadderSimulationTests {
    /// SplitMix64.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
            return value ^ (value >> 31)
        }
    }

    private static func media(_ random: inout Seeded) -> LadderBench.Media {
        var media = LadderBench.Media()
        media.opening = .random(in: 0...20, using: &random)
        media.speed = .random(in: 1...5, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: media.length = .random(in: 0...200, using: &random)
        case 1: media.failsAt = (.random(in: 0...200, using: &random), .verificationFailed)
        case 2: media.failsAt = (0, Bool.random(using: &random) ? .missing : .unreadable)
        case 3:
            media.stalls = (0..<4).map { _ in
                let start = Int64.random(in: 0...2000, using: &random)
                return start..<start + .random(in: 10...200, using: &random)
            }
        case 4: media.lostAfter = .random(in: 5...300, using: &random)
        default: break
        }
        return media
    }

    private static func revision(_ random: inout Seeded, number: UInt64, effectiveFrom: Int64) -> TimelineRevision {
        let events = (0..<30).map { _ in
            (
                "file\(Int.random(in: 0..<8, using: &random))", Int64.random(in: 0...50, using: &random),
                Int64.random(in: 5...200, using: &random)
            )
        }
        let alternate = Bool.random(using: &random) ? "spare" : nil
        var revision = list(events, number: number, effectiveFrom: effectiveFrom, alternate: alternate)
        if Int.random(in: 0..<6, using: &random) == 0 { revision.latchedSlate = .operatorOrder }
        return revision
    }

    @Test(arguments: 0..<60)
    func invariants(seed: Int) {
        var random = Seeded(state: UInt64(seed))
        var bench = LadderBench()
        for file in 0..<8 { bench.media["file\(file)"] = Self.media(&random) }
        bench.publish(Self.revision(&random, number: 1, effectiveFrom: 0))
        bench.start(at: 0, leadIn: 40)
        var frame: Int64 = 0
        for number in 2...6 {
            let next = frame + .random(in: 100...500, using: &random)
            bench.run(frame..<next)
            bench.publish(
                Self.revision(
                    &random, number: UInt64(number), effectiveFrom: next + .random(in: -5...60, using: &random)))
            frame = next
        }
        bench.run(frame..<frame + 500)
        var effects = EffectBuffer()
        bench.ladder.finish(effects: &effects)
        checkPictures(bench, to: frame + 500)
        checkFalls(bench, to: frame + 500)
        checkRows(bench, last: effects, to: frame + 500)
        #expect(bench.mostLive <= Ladder.slotCount)
    }

    private func segment(_ bench: LadderBench, _ frame: Int64) -> (TimelineRevision, Segment)? {
        let decision = bench.decisions[frame]!
        guard decision.segment >= 0 else { return nil }
        let revision = bench.plans.first { $0.revision.number == decision.revision }!.revision
        return (revision, revision.segments[Int(decision.segment)])
    }

    /// Programme is always the planned media frame of the right file, and never one that is bad.
    private func checkPictures(_ bench: LadderBench, to end: Int64) {
        var live: [Int32: (frame: Int64, order: CueOrder, path: String)] = [:]
        var cues = bench.cues[...]
        for frame in 0..<end {
            let decision = bench.decisions[frame]!
            while let cue = cues.first, cue.frame < frame { live[cues.removeFirst().order.slot] = cue }
            guard decision.slot >= 0 else {
                #expect(decision.reason != 0)
                continue
            }
            let (revision, segment) = segment(bench, frame)!
            let cue = live[decision.slot]!
            let mediaFrame = cue.order.inFrame + decision.ringFrame
            guard case .asset(let asset, let inFrame) = segment.source else {
                Issue.record("programme on a planned slate at \(frame)")
                continue
            }
            let shift = frame - segment.firstFrame
            if cue.path == revision.assets[asset].path {
                #expect(mediaFrame == inFrame + shift)
            } else {
                #expect(cue.path == segment.alternate.map { revision.assets[$0].path })
                #expect(mediaFrame == segment.alternateInFrame + shift)
            }
            let media = bench.media[cue.path] ?? .init()
            #expect(mediaFrame < media.length && mediaFrame < media.failsAt?.frame ?? .max)
        }
    }

    /// A fall for want of readiness lasts 2 s, or to its event's end, or to a revision that changes what is planned.
    private func checkFalls(_ bench: LadderBench, to end: Int64) {
        for note in bench.notes
        where note.kind == .fall && note.reason == SlateReason.late.rawValue && note.role == .slate {
            // Joining at the very start is no fall.
            if note.firstFrame <= 0 || (-40..<note.firstFrame).allSatisfy({ bench.decisions[$0]!.slot < 0 }) {
                continue
            }
            guard let (_, segment) = segment(bench, note.firstFrame) else { continue }
            for frame in note.firstFrame..<min(end, segment.endFrame, note.firstFrame + 50) {
                let decision = bench.decisions[frame]!
                if decision.revision != note.revision { break }
                #expect(decision.slot < 0, "frame \(frame) in the fall at \(note.firstFrame)")
            }
        }
    }

    /// The closed rows of the as-run account for every frame exactly once.
    private func checkRows(_ bench: LadderBench, last: EffectBuffer, to end: Int64) {
        var rows = bench.notes.filter { $0.kind == .end }
        for index in 0..<last.count { if case .note(let note) = last[index] { rows.append(note) } }
        var next: Int64 = -40
        for row in rows {
            #expect(row.firstFrame == next)
            next = row.lastFrame + 1
            for frame in row.firstFrame...row.lastFrame {
                #expect((bench.decisions[frame]!.slot >= 0) == (row.role != .slate))
            }
        }
        #expect(next == end)
    }
}
