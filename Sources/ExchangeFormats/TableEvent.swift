import Playlist
import PlaylistFormats
import Timecode

/// One line of a table as an event in the playlist's own keys.
struct TableEvent {
    let foreign: ForeignReading
    /// By key; empty cells left out.
    let cells: [String: TableText.Cell]
    let mark: SourceMark

    private var reading: DocumentReading { foreign.reading }

    func node() -> DocumentNode {
        let id: DocumentNode
        if let cell = cells["id"] {
            foreign.names.reserve(cell.text)
            id = .text(cell.text, at: cell.mark)
        } else {
            id = .text(foreign.names.make(cells["media"]?.text ?? ""), at: mark)
        }
        reading.event = String((id.scalar ?? "").prefix(128))
        return .mapping(
            [
                ("id", id), ("title", titles), ("category", cells["category"].map { .text($0.text, at: $0.mark) }),
                ("start", start), ("media", cells["media"].map { foreign.media($0.text, at: $0.mark) }),
                ("in", amount("in")), ("duration", amount("duration")), ("alternate", alternate),
            ], at: mark)
    }

    private var titles: DocumentNode? {
        let single = cells["title"].flatMap { foreign.title($0.text, at: $0.mark) }
        let languages = cells.keys.filter { TableLayout.language(of: $0) != nil }.sorted()
        guard !languages.isEmpty else { return single }
        var texts = languages.map { key in
            (key: String(key.dropFirst(6)), value: cells[key].flatMap { foreign.title($0.text, at: $0.mark) })
        }
        if let single { texts.append((LocalisedText.anyLanguage, single)) }
        return .mapping(texts, at: cells[languages[0]]?.mark ?? mark)
    }

    private var alternate: DocumentNode? {
        guard let cell = cells["alternate"] else {
            if let orphan = cells["alternateIn"] {
                reading.error(.missingKey, at: orphan.mark, "an `alternateIn` needs an `alternate`", "name its file")
            }
            return nil
        }
        return .mapping(
            [("media", foreign.media(cell.text, at: cell.mark)), ("in", amount("alternateIn"))], at: cell.mark)
    }

    // MARK: Times

    /// An amount in the playlist's own spellings, `HH:MM:SS`, or seconds as 30 or 30.04.
    private func amount(_ key: String) -> DocumentNode? {
        guard let cell = cells[key] else { return nil }
        if FrameAmount(cell.text) != nil { return .text(cell.text, at: cell.mark) }
        if let label = TimecodeLabel(cell.text + ":00") { return .text("\(label)", at: cell.mark) }
        guard ExactNumber(cell.text) != nil else { return .text(cell.text, at: cell.mark) }
        return foreign.frames(seconds: cell.text, at: cell.mark, "`\(key)`").flatMap {
            foreign.amount($0, at: cell.mark, "`\(key)`")
        }
    }

    /// `start` is empty, `follow`, `manual`, a time of day, or `at`, `cycle`, `with`, `after`, `fromEnd` with the rest in the
    /// columns `soft`, `occurrence`, `reference` and `offset`.
    private var start: DocumentNode? {
        let reference = cells["reference"].map { DocumentNode.text($0.text, at: $0.mark) }
        guard let cell = cells["start"], cell.text.lowercased() != "follow" else {
            for key in ["soft", "occurrence", "reference", "offset"] {
                guard let orphan = cells[key] else { continue }
                reading.error(
                    .conflict, at: orphan.mark, "`\(key)` means nothing for an event that follows", "give it a `start`")
            }
            return nil
        }
        switch cell.text {
        case "manual": return .text("manual", at: cell.mark)
        case "cycle": return .mapping([("cycle", amount("offset"))], at: cell.mark)
        case "with", "after", "fromEnd":
            guard let reference else {
                reading.error(
                    .missingKey, at: cell.mark, "`\(cell.text)` needs the event it counts from",
                    "name it in the column `reference`")
                return nil
            }
            return .mapping([(cell.text, reference), ("offset", amount("offset"))], at: cell.mark)
        default:
            let label = TimecodeLabel(cell.text) ?? TimecodeLabel(cell.text + ":00")
            return .mapping(
                [
                    ("at", .text(label.map { "\($0)" } ?? cell.text, at: cell.mark)), ("soft", amount("soft")),
                    ("occurrence", cells["occurrence"].map { .word($0.text, at: $0.mark) }),
                ], at: cell.mark)
        }
    }
}
