import Playlist
import Timecode

/// `secondary`: what happens beside an event's picture and sound.
extension PlaylistReader {
    private static let kinds = ["logo", "overlay", "audioMap", "gpo", "splice", "subtitle"]

    func secondary(_ fields: DocumentFields) -> [SecondaryEvent] {
        (fields.sequence("secondary") ?? []).compactMap(secondary)
    }

    private func secondary(_ node: DocumentNode) -> SecondaryEvent? {
        let known = Self.kinds + ["from", "offset", "before", "duration"]
        guard let fields = reading.fields(node, of: "a secondary event", known: known) else { return nil }
        let kinds = Self.kinds.filter { fields[$0] != nil }
        guard kinds.count == 1 else {
            reading.error(
                kinds.isEmpty ? .missingKey : .conflict, at: node.mark,
                kinds.isEmpty
                    ? "a secondary event does not say what it does"
                    : "a secondary event does one thing, not \(reading.list(kinds)) at once",
                "one of \(reading.list(Self.kinds)), as { logo: off, offset: 5s, duration: 10s }")
            return nil
        }
        let anchor: SecondaryEvent.Anchor? = fields.word("from", among: ["start": .start, "end": .end])
        if fields["offset"] != nil, fields["before"] != nil {
            reading.error(
                .conflict, at: fields.keyMark(of: "before") ?? fields.mark,
                "`offset` is after the event's start or end, `before` is before it", "keep one of them")
        }
        let before = fields.amount("before")
        let offset = fields.amount("offset")
        let duration = fields.length("duration", whenAbsent: "to last to the event's end")
        guard let kind = kind(kinds[0], fields) else { return nil }
        return SecondaryEvent(
            kind, anchor: anchor ?? .start, offset: before ?? offset ?? .frames(0), isBefore: before != nil,
            duration: duration, mark: node.mark)
    }

    private func kind(_ key: String, _ fields: DocumentFields) -> SecondaryEvent.Kind? {
        switch key {
        case "logo": return fields.word("logo", among: ["on": .logo(on: true), "off": .logo(on: false)])
        case "splice": return fields.word("splice", among: ["out": .splice(out: true), "in": .splice(out: false)])
        case "overlay":
            guard let path = fields.text("overlay", most: 1024) else { return nil }
            if MediaSource.isSafe(path) { return .overlay(path) }
            reading.error(
                .mediaPath, at: fields.mark(of: "overlay"), "`\(path)` does not stay below a media folder",
                "write a path relative to one of the media folders, without `..`")
            return nil
        case "audioMap": return fields.text("audioMap", most: 64).map { .audioMap($0) }
        case "gpo": return fields.text("gpo", most: 64).map { .gpo($0) }
        default:
            guard let language = fields.text("subtitle", most: 64) else { return nil }
            if LocalisedText.isLanguage(language) { return .subtitle(language) }
            reading.error(
                .wrongValue, at: fields.mark(of: "subtitle"), "`\(language)` is not a language tag",
                "use BCP 47 tags, as kk, uz, ky, ru, en")
            return nil
        }
    }
}
