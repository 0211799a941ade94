import Playlist
import Timecode

/// Says in words what did not go as a list seems to be meant: one diagnostic an event and kind.
struct DecisionReporter {
    let inputs: ScheduleInputs
    let compiler: FlowCompiler

    private var calendar: ChannelCalendar { inputs.calendar }

    private struct Key: Hashable {
        var file: String
        var mark: SourceMark
        var event: String
        var code: EventDecision.Code
    }

    func diagnostics(of events: [ResolvedEvent], _ omitted: [OmittedEvent]) -> Set<Diagnostic> {
        var seen: Set<Key> = []
        var result: Set<Diagnostic> = []
        for event in omitted {
            let key = Key(file: event.file, mark: event.mark, event: bare(event.id), code: event.decision.code)
            guard seen.insert(key).inserted, let diagnostic = diagnostic(event) else { continue }
            result.insert(diagnostic)
        }
        for event in events {
            if event.decisions.isEmpty, event.secondary.isEmpty { continue }
            for decision in event.decisions where decision.code == .startedLate || decision.code == .joined {
                let key = Key(file: event.file, mark: event.mark, event: bare(event.id), code: decision.code)
                guard event.isFixed, seen.insert(key).inserted else { continue }
                result.insert(late(event, decision))
            }
            for secondary in event.secondary where secondary.isLost {
                result.insert(lost(event, secondary))
            }
        }
        return result
    }

    private func diagnostic(_ event: OmittedEvent) -> Diagnostic? {
        let time = calendar.timecode(of: event.frame)
        let by = event.decision.by
        func warning(_ code: DiagnosticCode, _ message: String, _ remedy: String) -> Diagnostic {
            Diagnostic(
                code, severity: .warning, file: event.file, mark: event.mark, event: bare(event.id), message: message,
                remedy: remedy)
        }
        switch event.decision.code {
        case .preempted:
            let isFixed = event.isFixed
            return warning(
                isFixed ? .preempted : .neverAirs,
                "it never airs: \(by) starts at \(time), before this event's turn",
                isFixed
                    ? "give them starts of their own, or the one that matters a higher `priority`"
                    : "shorten what comes before it, or move the fixed start")
        case .dayEnded:
            return warning(
                .neverAirs, "it never airs: its broadcast day or cycle ends before its turn",
                "shorten what comes before it, or move the fixed start")
        case .lateSkipped:
            return warning(
                .startsLate, "it never airs: at \(time) it would start late, and it is not to (`late`)",
                "shorten what comes before it, or give it another `late`")
        case .loopOver:
            return warning(
                .loopOver, "it never airs: its loop is over at \(time), when its turn comes",
                "start it earlier, or loop until later")
        case .windowFull:
            return warning(
                .neverAirs, "it never airs: the window \(by) is full at \(time)", "shorten the region's list")
        default: return nil
        }
    }

    private func late(_ event: ResolvedEvent, _ decision: EventDecision) -> Diagnostic {
        let amount = calendar.amountText(of: decision.frames)
        let why = decision.by.isEmpty ? "" : ": \(decision.by) has the channel until then"
        return Diagnostic(
            .startsLate, severity: .warning, file: event.file, mark: event.mark, event: bare(event.id),
            message: decision.code == .joined
                ? "its first \(amount) do not air\(why)" : "it starts \(amount) late\(why)",
            remedy: "move it, shorten what runs before it, or change their `priority`")
    }

    private func lost(_ event: ResolvedEvent, _ secondary: ResolvedSecondary) -> Diagnostic {
        Diagnostic(
            .secondaryLost, severity: .warning, file: event.file, mark: secondary.mark, event: bare(event.id),
            message:
                "\(secondary.kind.name) \(secondary.kind.value) does not happen: its frames lie outside what airs of "
                + "the event", remedy: "correct its offset, or lengthen the event")
    }

    // MARK: Windows and edits

    func diagnostics(of fits: [OptOutWindows.Fit]) -> Set<Diagnostic> {
        Set(
            fits.filter { $0.missing != 0 && inputs.window.overlaps($0.frames) }.map { fit in
                let plan = compiler.plans[fit.host]
                let amount = calendar.amountText(of: abs(fit.missing))
                let length = calendar.amountText(of: fit.frames.upperBound - fit.frames.lowerBound)
                let what =
                    fit.missing > 0
                    ? "leaves \(fit.missing) frames (\(amount)) of it open"
                    : "is \(-fit.missing) frames (\(amount)) too long"
                return Diagnostic(
                    .optOut, severity: .warning, file: inputs.documents[plan.document].document.file,
                    mark: fit.window.mark, event: plan.id,
                    message: "the opt-out \(fit.window.id) is \(length) long, and the list of region \(inputs.region) "
                        + what,
                    remedy: fit.missing > 0
                        ? "lengthen the region's list to the frame; fillers or a slate air until then"
                        : "shorten the region's list to the frame; it is cut where the window closes")
            })
    }

    func diagnostics(of edits: [OperatorEdit]) -> Set<Diagnostic> {
        Set(edits.filter { inputs.window.contains($0.frame) }.map(noEffect))
    }

    private func noEffect(_ edit: OperatorEdit) -> Diagnostic {
        let (what, event) =
            switch edit.action {
            case .take(let name): ("take", name ?? "")
            case .skip(let name): ("skip", name ?? "")
            case .insert(let inserted, _): ("insert", inserted.id)
            case .delete(let name): ("delete", name)
            case .move(let name, _): ("move", name)
            case .retime(let name, _): ("retime", name)
            case .replace(let name, _): ("replace", name)
            case .length(let name, _): ("extend or shorten", name)
            case .hold: ("hold", "")
            case .resume: ("resume", "")
            case .slate: ("slate", "")
            }
        return Diagnostic(
            .editHadNoEffect, severity: .warning, file: "", event: event,
            message: "\(what) at \(calendar.timecode(of: edit.frame)) found nothing to do",
            remedy: "look at the rundown for what comes next")
    }

    /// `id` of `id#n`.
    private func bare(_ id: String) -> String { id.firstIndex(of: "#").map { String(id[..<$0]) } ?? id }
}
