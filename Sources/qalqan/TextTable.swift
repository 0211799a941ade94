/// Columns of text, aligned, for a terminal or a file.
struct TextTable {
    var heads: [String]
    var rows: [[String]]
    /// Columns set flush right.
    var right: Set<Int> = []

    var text: String {
        let count = heads.count
        var widths = heads.map(Self.width)
        for row in rows {
            for (index, cell) in row.enumerated() where index < count {
                widths[index] = max(widths[index], Self.width(cell))
            }
        }
        return ([heads] + rows).map { line($0, widths) }.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, width) in widths.enumerated() {
            let cell = index < cells.count ? cells[index] : ""
            let space = String(repeating: " ", count: max(0, width - Self.width(cell)))
            let isLast = index == widths.count - 1
            line += right.contains(index) ? space + cell : isLast ? cell : cell + space
            if !isLast { line += "  " }
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// Terminal columns of a text: one a character, two for wide ones (CJK, emoji).
    static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + ($1.unicodeScalars.contains { $0.value >= 0x1100 && isWide($0.value) } ? 2 : 1) }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        (0x1100...0x115F).contains(value) || (0x2E80...0xA4CF).contains(value) || (0xAC00...0xD7A3).contains(value)
            || (0xF900...0xFAFF).contains(value) || (0xFE30...0xFE6F).contains(value)
            || (0xFF00...0xFF60).contains(value) || (0x1F300...0x1FAFF).contains(value)
    }
}
