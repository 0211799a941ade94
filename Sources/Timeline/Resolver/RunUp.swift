import Playlist
import Timecode

/// How far back a schedule is laid out so that every frame of a window is decided as it would be from the very beginning.
///
/// A broadcast day is *settled* when a fixed hard event in it starts on its frame whatever came before: nothing that is older
/// can then reach the days after it. Edits reach the day after their own at most, so a day with an edit in it or on the day
/// before does not count. The days are gone back through until one is settled, or until there is nothing left that could
/// hand anything on: a list that repeats every day ends with its day, and no event lasts longer than 24 hours. The work is
/// bounded by the number of days that have a document of their own or an edit; nearly always it is one day.
struct RunUp {
    let inputs: ScheduleInputs
    /// Days on which something came over the schedule from outside.
    private let disturbed: Set<CivilDate>
    private let highestPriority: Int

    init(inputs: ScheduleInputs) {
        self.inputs = inputs
        let calendar = inputs.calendar
        var disturbed: Set<CivilDate> = []
        for edit in inputs.edits {
            if case .slate = edit.action { continue }
            disturbed.insert(calendar.day(of: edit.frame))
        }
        for document in inputs.documents {
            if let arrival = document.arrivalFrame { disturbed.insert(calendar.day(of: arrival)) }
        }
        self.disturbed = disturbed
        highestPriority = inputs.documents.lazy.flatMap(\.document.events).map(\.priority).max() ?? 0
    }

    /// The first day that matters, and the items of all days from it to `last`.
    func items(
        from window: CivilDate, through last: CivilDate, compiler: inout FlowCompiler
    ) -> (first: CivilDate, items: [FlowItem]) {
        var days: [[FlowItem]] = []
        var day = window
        while true {
            let items = compiler.items(of: day)
            days.append(items)
            if isFirst(day, items, window: window, compiler) { break }
            day = day.adding(days: -1)
        }
        let first = day
        var all: [FlowItem] = []
        for items in days.reversed() { all += items }
        day = window.adding(days: 1)
        while day <= last {
            all += compiler.items(of: day)
            day = day.adding(days: 1)
        }
        return (first, all)
    }

    private func isFirst(
        _ day: CivilDate, _ items: [FlowItem], window: CivilDate, _ compiler: FlowCompiler
    ) -> Bool {
        let before = day.adding(days: -1)
        guard !disturbed.contains(before), !disturbed.contains(before.adding(days: -1)) else { return false }
        if !handsOn(before, compiler) { return true }
        guard !disturbed.contains(day), let frame = settledFrame(items) else { return false }
        // The window's own day must be right from its first frame on.
        return day < window || frame == inputs.calendar.firstFrame(of: day)
    }

    /// Whether anything of a day, or of the one before it, may still run when it is over.
    private func handsOn(_ day: CivilDate, _ compiler: FlowCompiler) -> Bool {
        if let document = compiler.document(of: day) { return inputs.documents[document].document.cycle == nil }
        return compiler.document(of: day.adding(days: -1)).map { inputs.documents[$0].document.cycle == nil } ?? false
    }

    /// The frame of the first event of a day that starts on its frame whatever came before, and that nothing later in the day
    /// is counted from behind its back; `nil` when there is none.
    private func settledFrame(_ items: [FlowItem]) -> Int64? {
        var lowestReference = Int.max
        var frame: Int64?
        for item in items.reversed() {
            if case .hard(let start) = item.rule, !item.isHeld, item.priority >= highestPriority,
                lowestReference >= item.serial
            {
                frame = start
            }
            if case .relative(_, let serial, _) = item.rule { lowestReference = min(lowestReference, serial) }
        }
        return frame
    }
}
