/// How a CSV file's columns stand for a playlist's keys.
public struct TableLayout: Hashable, Sendable {
    /// Where the value of a key is found.
    public enum Column: Hashable, Sendable {
        /// By the name in the header.
        case named(String)
        /// By its number, from 1.
        case number(Int)
    }

    public struct Assignment: Hashable, Sendable {
        public var key: String
        public var column: Column
    }

    /// In the order given; empty = the header's names are the keys.
    public var columns: [Assignment] = []
    /// Between two values: `,`, `;`, a tab or `|`; `nil` = whichever of them the first line has, `,` for writing.
    public var delimiter: UInt8?
    /// Whether the first line names the columns.
    public var hasHeader = true

    public init() {}

    /// Keys that a table can hold, of an event and (the same on every line) of the document. `title.kk` is the title in one
    /// language.
    public static let keys = [
        "id", "title", "category", "start", "soft", "occurrence", "reference", "offset", "media", "in", "duration",
        "alternate", "alternateIn", "channel", "day", "timeZone", "repeat",
    ]
    /// Those of the document.
    static let documentKeys: Set<String> = ["channel", "day", "timeZone", "repeat"]

    public enum Problem: Error, Hashable, Sendable {
        /// Not `key=column`.
        case malformed(String)
        case unknownKey(String)
        case twice(String)
    }

    /// Reads `id=House ID,media=File,duration=4`: a key, and the name or the number of its column. A name with a comma in it
    /// is written in double quotes.
    public mutating func read(_ text: String) throws(Problem) {
        var assignments: [Assignment] = []
        for part in Self.parts(text) {
            let sides = part.split(separator: "=", maxSplits: 1).map {
                String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            guard sides.count == 2, !sides[1].isEmpty else { throw .malformed(part) }
            guard Self.isKey(sides[0]) else { throw .unknownKey(sides[0]) }
            guard !assignments.contains(where: { $0.key == sides[0] }) else { throw .twice(sides[0]) }
            let column: Column =
                Int(sides[1]).flatMap { (1...10_000).contains($0) ? .number($0) : nil } ?? .named(sides[1])
            assignments.append(Assignment(key: sides[0], column: column))
        }
        guard !assignments.isEmpty else { throw .malformed(text) }
        columns = assignments
    }

    private static func parts(_ text: String) -> [String] {
        var parts = [""]
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }

    static func isKey(_ text: String) -> Bool {
        keys.contains(text) || language(of: text) != nil
    }

    /// The language of `title.kk`.
    static func language(of key: String) -> String? {
        key.lowercased().hasPrefix("title.") && key.utf8.count < 64 ? String(key.dropFirst(6)) : nil
    }
}
