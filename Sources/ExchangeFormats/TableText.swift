import Playlist
import PlaylistFormats

/// The cells of a CSV text (RFC 4180), each with its place.
///
/// Lines end with CRLF, LF or CR; a value between quotes may hold delimiters, line ends and doubled quotes. Empty lines are
/// left out.
struct TableText {
    struct Cell: Hashable {
        var text: String
        /// Of its first character, behind the quote if there is one.
        var mark: SourceMark
    }

    struct Row: Hashable {
        var cells: [Cell]
        var mark: SourceMark
    }

    static let delimiters: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    /// Cells in one line.
    static let mostColumns = 1000

    /// The delimiter that stands most often in the first line outside quotes.
    static func delimiter(of text: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in text {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D { break }
            if delimiters.contains(byte) { counts[byte, default: 0] += 1 }
        }
        return delimiters.max { (counts[$0] ?? 0, $1) < (counts[$1] ?? 0, $0) } ?? delimiters[0]
    }

    private let text: [UInt8]
    private let delimiter: UInt8
    private let reading: DocumentReading
    private var index = 0
    private var mark = SourceMark(line: 1, column: 1)

    /// Reads all rows; what is not CSV is reported, and read as it is meant as far as that can be told.
    static func rows(_ text: [UInt8], delimiter: UInt8, reading: DocumentReading) -> [Row] {
        var table = TableText(text: text, delimiter: delimiter, reading: reading)
        var rows: [Row] = []
        while table.index < text.count {
            let row = table.row()
            if row.cells.count > 1 || row.cells.first?.text.isEmpty == false { rows.append(row) }
        }
        return rows
    }

    private init(text: [UInt8], delimiter: UInt8, reading: DocumentReading) {
        self.text = text
        self.delimiter = delimiter
        self.reading = reading
    }

    private mutating func row() -> Row {
        let start = mark
        var cells: [Cell] = []
        while true {
            let cell = cell()
            if cells.count < Self.mostColumns {
                cells.append(cell)
            } else if cells.count == Self.mostColumns {
                reading.error(.columns, at: cell.mark, "more than \(Self.mostColumns) columns", "remove some")
                cells.append(cell)
            }
            guard index < text.count, text[index] == delimiter else { break }
            advance()
        }
        endLine()
        return Row(cells: cells, mark: start)
    }

    private mutating func cell() -> Cell {
        guard index < text.count, text[index] == UInt8(ascii: "\"") else { return bare() }
        let opening = mark
        advance()
        let start = mark
        var bytes: [UInt8] = []
        while index < text.count {
            let byte = text[index]
            guard byte == UInt8(ascii: "\"") else {
                let first = index
                step()
                bytes.append(contentsOf: text[first..<index])
                continue
            }
            advance()
            guard index < text.count, text[index] == UInt8(ascii: "\"") else {
                let cell = Cell(text: String(decoding: bytes, as: UTF8.self), mark: start)
                if index < text.count, text[index] != delimiter, !isEnd(text[index]) {
                    reading.error(
                        .syntax, at: mark, "something stands between a closing quote and the end of its value",
                        "write a quote inside a value twice")
                    _ = bare()
                }
                return cell
            }
            bytes.append(byte)
            advance()
        }
        reading.error(.syntax, at: opening, "the quote that opens this value is never closed", "close it")
        return Cell(text: String(decoding: bytes, as: UTF8.self), mark: start)
    }

    private mutating func bare() -> Cell {
        let start = mark
        let first = index
        while index < text.count, text[index] != delimiter, !isEnd(text[index]) {
            if text[index] == UInt8(ascii: "\"") {
                reading.error(
                    .syntax, at: mark, "a quote stands inside a value that has none around it",
                    "put quotes around the value and write the one inside twice")
            }
            advance()
        }
        return Cell(text: String(decoding: text[first..<index], as: UTF8.self), mark: start)
    }

    private func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private mutating func endLine() {
        guard index < text.count else { return }
        step()
    }

    /// One byte on, or over a whole line end.
    private mutating func step() {
        guard isEnd(text[index]) else {
            advance()
            return
        }
        let isBoth = text[index] == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A
        index += isBoth ? 2 : 1
        mark = SourceMark(line: mark.line + 1, column: 1)
    }

    private mutating func advance() {
        if text[index] & 0xC0 != 0x80 { mark.column += 1 }
        index += 1
    }
}
