import Playlist
import Timecode

/// What comes over the lists from outside.
extension ScheduleResolver {
    /// Gives each edit to the list that has the channel on its frame, by the edits before it.
    ///
    /// Edits of the schedule from before its first day were for events that are not laid out: they must not find others.
    mutating func assign(_ edits: [OperatorEdit]) {
        for (index, document) in inputs.documents.enumerated() where !document.document.isLoose {
            guard let frame = document.arrivalFrame, frame >= firstFrame, frame < horizon else { continue }
            tracks[0].edits.append(
                .arrival(
                    frame, plans: compiler.plans(of: index), running: document.running,
                    plan: compiler.runningPlan(of: index)))
        }
        for edit in edits where isForTheList(edit, latches) {
            guard let index = tracks.lastIndex(where: { $0.covers(edit.frame) }) else { continue }
            if index == 0, edit.frame < firstFrame { continue }
            tracks[index].edits.append(order(edit))
            if index > 0 { run(index) }
        }
        let arrivals = tracks[0].edits.prefix { if case .arrival = $0 { true } else { false } }
        if !arrivals.isEmpty {
            tracks[0].edits = tracks[0].edits.enumerated()
                .sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }.map(\.element)
        }
        run(0)
    }

    /// Whether an edit is one of the list that has the channel, not of the slate over it.
    func isForTheList(_ edit: OperatorEdit, _ latches: [(frames: Range<Int64>, reason: SlateReason)]) -> Bool {
        switch edit.action {
        case .slate: false
        case .resume: !latches.contains { $0.frames.upperBound == edit.frame }
        default: true
        }
    }

    /// An edit with what it needs planned.
    mutating func order(_ edit: OperatorEdit) -> FlowEdit { .order(edit, compiler.means(for: edit)) }

    /// The frames under ordered slates; edits ascend.
    static func latches(_ edits: [OperatorEdit]) -> [(frames: Range<Int64>, reason: SlateReason)] {
        var latches: [(frames: Range<Int64>, reason: SlateReason)] = []
        var open: (from: Int64, reason: SlateReason)?
        func close(_ frame: Int64) {
            if let latch = open, frame > latch.from { latches.append((latch.from..<frame, latch.reason)) }
            open = nil
        }
        for edit in edits {
            switch edit.action {
            case .slate(let reason):
                close(edit.frame)
                open = (edit.frame, reason)
            case .resume: close(edit.frame)
            default: break
            }
        }
        close(.max)
        return latches
    }
}
