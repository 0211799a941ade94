/// A place in a document's text.
public struct SourceMark: Hashable, Sendable {
    /// Both count from 1; columns count Unicode scalars. 0 where the place is the document as a whole.
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static let none = SourceMark(line: 0, column: 0)
}

extension SourceMark: Comparable {
    public static func < (a: SourceMark, b: SourceMark) -> Bool { (a.line, a.column) < (b.line, b.column) }
}
