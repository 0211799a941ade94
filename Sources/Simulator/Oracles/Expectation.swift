import ChannelSchedule
import Timeline

/// What should air in a run, by the scripts and the journal alone: events on frames, gaps between them, latched slates.
struct Expectation {
    /// Ascending, without overlaps; where none is, nothing is scheduled.
    private(set) var parts: [Stagehand.Part] = []
    /// Frames under an ordered slate, with its name.
    private(set) var latches: [(frames: Range<Int64>, name: String)] = []
    /// Frames from which something was changed by a hand or a list, ascending.
    private(set) var changes: [(frame: Int64, mayCut: Bool)] = []

    let knowledge: Knowledge
    private let record: Record
    private let scenario: Scenario

    init(_ record: Record) {
        self.record = record
        scenario = record.scenario
        knowledge = Knowledge(record)
        layLatches()
        for entry in record.journal { changes.append((entry.effective, Self.mayCut(entry.action))) }
        changes.sort { $0.frame < $1.frame }
        layParts()
    }

    static func mayCut(_ action: JournalAction) -> Bool {
        switch action {
        case .take, .slate, .resume, .start, .emergency: true
        default: false
        }
    }

    // MARK: Latches

    private mutating func layLatches() {
        var open: (frame: Int64, name: String)?
        var isReleased: Set<Int> = []
        for (index, entry) in record.journal.enumerated().sorted(by: {
            ($0.element.effective, $0.offset) < ($1.element.effective, $1.offset)
        }) {
            switch entry.action {
            case .slate(let name):
                open = open.map { ($0.frame, $0.name) } ?? (entry.effective, name)
                if let was = open, was.name != name {
                    latches.append((was.frame..<entry.effective, was.name))
                    open = (entry.effective, name)
                }
            case .emergency(let frame):
                if let was = open { latches.append((was.frame..<max(was.frame, entry.effective), was.name)) }
                open = (entry.effective, "emergency")
                // Air has answered by itself before.
                latches.append((frame..<entry.effective, "emergency"))
            case .resume:
                guard let was = open else { continue }
                latches.append((was.frame..<entry.effective, was.name))
                open = nil
                isReleased.insert(index)
            default: break
            }
        }
        if let open { latches.append((open.frame..<scenario.frames.upperBound, open.name)) }
        latches = latches.filter { !$0.frames.isEmpty }
        resumes = isReleased
    }

    /// Entries of the journal that ended a slate, and so no hold.
    private var resumes: Set<Int> = []

    // MARK: Events

    private mutating func layParts() {
        var days: [Int: DayPlace] = [:]
        var arrivals: [Int: (frame: Int64, running: RunningEvent)] = [:]
        var from = scenario.frames.lowerBound
        var isRunning = false
        for entry in record.journal {
            guard case .document(_, let digest, _, let running) = entry.action, let place = record.scripts[digest]
            else { continue }
            if !days.isEmpty { play(days, arrivals, from: from, to: entry.effective, keeps: !isRunning) }
            from = max(from, entry.effective)
            days[place.day] = place
            arrivals[place.day] = running.map { (entry.effective, $0) }
            isRunning = running != nil
        }
        if !days.isEmpty { play(days, arrivals, from: from, to: scenario.frames.upperBound, keeps: !isRunning) }
    }

    /// What is on at `from` plays to its end, unless an order cuts; then the lists as they are from then on.
    private mutating func play(
        _ days: [Int: DayPlace], _ arrivals: [Int: (frame: Int64, running: RunningEvent)], from: Int64, to end: Int64,
        keeps: Bool
    ) {
        guard end > from else { return }
        let comings = arrivals.sorted { $0.key < $1.key }.map {
            ($0.value.frame, Stagehand.Order.goOn(day: $0.key, $0.value.running))
        }
        let orders = (comings + orders(until: end)).enumerated().sorted {
            ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
        }
        .map { (frame: $0.element.0, order: $0.element.1) }
        let (region, knowledge) = (scenario.region, knowledge)
        var hand = Stagehand(
            days: days.keys.sorted().map { days[$0]! }, orders: orders, region: region,
            isWithheld: { knowledge.isWithheld($0.cut.file, at: $1) })
        hand.play(until: max(end, scenario.frames.upperBound))
        var start = from
        let before = parts.last { $0.start < from && $0.end > from }
        // What the lists have there by themselves ends as they say.
        let goesOn = parts.last.map { last in
            hand.parts.contains { $0.item.id == last.item.id && $0.origin == last.origin && $0.end > from }
        }
        if keeps, goesOn != true, let last = parts.last, last.end > from, last.start < from, !last.isWait {
            let cut = changes.first { $0.frame >= from && $0.mayCut }?.frame ?? .max
            let kept = min(last.end, cut)
            parts[parts.count - 1].end = kept
            start = kept
        } else {
            while let last = parts.last, last.end > from {
                parts.removeLast()
                if last.start < from {
                    parts.append(last.before(from))
                    break
                }
            }
        }
        guard start < end else { return }
        // What goes on keeps its picture, whatever the new list says.
        let running = keeps && goesOn != true ? nil : before
        for var part in hand.parts.flatMap({ expand($0, region) }) {
            if part.start >= end { break }
            if let running, part.item.id == running.item.id, part.origin == running.origin {
                part.item.cut = running.item.cut
                part.item.alternate = running.item.alternate
            }
            if part.end > start { parts.append(part.from(start)) }
        }
    }

    /// A regional list in the place of its host.
    private func expand(_ part: Stagehand.Part, _ region: String) -> [Stagehand.Part] {
        guard !part.isWait, let (there, items) = part.item.window, there == region else { return [part] }
        var result: [Stagehand.Part] = []
        var cursor = part.start
        for item in items where cursor < part.end {
            result.append(
                Stagehand.Part(
                    item: item, start: cursor, end: min(part.end, cursor + item.frames), origin: cursor,
                    isRegional: true))
            cursor += item.frames
        }
        return result
    }

    /// The orders that are as if they had never been given, for lists that are on until `end`: what airs before the undo is
    /// as it was.
    private func undone(before end: Int64) -> Set<UInt64> {
        var undone: Set<UInt64> = []
        var targets: [UInt64: UInt64] = [:]
        for entry in record.journal {
            guard case .undo(let number) = entry.action, entry.effective < end else { continue }
            targets[entry.number] = number
            undone.insert(number)
            // An undo undone: what it had taken away is back.
            if let again = targets[number] { undone.remove(again) }
        }
        return undone
    }

    private func orders(until end: Int64) -> [(frame: Int64, order: Stagehand.Order)] {
        var result: [(frame: Int64, order: Stagehand.Order)] = []
        let undone = undone(before: end)
        for (index, entry) in record.journal.enumerated() where !undone.contains(entry.number) {
            switch entry.action {
            case .delete(let id): result.append((entry.effective, .delete(id)))
            case .move(let id, let place): result.append((entry.effective, .move(id, place)))
            case .retime(let id, let start): result.append((entry.effective, .retime(id, start)))
            case .length(let id, let frames): result.append((entry.effective, .length(id, frames)))
            case .replace(let id, let change):
                var made = Stagehand.Change(inFrame: change.inFrames, frames: change.frames)
                if let file = scenario.files.firstIndex(where: { $0.name == change.media }) {
                    made.file = file
                    made.rest = scenario.files[file].length - (change.inFrames ?? 0)
                }
                result.append((entry.effective, .replace(id, made)))
            case .take(let id): result.append((entry.effective, .take(id)))
            case .skip(let id): result.append((entry.effective, .skip(id)))
            case .hold: result.append((entry.effective, .hold))
            case .resume where !resumes.contains(index): result.append((entry.effective, .release))
            case .insert(_, let behind):
                let fault = scenario.plan.faults.first {
                    $0.kind == .insert && scenario.frame(of: $0) == entry.frame
                }
                if let fault { result.append((entry.effective, .insert(scenario.insertion(fault), behind: behind))) }
            default: break
            }
        }
        return result
    }
}
