import Playlist
import Timecode

/// `start`: when an event begins.
extension PlaylistReader {
    private static let startKeys = ["at", "soft", "occurrence", "cycle", "with", "after", "fromEnd", "offset"]
    private static let kinds = ["at", "cycle", "with", "after", "fromEnd"]
    private static let remedy =
        "write { at: \"18:00:00:00\" }, { at: ..., soft: \"00:00:30:00\" }, { cycle: ... }, { with: ID, offset: ... }, "
        + "{ after: ID }, { fromEnd: ID, offset: ... }, manual, or leave it out to follow"

    func start(_ event: DocumentFields) -> StartRule {
        let occurrence = event.integer("occurrence", in: 1...2).map(Int.init)
        guard let node = event["start"] else {
            refuseOccurrence(occurrence, at: event.keyMark(of: "occurrence"))
            return .follow
        }
        if case .scalar(let word, _) = node.content {
            refuseOccurrence(occurrence, at: event.keyMark(of: "occurrence"))
            switch word {
            case "manual": return .manual
            case "follow": return .follow
            default:
                let advice = TimecodeLabel(word).map { "write { at: \"\($0)\" }" } ?? Self.remedy
                reading.error(.wrongValue, at: node.mark, "`start` cannot be `\(word.prefix(60))`", advice)
                return .follow
            }
        }
        guard let fields = reading.fields(node, of: "`start`", known: Self.startKeys) else { return .follow }
        let kinds = Self.kinds.filter { fields[$0] != nil }
        guard kinds.count == 1 else {
            reading.error(
                kinds.isEmpty ? .missingKey : .conflict, at: node.mark,
                kinds.isEmpty
                    ? "`start` does not say when" : "`start` says \(reading.list(kinds)) at once", Self.remedy)
            return .follow
        }
        return start(fields, kind: kinds[0], occurrence: occurrence, occurrenceMark: event.keyMark(of: "occurrence"))
    }

    private func start(
        _ fields: DocumentFields, kind: String, occurrence outer: Int?, occurrenceMark: SourceMark?
    ) -> StartRule {
        let allowed: [String] =
            switch kind {
            case "at": ["at", "soft", "occurrence"]
            case "cycle": ["cycle"]
            default: [kind, "offset"]
            }
        for key in fields.entries.map(\.key).sorted() where !allowed.contains(key) && fields[key] != nil {
            reading.error(
                .conflict, at: fields.keyMark(of: key) ?? fields.mark, "`\(key)` means nothing beside `\(kind)`",
                "remove it")
        }
        if kind != "at" { refuseOccurrence(outer, at: occurrenceMark) }
        let offset = fields.amount("offset") ?? .frames(0)
        switch kind {
        case "at":
            let inner = fields.integer("occurrence", in: 1...2).map(Int.init)
            if let inner, let outer, inner != outer {
                reading.error(
                    .conflict, at: fields.mark(of: "occurrence"), "`occurrence` is given twice, differently",
                    "keep one")
            }
            let soft = fields.amount("soft")
            guard let label = fields.label("at") else { return .follow }
            return .at(label, soft: soft, occurrence: inner ?? outer)
        case "cycle": return fields.amount("cycle").map { .cycle($0) } ?? .follow
        case "with": return fields.text("with").map { .with($0, offset: offset) } ?? .follow
        case "after": return fields.text("after").map { .after($0, offset: offset) } ?? .follow
        default: return fields.text("fromEnd").map { .fromEnd($0, offset: offset) } ?? .follow
        }
    }

    private func refuseOccurrence(_ occurrence: Int?, at mark: SourceMark?) {
        guard occurrence != nil, let mark else { return }
        reading.error(
            .conflict, at: mark, "`occurrence` belongs to a start with `at`", "remove it, or give the event a time")
    }
}
