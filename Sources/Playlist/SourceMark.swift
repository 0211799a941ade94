/// A place in a document's text.
public struct SourceMark: Hashable, Sendable {
    // Kept small: every event of a list has several.
    private var storedLine: Int32
    private var storedColumn: Int32

    /// Lines and columns count from 1, columns in Unicode scalars. 0 where the place is the document as a whole.
    public var line: Int {
        get { Int(storedLine) }
        set { storedLine = Int32(clamping: newValue) }
    }
    public var column: Int {
        get { Int(storedColumn) }
        set { storedColumn = Int32(clamping: newValue) }
    }

    public init(line: Int, column: Int) {
        storedLine = Int32(clamping: line)
        storedColumn = Int32(clamping: column)
    }

    public static let none = SourceMark(line: 0, column: 0)
}

extension SourceMark: Comparable {
    public static func < (a: SourceMark, b: SourceMark) -> Bool { (a.line, a.column) < (b.line, b.column) }
}
