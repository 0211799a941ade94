import Playlist
import Timecode

/// One event of the list.
extension PlaylistReader {
    /// What an event of a regional list may have: it follows the one before it.
    static let regionalEventKeys =
        ["id", "title", "category", "duration", "alternate", "loop", "onMissing", "secondary"]
        + DocumentFields.sourceKeys
    static let eventKeys =
        regionalEventKeys + ["start", "occurrence", "regions", "priority", "late", "hold", "optOut"]

    func event(_ node: DocumentNode) -> PlaylistEvent? { event(node, of: "an event", known: Self.eventKeys) }

    func event(_ node: DocumentNode, of what: String, known: [String]) -> PlaylistEvent? {
        reading.event = Self.identifier(of: node) ?? ""
        guard let fields = reading.fields(node, of: what, known: known) else { return nil }
        let id = fields.identifier("id", "give the event an id of its own, as `id: news-0600`")
        var marks = PlaylistEvent.Marks()
        marks.event = fields.mark
        marks.start = fields.mark(of: "start")
        marks.media = fields.mark(of: "media")
        marks.inPoint = fields.mark(of: fields["inTimecode"] == nil ? "in" : "inTimecode")
        marks.duration = fields.mark(of: "duration")
        var event = PlaylistEvent(id: id ?? "", source: MediaSource(media: ""), marks: marks)
        event.start = start(fields)
        event.titles = fields.texts(byLanguage: "title")
        event.category = fields.text("category", most: 64)
        event.duration = duration(fields)
        event.alternate = fields.source(under: "alternate")
        event.regions = regions(fields)
        event.priority = fields.integer("priority", in: 0...9).map(Int.init) ?? 0
        event.late = late(fields)
        event.hold = hold(fields)
        event.onMissing = missingSteps(fields["onMissing"], of: "onMissing")
        event.loop = loop(fields)
        event.secondary = secondary(fields)
        let source = fields.source(isRequired: true)
        event.optOut = optOut(fields)
        reading.event = id ?? ""
        guard let source, id != nil else { return nil }
        event.source = source
        return event
    }

    /// The identifier as written, so that messages name the event whatever else is wrong with it.
    private static func identifier(of node: DocumentNode) -> String? {
        guard case .mapping(let entries) = node.content,
            case .scalar(let text, _)? = entries.first(where: { $0.key == "id" })?.value.content
        else { return nil }
        return String(text.prefix(128))
    }

    private func duration(_ fields: DocumentFields) -> FrameAmount? {
        fields.length("duration", whenAbsent: "to play to the media's end")
    }

    // MARK: Regions

    private func regions(_ fields: DocumentFields) -> [String: RegionalChange] {
        guard fields["regions"] != nil else { return [:] }
        var regions: [String: RegionalChange] = [:]
        for entry in fields.regions("regions", "{ UZ: { media: ... }, KG: { skip: true } }") {
            regions[entry.key] = regionalChange(entry)
        }
        return regions
    }

    private func regionalChange(_ entry: DocumentNode.Entry) -> RegionalChange? {
        let known = ["skip", "duration", "alternate"] + DocumentFields.sourceKeys
        guard let fields = reading.fields(entry.value, of: "the change for \(entry.key)", known: known) else {
            return nil
        }
        if fields.truth("skip") == true {
            if fields.entries.count > 1 {
                reading.error(
                    .conflict, at: entry.keyMark, "an event that is skipped in \(entry.key) has nothing else there",
                    "keep `skip: true` alone, or remove it")
            }
            return .skip
        }
        let alternate = fields.source(under: "alternate")
        return .replace(
            source: fields.source(isRequired: false), duration: duration(fields), alternate: alternate)
    }
}
