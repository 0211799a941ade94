import Foundation
import Playlist
import Simulator
import Timecode
import Timeline

/// A rehearsal in which things go wrong: the schedule as it is resolved, aired by the very ladder that a box runs, over
/// simulated files, decoders and a clock that fail as a plan says. The same seed and plan give the same log everywhere.
struct FaultedRehearsal {
    let rehearsal: Rehearsal
    let documents: [ScheduledDocument]
    let window: Range<Int64>

    /// Longest time, in days: all of it is held at once.
    private static let mostDays: Int64 = 31
    /// Air is up so many seconds before the first frame that is told of, so that its first source is cued as on a box.
    private static let runUpSeconds: Int64 = 15

    /// The log of it, without its last line.
    func write(seed: UInt64, faults: String?, into log: inout DecisionLog) throws {
        let rate = rehearsal.calendar.time.rate
        guard window.count <= Self.mostDays * 86_400 * rate.nominal else {
            throw CommandFailure.usage("--for: with --seed or --faults at most \(Self.mostDays) days at a time")
        }
        let inputs = rehearsal.inputs(documents, window)
        let schedule = ScheduleResolver.resolve(inputs)
        for diagnostic in schedule.diagnostics { StandardError.write(diagnostic.description) }
        guard !schedule.diagnostics.contains(where: { $0.severity == .error && $0.code != .noLength }) else {
            throw CommandFailure.refused("")
        }
        var lengths: [String: Int64] = [:]
        var names: [String: String] = [:]
        for (use, standing) in inputs.media {
            guard let asset = standing.asset else { continue }
            names[asset.path] = use.media
            lengths[asset.path] = asset.isStill ? nil : standing.lengthFrames
        }
        let files = Self.unique(schedule.assets.map(\.path)).map {
            SimulatedFile(name: $0, length: lengths[$0] ?? .max / 4)
        }
        let plan = try plan(seed: seed, faults: faults, files: files.count)
        let runs = air(schedule, files, plan)
        let story = Story(schedule: schedule, files: files.map(\.name), names: names, window: window)
        story.write(runs, into: &log)
    }

    private static func unique(_ paths: [String]) -> [String] {
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted }
    }

    private func air(_ schedule: ResolvedSchedule, _ files: [SimulatedFile], _ plan: FaultPlan) -> [OutputRun] {
        let rate = rehearsal.calendar.time.rate
        let lead = Self.runUpSeconds * rate.nominal
        let frames = window.lowerBound - lead..<window.upperBound
        var revision = schedule.revision(number: 1, rate: rate)
        revision.effectiveFrom = frames.lowerBound
        // Without a configuration nothing is known of the files' digests; what is drawn over the picture is no matter of theirs.
        revision.assets = revision.assets.map { SimulatedFile(name: $0.path, length: 0).asset }
        revision.marks = []
        for index in revision.segments.indices {
            revision.segments[index].marks = []
            revision.segments[index].alternateMarks = []
        }
        let shifted = FaultPlan(
            plan.faults.map { fault in
                var fault = fault
                fault.at += lead
                return fault
            })
        return FaultRehearsal.run(revision, files: files, plan: shifted, frames: frames).runs
    }

    // MARK: The plan

    /// `all` (the same as none given), `none`, kinds with commas between them, or a file with a plan.
    private func plan(seed: UInt64, faults: String?, files: Int) throws -> FaultPlan {
        let all = FaultRehearsal.kinds
        let kinds: Set<FaultKind>
        switch faults {
        case nil, "all": kinds = Set(all)
        case "none": return FaultPlan()
        case let text?:
            let words = text.split(separator: ",").map { String($0) }
            let named = words.compactMap { word in all.first { $0.rawValue == word } }
            guard named.count == words.count, !named.isEmpty else { return try plan(of: text, files: files) }
            kinds = Set(named)
        }
        return FaultPlan.rehearsal(
            seed: seed, kinds: kinds, files: files, frames: Int64(window.count), rate: rehearsal.calendar.time.rate)
    }

    private func plan(of path: String, files: Int) throws -> FaultPlan {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            let kinds = FaultRehearsal.kinds.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.usage(
                "--faults \(path): no such file, and not `all`, `none` or kinds of fault with commas (\(kinds))")
        }
        let plan: FaultPlan
        do throws(FaultPlan.Unreadable) { plan = try FaultPlan(text: text) } catch {
            throw CommandFailure.refused("\(path): \(error)")
        }
        for fault in plan.faults {
            guard FaultRehearsal.kinds.contains(fault.kind) else {
                throw CommandFailure.refused(
                    "\(path): `\(fault)`: \(fault.kind.rawValue) needs a control; rehearse knows "
                        + FaultRehearsal.kinds.map(\.rawValue).joined(separator: ", "))
            }
            guard !FaultKind.files.contains(fault.kind) || fault.target < files else {
                throw CommandFailure.refused(
                    "\(path): `\(fault)`: there are \(files) files, numbered from 0 in the order in which they air")
            }
        }
        return plan
    }
}

/// The lines of a schedule as it went out.
private struct Story {
    let schedule: ResolvedSchedule
    /// Paths of the simulated files, and what the lists call them.
    let files: [String]
    let names: [String: String]
    let window: Range<Int64>

    func write(_ runs: [OutputRun], into log: inout DecisionLog) {
        var runs = runs[...]
        var events = schedule.events[...]
        for segment in schedule.segments {
            guard let clipped = segment.clipped(to: window) else { continue }
            while let run = runs.first, run.end <= clipped.firstFrame { runs.removeFirst() }
            for run in runs {
                guard run.first < clipped.endFrame else { break }
                guard let piece = clipped.clipped(to: run.first..<run.end) else { continue }
                while let event = events.first, event.frames.upperBound <= piece.firstFrame { events.removeFirst() }
                let event = events.first.flatMap { $0.frames.contains(piece.firstFrame) ? $0 : nil }
                write(piece, run, event, into: &log)
            }
        }
    }

    private func write(_ piece: Segment, _ run: OutputRun, _ event: ResolvedEvent?, into log: inout DecisionLog) {
        var (piece, event) = (piece, event)
        switch run.source {
        case .lost: return log.addLost(piece)
        case .slate(let code): piece.source = .slate(SlateReason(rawValue: code) ?? .technical)
        case .file(let number, let alignment):
            let inFrame = piece.firstFrame + alignment
            if case .asset(let own, inFrame) = piece.source, schedule.assets[own].path == files[number] { break }
            piece.source = .asset(schedule.assets.firstIndex { $0.path == files[number] } ?? 0, inFrame: inFrame)
            piece.marks = piece.alternateMarks
            event?.media = names[files[number]] ?? files[number]
            event?.decisions.insert(EventDecision(.alternate), at: 0)
        }
        log.add(piece, event, marks: schedule.marks, isFallen: run.isFallen)
    }
}
