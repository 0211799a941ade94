import Playlist
import Timecode

/// `fillers`: pools of items that fill gaps, the same in a playlist and in a channel's configuration.
package struct FillerReader {
    let reading: DocumentReading

    package init(reading: DocumentReading) { self.reading = reading }

    private static let poolKeys = ["id", "category", "notWithin", "regions", "dayParts", "items"]
    private static let itemKeys = ["id", "title", "duration", "trim"] + DocumentFields.sourceKeys

    /// The pools under `fillers`; identifiers of pools and of items are unique.
    package func pools(_ fields: DocumentFields) -> [FillerPool] {
        let pools = (fields.sequence("fillers") ?? []).compactMap(pool)
        var seen: Set<String> = []
        for pool in pools {
            for item in pool.items where !seen.insert(item.id).inserted {
                reading.error(
                    .duplicateEvent, at: item.mark, "there is a filler `\(item.id)` already",
                    "give every filler its own id")
            }
        }
        return pools
    }

    private func pool(_ node: DocumentNode) -> FillerPool? {
        guard let fields = reading.fields(node, of: "a pool of fillers", known: Self.poolKeys) else { return nil }
        let id = fields.identifier("id", "give the pool an id, as `id: idents`")
        let category = fields.text("category", most: 64)
        let notWithin = fields.amount("notWithin")
        let regions = (fields.texts("regions") ?? []).filter { fields.isRegion($0, at: fields.mark(of: "regions")) }
        let dayParts = (fields.sequence("dayParts") ?? []).compactMap(dayPart)
        guard fields.required("items", "list the fillers, each as `- { id: ..., media: ... }`") != nil,
            let nodes = fields.sequence("items"), let id
        else { return nil }
        if nodes.isEmpty {
            reading.error(.noEvents, at: fields.mark(of: "items"), "the pool has no items", "add one")
        }
        return FillerPool(
            id: id, category: category, notWithin: notWithin, regions: regions, dayParts: dayParts,
            items: nodes.compactMap(item))
    }

    private func item(_ node: DocumentNode) -> FillerPool.Item? {
        guard let fields = reading.fields(node, of: "a filler", known: Self.itemKeys) else { return nil }
        let id = fields.identifier("id", "give the filler an id of its own, as `id: ident-5s`")
        let titles = fields.texts(byLanguage: "title")
        let duration = fields.length("duration", whenAbsent: "to play to the media's end")
        let mayTrim = fields.truth("trim") ?? false
        guard let source = fields.source(isRequired: true), let id else { return nil }
        return FillerPool.Item(
            id: id, titles: titles, source: source, duration: duration, mayTrim: mayTrim, mark: fields.mark)
    }

    private func dayPart(_ node: DocumentNode) -> DayPart? {
        guard let fields = reading.fields(node, of: "a part of the day", known: ["from", "to"]) else { return nil }
        let remedy = "write { from: \"06:00:00:00\", to: \"12:00:00:00\" }"
        guard fields.required("from", remedy) != nil, fields.required("to", remedy) != nil,
            let from = fields.label("from"), let to = fields.label("to")
        else { return nil }
        guard from.hours < 24, to.hours < 24, from.frames == 0, to.frames == 0 else {
            reading.error(.label, at: fields.mark, "a part of the day runs between whole seconds of the clock", remedy)
            return nil
        }
        return DayPart(from: from.wholeSeconds, to: to.wholeSeconds)
    }
}
