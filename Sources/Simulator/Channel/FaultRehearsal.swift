import Timecode
import Timeline

/// A programme that was resolved beforehand, aired by the ladder while things go wrong with files, air and the clock.
///
/// Nobody answers: there is no control, no operator, no other list. What the ladder makes of it is what a box would show.
package struct FaultRehearsal {
    /// Kinds of fault that mean something without a control.
    package static let kinds: [FaultKind] =
        FaultKind.files.filter { $0 != .lateSeal } + [.airCrash, .clockStep, .emergencyInput]

    private enum Happening {
        case fault(Fault)
        case emergencyOver
    }

    private let frames: Range<Int64>
    private var revision: TimelineRevision
    private var air: SimulatedAir
    private var queue: [(frame: Int64, happening: Happening)] = []
    /// From an order to its first frame.
    private let lead: Int64 = 8

    /// What goes out of the frames of `revision`, whose assets are the files of the same numbers.
    package static func run(
        _ revision: TimelineRevision, files: [SimulatedFile], plan: FaultPlan, frames: Range<Int64>
    ) -> Output {
        var rehearsal = FaultRehearsal(revision, files, plan, frames)
        rehearsal.run()
        return rehearsal.air.output
    }

    private init(_ revision: TimelineRevision, _ files: [SimulatedFile], _ plan: FaultPlan, _ frames: Range<Int64>) {
        self.revision = revision
        self.frames = frames
        air = SimulatedAir(
            files: files, plan: plan, frames: frames, time: HouseTime(rate: revision.rate), seams: Seams())
        for fault in plan.faults where [.airCrash, .clockStep, .emergencyInput].contains(fault.kind) {
            add(frames.lowerBound + fault.at, .fault(fault))
        }
    }

    private mutating func add(_ frame: Int64, _ happening: Happening) {
        let place = queue.firstIndex { $0.frame > frame } ?? queue.count
        queue.insert((frame, happening), at: place)
    }

    private mutating func run() {
        air.publish(revision.encoded())
        var frame = frames.lowerBound
        while frame < frames.upperBound {
            while let next = queue.first, next.frame <= frame {
                queue.removeFirst()
                frame += handle(next.happening, at: frame)
            }
            guard frame < frames.upperBound else { break }
            air.step(frame)
            let limit = min(queue.first?.frame ?? .max, frames.upperBound) - 1
            let steady = limit > frame ? min(limit, air.steadyThrough(frame)) : frame
            if steady > frame { air.pass(through: steady) }
            frame = max(frame, steady) + 1
        }
        air.finish()
    }

    /// Does what is due; returns the frames that are lost by it.
    private mutating func handle(_ happening: Happening, at now: Int64) -> Int64 {
        switch happening {
        case .emergencyOver:
            revision.number += 1
            revision.effectiveFrom = now + lead
            revision.emergencyOverFrame = air.emergencyFrame
            air.publish(revision.encoded())
            return 0
        case .fault(let fault) where fault.kind == .emergencyInput:
            air.answerEmergency(at: now)
            add(now + max(1, fault.frames), .emergencyOver)
            return 0
        case .fault(let fault):
            let lost = min(fault.frames, frames.upperBound - now)
            guard lost > 0 else { return 0 }
            if fault.kind == .airCrash {
                air.crash(at: now, until: now + lost, schedule: revision.encoded())
            } else {
                air.lose(now..<now + lost)
            }
            return lost
        }
    }
}
