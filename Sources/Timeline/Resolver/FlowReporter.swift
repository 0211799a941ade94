import Playlist
import Timecode

/// Says in words what did not go as a list seems to be meant.
struct FlowReporter {
    let inputs: ScheduleInputs
    let plans: [EventPlan]

    /// One diagnostic an event and kind, for what falls into the window.
    func diagnostics(for remarks: [Flow.Remark]) -> Set<Diagnostic> {
        var seen: Set<String> = []
        var result: Set<Diagnostic> = []
        for remark in remarks {
            switch remark {
            case .neverAirs(let item, let frame, let by):
                guard inputs.window.contains(frame), seen.insert("\(item.plan)").inserted else { continue }
                result.insert(neverAirs(item, at: frame, by: by))
            case .noEffect(let edit):
                guard inputs.window.contains(edit.frame) else { continue }
                result.insert(noEffect(edit))
            }
        }
        return result
    }

    private func neverAirs(_ item: FlowItem, at frame: Int64, by: Int?) -> Diagnostic {
        let plan = plans[item.plan]
        let time = inputs.calendar.timecode(of: frame)
        let why =
            by.map { "\(plans[$0].event.id) starts at \(time), before this event's turn" }
            ?? "its broadcast day or cycle ends before its turn"
        return Diagnostic(
            .neverAirs, severity: .warning, file: file(plan), mark: plan.event.marks.event, event: plan.event.id,
            message: "it never airs: \(why)", remedy: "shorten what comes before it, or move the fixed start")
    }

    private func noEffect(_ edit: OperatorEdit) -> Diagnostic {
        let what: String
        var event = ""
        switch edit.action {
        case .take(let name):
            what = "take"
            event = name ?? ""
        case .skip(let name):
            what = "skip"
            event = name ?? ""
        case .insert(let inserted):
            what = "insert"
            event = inserted.id
        case .hold: what = "hold"
        case .resume: what = "resume"
        case .slate: what = "slate"
        }
        return Diagnostic(
            .editHadNoEffect, severity: .warning, file: "", event: event,
            message: "\(what) at \(inputs.calendar.timecode(of: edit.frame)) found nothing to do",
            remedy: "look at the rundown for what comes next")
    }

    private func file(_ plan: EventPlan) -> String {
        plan.document < 0 ? "" : inputs.documents[plan.document].document.file
    }
}
