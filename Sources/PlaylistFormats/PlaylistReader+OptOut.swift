import Playlist

/// `optOut`: a window that regions fill with lists of their own; and languages by region.
extension PlaylistReader {
    func optOut(_ fields: DocumentFields) -> OptOut? {
        guard let window = fields.fields("optOut", known: ["id", "through", "regions"]) else { return nil }
        let id = window.identifier("id", "give the window an id, as `id: regional-1900`")
        let through = window.text("through", most: 128)
        let example = "{ UZ: [ { id: uz-news, media: uz/news.mov, duration: 5m } ] }"
        guard window.required("regions", "list what each region airs, as \(example)") != nil else { return nil }
        var regions: [String: [PlaylistEvent]] = [:]
        for entry in window.regions("regions", example) {
            guard case .sequence(let nodes) = entry.value.content else {
                reading.error(
                    .wrongType, at: entry.value.mark,
                    "the list for \(entry.key) is a list of events, not \(entry.value.kindName)", "write \(example)")
                continue
            }
            regions[entry.key] = nodes.compactMap { regionalEvent($0, in: entry.key) }
        }
        return id.map { OptOut(id: $0, through: through, regions: regions, mark: window.mark) }
    }

    private func regionalEvent(_ node: DocumentNode, in region: String) -> PlaylistEvent? {
        let event = event(node, of: "an event for \(region)", known: Self.regionalEventKeys)
        if case .until? = event?.loop {
            reading.error(
                .conflict, at: node.mark, "an event of a regional list ends with its window, not by the clock",
                "use { times: ... }, or leave `loop` out")
        }
        return event
    }

    /// `languages: { UZ: [uz, ru] }`.
    func languages(_ fields: DocumentFields) -> [String: [String]] {
        var languages: [String: [String]] = [:]
        for entry in fields.regions("languages", "{ UZ: [uz, ru], KG: [ky, ru] }") {
            let list = DocumentFields(
                reading: reading, what: "`languages`", mark: entry.keyMark, entries: [entry])
            let tags = list.texts(entry.key) ?? []
            for tag in tags where !LocalisedText.isLanguage(tag) {
                reading.error(
                    .wrongValue, at: entry.value.mark, "`\(tag)` is not a language tag",
                    "use BCP 47 tags, as kk, uz, ky, ru, en")
            }
            languages[entry.key] = tags
        }
        return languages
    }
}
