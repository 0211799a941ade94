import Playlist

/// A document as written: text, lists and mappings with their places, nothing resolved to numbers, dates or booleans.
package struct DocumentNode: Sendable {
    package enum Content: Sendable {
        /// A scalar as its characters; `isQuoted` when it cannot be meant as a number, a truth value or nothing.
        case scalar(String, isQuoted: Bool)
        case sequence([DocumentNode])
        /// In the order written; keys unique (a repeated one has been reported and left out).
        case mapping([Entry])
    }

    package struct Entry: Sendable {
        package var key: String
        package var keyMark: SourceMark
        package var value: DocumentNode
    }

    package var content: Content
    package var mark: SourceMark

    /// What a person calls it in an error.
    package var kindName: String {
        switch content {
        case .scalar("", isQuoted: false): "nothing"
        case .scalar(let text, _): "`\(text.prefix(60))`"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether it is written as nothing: empty, `null` or `~`.
    package var isNull: Bool {
        if case .scalar(let text, isQuoted: false) = content {
            return ["", "null", "~", "Null", "NULL"].contains(text)
        }
        return false
    }
}
