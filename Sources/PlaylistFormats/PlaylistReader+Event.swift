import Playlist
import Timecode

/// One event of the list.
extension PlaylistReader {
    static let eventKeys = [
        "id", "title", "category", "start", "occurrence", "media", "in", "duration", "alternate", "regions",
    ]

    func event(_ node: DocumentNode) -> PlaylistEvent? {
        reading.event = Self.identifier(of: node) ?? ""
        guard let fields = reading.fields(node, of: "an event", known: Self.eventKeys) else { return nil }
        let id = identifier(fields)
        var marks = PlaylistEvent.Marks()
        marks.event = fields.mark
        marks.start = fields.mark(of: "start")
        marks.media = fields.mark(of: "media")
        marks.inPoint = fields.mark(of: "in")
        marks.duration = fields.mark(of: "duration")
        let start = start(fields)
        let titles = fields.texts(byLanguage: "title")
        let category = fields.text("category", most: 64)
        let duration = duration(fields)
        let alternate = fields["alternate"].flatMap { source($0, of: "`alternate`") }
        let regions = regions(fields)
        guard let source = source(fields, isRequired: true), let id else { return nil }
        return PlaylistEvent(
            id: id, titles: titles, category: category, start: start, source: source, duration: duration,
            alternate: alternate, regions: regions, marks: marks)
    }

    /// The identifier as written, so that messages name the event whatever else is wrong with it.
    private static func identifier(of node: DocumentNode) -> String? {
        guard case .mapping(let entries) = node.content,
            case .scalar(let text, _)? = entries.first(where: { $0.key == "id" })?.value.content
        else { return nil }
        return String(text.prefix(128))
    }

    private func identifier(_ fields: DocumentFields) -> String? {
        guard fields.required("id", "give the event an id of its own, as `id: news-0600`") != nil,
            let id = fields.text("id", most: 128)
        else { return nil }
        if id.contains(where: { $0.isWhitespace || $0 == "#" }) {
            reading.error(
                .wrongValue, at: fields.mark(of: "id"), "`\(id)` cannot be an id: spaces and `#` are not allowed in it",
                "write it with `-` or `_`")
            return nil
        }
        return id
    }

    private func duration(_ fields: DocumentFields) -> FrameAmount? {
        guard let amount = fields.amount("duration") else { return nil }
        let isNothing: Bool =
            switch amount {
            case .frames(let count), .seconds(let count): count == 0
            case .label(let label): label.wholeSeconds == 0 && label.frames == 0
            }
        guard isNothing else { return amount }
        reading.error(
            .amount, at: fields.mark(of: "duration"), "an event lasts at least one frame",
            "correct the duration, or leave it out to play to the media's end")
        return nil
    }

    // MARK: Media

    private func source(_ node: DocumentNode, of what: String) -> MediaSource? {
        reading.fields(node, of: what, known: ["media", "in"]).flatMap { source($0, isRequired: true) }
    }

    private func source(_ fields: DocumentFields, isRequired: Bool) -> MediaSource? {
        if isRequired {
            guard fields.required("media", "name a file below a media folder, as `media: news/0600.mov`") != nil else {
                return nil
            }
        }
        let inPoint = fields.amount("in")
        guard let media = fields.text("media", most: 1024) else { return nil }
        guard MediaSource.isSafe(media) else {
            reading.error(
                .mediaPath, at: fields.mark(of: "media"), "`\(media)` does not stay below a media folder",
                "write a path relative to one of the media folders, without `..`")
            return nil
        }
        return MediaSource(media: media, inPoint: inPoint)
    }

    private func regions(_ fields: DocumentFields) -> [String: RegionalChange] {
        guard let node = fields["regions"] else { return [:] }
        guard case .mapping(let entries) = node.content else {
            reading.error(
                .wrongType, at: node.mark, "`regions` is a mapping by region, not \(node.kindName)",
                "write { UZ: { media: ... }, KG: { skip: true } }")
            return [:]
        }
        var regions: [String: RegionalChange] = [:]
        for entry in entries {
            guard RegionCode.isWellFormed(entry.key) else {
                reading.error(
                    .wrongValue, at: entry.keyMark, "`\(entry.key)` is not an ISO 3166 code",
                    "write a country in capitals (KZ) or one of its parts (KZ-75)")
                continue
            }
            regions[entry.key] = regionalChange(entry)
        }
        return regions
    }

    private func regionalChange(_ entry: DocumentNode.Entry) -> RegionalChange? {
        let known = ["skip", "media", "in", "duration", "alternate"]
        guard let fields = reading.fields(entry.value, of: "the change for \(entry.key)", known: known) else {
            return nil
        }
        if fields.truth("skip") == true {
            if fields.values.count > 1 {
                reading.error(
                    .conflict, at: entry.keyMark, "an event that is skipped in \(entry.key) has nothing else there",
                    "keep `skip: true` alone, or remove it")
            }
            return .skip
        }
        if fields["in"] != nil, fields["media"] == nil {
            reading.error(
                .missingKey, at: fields.mark(of: "in"), "an in-point of a region needs the region's media",
                "name the media beside it")
        }
        let alternate = fields["alternate"].flatMap { source($0, of: "`alternate`") }
        return .replace(
            source: source(fields, isRequired: false), duration: duration(fields), alternate: alternate)
    }
}
