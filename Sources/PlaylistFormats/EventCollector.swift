import Playlist

/// Turns the nodes of a list's events into events, one at a time.
final class EventCollector {
    let reader: PlaylistReader
    /// Nodes taken, those that are no events included.
    private(set) var count = 0
    /// Events that have an id and cannot be understood otherwise, with their lines: what is counted from them is not wrong.
    private(set) var leftOut: [String: Int] = [:]
    private var events: [PlaylistEvent] = []

    init(_ reader: PlaylistReader) { self.reader = reader }

    func take(_ node: DocumentNode) {
        count += 1
        if let event = reader.event(node) {
            events.append(event)
        } else if !reader.reading.event.isEmpty, leftOut.count < DocumentReading.mostDiagnostics {
            leftOut[reader.reading.event] = node.mark.line
        }
        reader.reading.event = ""
    }

    /// The events; they are handed over, not copied.
    func finish() -> [PlaylistEvent] {
        defer { events = [] }
        return events
    }
}
