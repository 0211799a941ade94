import Playlist
import Timecode

/// Reads a playlist document, YAML or JSON: every mistake in one pass.
///
/// Events are read one by one while the text is parsed, so that a long list costs its events and no tree beside them.
public struct PlaylistReader {
    let reading: DocumentReading

    /// Reads the bytes of `file` (a name for messages; `.json` means JSON).
    ///
    /// - Returns: the document when there is no error, and all diagnostics in reading order. What depends on the channel
    ///   (rate, day, media) is for the schedule to check.
    public static func read(
        _ bytes: [UInt8], file: String
    ) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        whole(draft(bytes, file: file))
    }

    /// Reads as much as can be understood: with errors too, for checking what else is wrong.
    ///
    /// - Returns: the document without the events that cannot be understood; `nil` when the text is no document, or what holds
    ///   for the whole list (day, zone, cycle) is not known.
    package static func draft(
        _ bytes: [UInt8], file: String, syntax: DocumentText.Syntax? = nil
    ) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        let reading = DocumentReading(file: file)
        let events = EventCollector(PlaylistReader(reading: reading))
        var diagnostics: [Diagnostic] = []
        let tree = DocumentText.tree(
            bytes, file: file, syntax: syntax, limits: .playlist,
            stream: TreeBuilder.ItemStream(key: "events", take: events.take), diagnostics: &diagnostics)
        reading.add(contentsOf: diagnostics)
        let document = tree.flatMap { events.reader.document($0, events) }
        return (document, reading.diagnostics.inReadingOrder())
    }

    /// Reads a tree in the playlist's own keys, whatever text it came from: its marks are what diagnostics point at. What
    /// `reading` knows already counts too.
    package static func draft(
        _ tree: DocumentNode, reading: DocumentReading
    ) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        let reader = PlaylistReader(reading: reading)
        let document = reader.document(tree, EventCollector(reader))
        return (document, reading.diagnostics.inReadingOrder())
    }

    /// The document of a draft, when there is no error in it.
    package static func whole(
        _ draft: (document: PlaylistDocument?, diagnostics: [Diagnostic])
    ) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        draft.diagnostics.hasErrors ? (nil, draft.diagnostics) : draft
    }

    /// Reads a file.
    public static func load(_ path: String) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        switch DocumentFile.read(path, limit: DocumentLimits.playlist.bytes) {
        case .failure(let diagnostic): (nil, [diagnostic])
        case .success(let bytes): read(bytes, file: path)
        }
    }

    static let keys = [
        "qalqan", "channel", "title", "day", "timeZone", "repeat", "replaces", "late", "hold", "onMissing", "languages",
        "fillers", "events",
    ]

    /// `collected` has the events that were read already; those that stand in the tree are added to it.
    private func document(_ tree: DocumentNode, _ collected: EventCollector) -> PlaylistDocument? {
        guard let fields = reading.fields(tree, of: "a playlist", known: Self.keys) else { return nil }
        let errors = reading.errors
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
        let isPlaced = reading.errors == errors
        document.defaults = defaults(fields)
        document.languages = languages(fields)
        document.fillers = FillerReader(reading: reading).pools(fields)
        guard fields.required("events", "list the events, each as `- id: ...`") != nil,
            let nodes = fields.sequence("events")
        else { return nil }
        for node in nodes { collected.take(node) }
        if collected.count == 0 {
            reading.error(.noEvents, at: fields.mark(of: "events"), "the list has no events", "add one")
        }
        document.events = collected.finish()
        checkNames(document, leftOut: collected.leftOut)
        return isPlaced ? document : nil
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
}
