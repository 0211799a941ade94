import Playlist
import PlaylistFormats

/// A table of events: CSV as RFC 4180 has it, with the playlist's keys as columns, or those that a layout names.
struct TableWriter: ExchangeWriter {
    static let held: Set<String>? = ["id", "title", "category", "media", "in", "duration", "alternate"]
    static let heldOfDocument: Set<String>? = ["channel", "day", "timeZone", "repeat", "events"]

    let writing: ExchangeWriting

    mutating func text(_ document: PlaylistDocument) -> String {
        let layout = writing.settings.table
        let rows = document.events.map { cells($0, of: document) }
        let columns = layout.columns.isEmpty ? standardColumns(rows) : chosenColumns(layout, rows)
        let delimiter = Character(Unicode.Scalar(layout.delimiter ?? UInt8(ascii: ",")))
        var text = ""
        if layout.hasHeader { text += line(columns.map(\.title), delimiter) }
        for row in rows { text += line(columns.map { row[$0.key] ?? "" }, delimiter) }
        return text
    }

    private func cells(_ event: PlaylistEvent, of document: PlaylistDocument) -> [String: String] {
        var cells: [String: String] = [:]
        func set(_ key: String, _ node: DocumentNode?) { cells[key] = node?.scalar }
        let head = DocumentNode.mapping(PlaylistWriter.head(document))
        let node = PlaylistWriter.event(event)
        for key in TableLayout.documentKeys { set(key, head[key]) }
        for key in ["id", "category", "media", "in", "duration"] { set(key, node[key]) }
        cells["media"] = writing.path(event.source.media)
        cells["alternate"] = event.alternate.map { writing.path($0.media) }
        if event.alternate?.inTimecode != nil { writing.lose("`alternate` with `inTimecode`", of: event) }
        set("alternateIn", node["alternate"]?["in"])
        for title in event.titles {
            cells[title.language == LocalisedText.anyLanguage ? "title" : "title.\(title.language)"] = title.text
        }
        guard let start = node["start"] else { return cells }
        if let word = start.scalar { cells["start"] = word }
        for entry in start.entries {
            switch entry.key {
            case "at": cells["start"] = entry.value.scalar
            case "cycle": (cells["start"], cells["offset"]) = ("cycle", entry.value.scalar)
            case "with", "after", "fromEnd": (cells["start"], cells["reference"]) = (entry.key, entry.value.scalar)
            case "soft", "occurrence", "offset": cells[entry.key] = entry.value.scalar
            default: writing.lose("`start` with `\(entry.key)`", of: event)
            }
        }
        return cells
    }

    // MARK: Columns

    /// Every key that some line has, in the order of `TableLayout.keys`; titles by language behind `title`.
    private func standardColumns(_ rows: [[String: String]]) -> [(key: String, title: String)] {
        let used = rows.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        let languages = used.filter { TableLayout.language(of: $0) != nil }.sorted()
        return TableLayout.keys.flatMap { key in
            (used.contains(key) || key == "id" || key == "media" ? [key] : []) + (key == "title" ? languages : [])
        }.map { ($0, $0) }
    }

    /// The columns of the layout, numbered ones at their places; keys without one are lost, and said to be.
    private func chosenColumns(_ layout: TableLayout, _ rows: [[String: String]]) -> [(key: String, title: String)] {
        var columns: [(key: String, title: String)] = []
        for assignment in layout.columns {
            switch assignment.column {
            case .named(let name): columns.append((assignment.key, name))
            case .number(let number):
                while columns.count < number - 1 { columns.append(("", "")) }
                if number <= columns.count {
                    columns[number - 1] = (assignment.key, assignment.key)
                } else {
                    columns.append((assignment.key, assignment.key))
                }
            }
        }
        let present = Set(columns.map(\.key))
        for (event, row) in zip(writing.document.events, rows) {
            for key in row.keys.sorted() where !present.contains(key) {
                writing.lose("`\(key)`, for which the layout has no column,", of: event)
            }
        }
        return columns
    }

    private func line(_ cells: [String], _ delimiter: Character) -> String {
        let quoted = cells.map { cell in
            let isPlain = !cell.unicodeScalars.contains { "\"\r\n,;|\t".unicodeScalars.contains($0) }
            return isPlain && cell.first != " " && cell.last != " "
                ? cell : "\"" + cell.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
        }
        // A line of one empty value would be read as no line at all.
        let text = quoted.joined(separator: String(delimiter))
        return (text.isEmpty ? "\"\"" : text) + "\r\n"
    }
}
