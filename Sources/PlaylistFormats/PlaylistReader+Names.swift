import Playlist

/// What the events of a list say of each other.
extension PlaylistReader {
    /// Looked for in lists of a size where that costs nothing.
    private func nearest(_ reference: String, among lines: [String: Int]) -> String? {
        guard lines.count <= 2000 else { return nil }
        return NearestName.of(reference, among: lines.keys.sorted()).map { "did you mean `\($0)`?" }
    }

    /// Identifiers once each, and references to events listed before. `leftOut` are events that could not be read otherwise.
    func checkNames(_ document: PlaylistDocument, leftOut: [String: Int]) {
        var lines: [String: Int] = [:]
        var windows: Set<String> = []
        var all: Set<String>?
        for event in document.events {
            reading.event = event.id
            if let reference = event.start.reference, lines[reference] == nil, leftOut[reference] == nil {
                if all == nil { all = Set(document.events.map(\.id)).union(leftOut.keys) }
                let later = all?.contains(reference) == true
                reading.error(
                    .unknownEvent, at: event.marks.start,
                    later
                        ? "its start is counted from `\(reference)`, which is not listed before it"
                        : "its start is counted from `\(reference)`, which is not in the list",
                    later
                        ? "move `\(reference)` up"
                        : nearest(reference, among: lines) ?? "name an event listed before it")
            }
            checkClock(event, document)
            note(event, &lines)
            if let optOut = event.optOut {
                if all == nil { all = Set(document.events.map(\.id)).union(leftOut.keys) }
                check(optOut, all ?? [], &lines, &windows)
            }
        }
        reading.event = ""
    }

    private func note(_ event: PlaylistEvent, _ lines: inout [String: Int]) {
        if let line = lines[event.id] {
            reading.error(
                .duplicateEvent, at: event.marks.event, "there is an event `\(event.id)` on line \(line) already",
                "give every event its own id")
        } else {
            lines[event.id] = event.marks.event.line
        }
    }

    /// Fixed times belong to lists of a day, offsets into the cycle to lists that repeat.
    private func checkClock(_ event: PlaylistEvent, _ document: PlaylistDocument) {
        if case .cycle = event.start, document.cycle == nil {
            reading.error(
                .cycle, at: event.marks.start,
                "`cycle` counts from the start of a cycle, but the list does not repeat",
                "give the document a `repeat`, or use `at`")
        }
        if case .at = event.start, document.cycle != nil {
            reading.error(
                .cycle, at: event.marks.start, "a list that repeats has no fixed times of day",
                "use { cycle: \"00:02:00:00\" }, counted from the start of each cycle")
        }
        if case .until? = event.loop, document.cycle != nil {
            reading.error(
                .cycle, at: event.marks.event, "a list that repeats has no fixed times of day",
                "loop a number of times: the cycle's end cuts it")
        }
    }

    private func check(
        _ optOut: OptOut, _ names: Set<String>, _ lines: inout [String: Int], _ windows: inout Set<String>
    ) {
        if !windows.insert(optOut.id).inserted {
            reading.error(
                .duplicateEvent, at: optOut.mark, "there is an opt-out `\(optOut.id)` already",
                "give every window its own id")
        }
        if let through = optOut.through, lines[through] != nil || !names.contains(through) {
            reading.error(
                .unknownEvent, at: optOut.mark,
                "its window ends with `\(through)`, which is not listed after it",
                "name the window's last event, or leave `through` out")
        }
        for region in optOut.regions.keys.sorted() {
            for event in optOut.regions[region] ?? [] { note(event, &lines) }
        }
    }
}
