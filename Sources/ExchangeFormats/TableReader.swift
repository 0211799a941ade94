import Playlist
import PlaylistFormats
import Timecode

/// A table of events: one a line, its columns assigned to the playlist's keys by a header or a layout.
struct TableReader {
    private let foreign: ForeignReading
    private var layout: TableLayout { foreign.settings.table }
    private var reading: DocumentReading { foreign.reading }

    init(_ foreign: ForeignReading) { self.foreign = foreign }

    func document(_ text: [UInt8]) -> DocumentNode? {
        let delimiter = layout.delimiter ?? TableText.delimiter(of: text)
        var rows = TableText.rows(text, delimiter: delimiter, reading: reading)[...]
        let header = layout.hasHeader ? rows.popFirst() : nil
        guard !rows.isEmpty else {
            reading.error(
                .noEvents, at: SourceMark(line: 1, column: 1), "the table has no lines of events",
                layout.hasHeader ? "the first line names the columns, each further one is an event" : "add one")
            return nil
        }
        guard let columns = columns(header, width: rows.first?.cells.count ?? 0) else { return nil }
        let width = header?.cells.count ?? rows.first?.cells.count ?? 0
        var events: [DocumentNode] = []
        var common: [String: TableText.Cell] = [:]
        for row in rows {
            if row.cells.count != width {
                reading.event = ""
                reading.error(
                    .columns, at: row.mark, "the line has \(row.cells.count) values, the first one has \(width)",
                    "put quotes around values with a delimiter in them, and write empty values out")
                continue
            }
            var cells: [String: TableText.Cell] = [:]
            for (key, index) in columns where index < row.cells.count && !row.cells[index].text.isEmpty {
                cells[key] = row.cells[index]
            }
            collect(cells, into: &common)
            events.append(TableEvent(foreign: foreign, cells: cells, mark: row.mark).node())
        }
        let top = SourceMark(line: 1, column: 1)
        func value(_ key: String) -> DocumentNode? { common[key].map { .text($0.text, at: $0.mark) } }
        return .mapping(
            [
                ("qalqan", .word("1", at: top)), ("channel", value("channel")), ("day", value("day")),
                ("timeZone", value("timeZone")), ("repeat", value("repeat")), ("events", .list(events, at: top)),
            ], at: top)
    }

    /// What is the document's must be the same on every line that says it.
    private func collect(_ cells: [String: TableText.Cell], into common: inout [String: TableText.Cell]) {
        for key in TableLayout.documentKeys.sorted() {
            guard let cell = cells[key] else { continue }
            guard let known = common[key] else {
                common[key] = cell
                continue
            }
            if known.text != cell.text {
                reading.event = ""
                reading.error(
                    .conflict, at: cell.mark,
                    "`\(key)` is `\(cell.text.prefix(60))` here and `\(known.text.prefix(60))` on line \(known.mark.line)",
                    "a table is one playlist: split it")
            }
        }
    }

    // MARK: Columns

    /// Where each key is found.
    private func columns(_ header: TableText.Row?, width: Int) -> [(key: String, index: Int)]? {
        let names = header?.cells.map { Self.trimmed($0.text) } ?? []
        var columns: [(key: String, index: Int)] = []
        if layout.columns.isEmpty {
            columns = header.map(keys) ?? []
            if header == nil {
                reading.error(
                    .columns, at: .none, "without a header line the columns need to be named",
                    "say which is which: --columns id=1,media=2,duration=3")
                return nil
            }
        }
        for assignment in layout.columns {
            switch assignment.column {
            case .number(let number):
                if number <= max(width, names.count) {
                    columns.append((assignment.key, number - 1))
                } else {
                    reading.error(
                        .columns, at: header?.mark ?? .none, "there is no column \(number) for `\(assignment.key)`",
                        "the table has \(max(width, names.count))")
                }
            case .named(let name):
                if let index = names.firstIndex(of: Self.trimmed(name)) {
                    columns.append((assignment.key, index))
                } else {
                    let near = NearestName.of(name, among: names).map { "did you mean `\($0)`?" }
                    reading.error(
                        .columns, at: header?.mark ?? .none, "there is no column `\(name)` for `\(assignment.key)`",
                        near ?? "the columns are \(reading.list(names))")
                }
            }
        }
        guard columns.contains(where: { $0.key == "media" }) else {
            let remedy = "name it: --columns media=\(names.first.map { "\"\($0)\"" } ?? "1"),..."
            reading.error(.columns, at: header?.mark ?? .none, "no column is `media`", remedy)
            return nil
        }
        return columns
    }

    /// Columns whose names are keys, whatever their case.
    private func keys(_ header: TableText.Row) -> [(key: String, index: Int)] {
        var columns: [(key: String, index: Int)] = []
        for (index, cell) in header.cells.enumerated() {
            let name = Self.trimmed(cell.text)
            let known = TableLayout.keys.first { $0.lowercased() == name.lowercased() }
            guard let key = known ?? TableLayout.language(of: name).map({ "title.\($0)" }) else {
                let near = NearestName.of(name, among: TableLayout.keys).map { "did you mean `\($0)`?" }
                foreign.reading.warning(
                    .notUsed, at: cell.mark, "the column `\(name.prefix(60))` is not used",
                    near ?? "assign it with --columns if it is meant")
                continue
            }
            if columns.contains(where: { $0.key == key }) {
                reading.error(.duplicateKey, at: cell.mark, "there are two columns `\(key)`", "keep one")
            } else {
                columns.append((key, index))
            }
        }
        return columns
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
