import Playlist
import Timecode

/// Reads a playlist document, YAML or JSON: every mistake in one pass, nothing half-read.
public struct PlaylistReader {
    let reading: DocumentReading

    /// Reads the bytes of `file` (a name for messages; `.json` means JSON).
    ///
    /// - Returns: the document when there is no error, and all diagnostics in reading order. What depends on the channel
    ///   (rate, day, media) is for the schedule to check.
    public static func read(
        _ bytes: [UInt8], file: String
    ) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        guard let tree = DocumentText.tree(bytes, file: file, limits: .playlist, diagnostics: &diagnostics) else {
            return (nil, diagnostics)
        }
        let reading = DocumentReading(file: file)
        reading.add(contentsOf: diagnostics)
        let document = PlaylistReader(reading: reading).document(tree)
        let all = reading.diagnostics.inReadingOrder()
        return (all.hasErrors ? nil : document, all)
    }

    /// Reads a file.
    public static func load(_ path: String) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        switch DocumentFile.read(path, limit: DocumentLimits.playlist.bytes) {
        case .failure(let diagnostic): (nil, [diagnostic])
        case .success(let bytes): read(bytes, file: path)
        }
    }

    static let keys = ["qalqan", "channel", "title", "day", "timeZone", "repeat", "replaces", "events"]

    private func document(_ tree: DocumentNode) -> PlaylistDocument? {
        guard let fields = reading.fields(tree, of: "a playlist", known: Self.keys) else { return nil }
        readVersion(fields)
        var document = PlaylistDocument(file: reading.file, events: [])
        document.channel = fields.text("channel", most: 64)
        document.channelMark = fields.mark(of: "channel")
        document.titles = fields.texts(byLanguage: "title")
        document.day = date(fields)
        document.dayMark = fields.mark(of: "day")
        document.timeZone = timeZone(fields)
        document.timeZoneMark = fields.mark(of: "timeZone")
        document.cycle = fields.amount("repeat")
        document.cycleMark = fields.mark(of: "repeat")
        document.replaces = fields.truth("replaces") ?? false
        guard fields.required("events", "list the events, each as `- id: ...`") != nil,
            let nodes = fields.sequence("events")
        else { return nil }
        if nodes.isEmpty {
            reading.error(.noEvents, at: fields.mark(of: "events"), "the list has no events", "add one")
        }
        document.events = nodes.compactMap(event)
        reading.event = ""
        checkNames(document)
        return document
    }

    private func readVersion(_ fields: DocumentFields) {
        guard let node = fields.required("qalqan", "start the document with `qalqan: 1`") else { return }
        if case .scalar("1", _) = node.content { return }
        reading.error(
            .version, at: node.mark, "this version of the document is not known: \(node.kindName)",
            "write `qalqan: 1`, or use a newer qalqan")
    }

    private func date(_ fields: DocumentFields) -> CivilDate? {
        guard let text = fields.text("day") else { return nil }
        if let date = CivilDate(text) { return date }
        reading.error(
            .date, at: fields.mark(of: "day"), "`\(text)` is not a date", "write YYYY-MM-DD, as 2026-11-22")
        return nil
    }

    private func timeZone(_ fields: DocumentFields) -> String? {
        guard let name = fields.text("timeZone", most: 64) else { return nil }
        if TimeZoneName.isWellFormed(name) { return name }
        reading.error(
            .timeZone, at: fields.mark(of: "timeZone"), "`\(name)` is not a name of the tz database",
            "write Area/City, as Asia/Almaty")
        return nil
    }

    /// Looked for in lists of a size where that costs nothing.
    private func nearest(_ reference: String, among lines: [String: Int]) -> String? {
        guard lines.count <= 2000 else { return nil }
        return NearestName.of(reference, among: lines.keys.sorted()).map { "did you mean `\($0)`?" }
    }

    /// Identifiers once each, and references to events listed before.
    private func checkNames(_ document: PlaylistDocument) {
        var lines: [String: Int] = [:]
        for event in document.events {
            reading.event = event.id
            if let reference = event.start.reference, lines[reference] == nil {
                let later = document.events.contains { $0.id == reference }
                reading.error(
                    .unknownEvent, at: event.marks.start,
                    later
                        ? "its start is counted from `\(reference)`, which is not listed before it"
                        : "its start is counted from `\(reference)`, which is not in the list",
                    later
                        ? "move `\(reference)` up"
                        : nearest(reference, among: lines) ?? "name an event listed before it")
            }
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
            if let line = lines[event.id] {
                reading.error(
                    .duplicateEvent, at: event.marks.event, "there is an event `\(event.id)` on line \(line) already",
                    "give every event its own id")
            } else {
                lines[event.id] = event.marks.event.line
            }
        }
        reading.event = ""
    }
}
