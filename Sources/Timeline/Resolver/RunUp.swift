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

    /// - Parameter expected: days on which more edits may come.
    init(inputs: ScheduleInputs, expected: ClosedRange<CivilDate>? = nil) {
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
        if let expected {
            var day = expected.lowerBound
            while day <= expected.upperBound {
                disturbed.insert(day)
                day = day.adding(days: 1)
            }
        }
        self.disturbed = disturbed
    }

    /// The first day that matters, and the items of all days from it to `last`.
    func items(
        from window: CivilDate, through last: CivilDate, compiler: inout FlowCompiler
    ) -> (first: CivilDate, items: [FlowItem]) {
        var days: [[FlowItem]] = []
        var day = window
        while true {
            // What is wrong with days before the window is not said: how far back they are laid out must not show.
            let said = compiler.diagnostics
            let items = compiler.items(of: day)
            days.append(items)
            if day < window { compiler.diagnostics = said }
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
        // What gets no frame because a day is over is said on the first frame of the next one.
        if !handsOn(before, compiler) { return day < window || compiler.document(of: before) == nil }
        // What the day before hands on ends in the window's own day: that is laid out from a day before it.
        return day < window && !disturbed.contains(day) && isSettled(items, compiler.highestPriority)
    }

    /// Whether anything of a day, or of the one before it, may still run when it is over.
    private func handsOn(_ day: CivilDate, _ compiler: FlowCompiler) -> Bool {
        if let document = compiler.document(of: day) { return inputs.documents[document].document.cycle == nil }
        return compiler.document(of: day.adding(days: -1)).map { inputs.documents[$0].document.cycle == nil } ?? false
    }

    /// Whether a day has an event that starts on its frame whatever came before, and that nothing later in the day is counted
    /// from behind its back.
    private func isSettled(_ items: [FlowItem], _ highestPriority: Int) -> Bool {
        var lowestReference = Int.max
        for item in items.reversed() {
            if case .hard = item.rule, !item.isHeld, item.priority >= highestPriority, lowestReference >= item.serial {
                return true
            }
            if case .relative(_, let serial, _) = item.rule { lowestReference = min(lowestReference, serial) }
        }
        return false
    }
}
