import Playlist

/// Trees made by hand: what writers build, and what readers of other formats translate into.
extension DocumentNode {
    /// A text, whatever it looks like.
    package static func text(_ text: some StringProtocol, at mark: SourceMark = .none) -> DocumentNode {
        DocumentNode(content: .scalar(String(text), isQuoted: true), mark: mark)
    }

    /// A number, a truth value or `null`, as its characters.
    package static func word(_ word: some StringProtocol, at mark: SourceMark = .none) -> DocumentNode {
        DocumentNode(content: .scalar(String(word), isQuoted: false), mark: mark)
    }

    package static func list(_ items: [DocumentNode], at mark: SourceMark = .none) -> DocumentNode {
        DocumentNode(content: .sequence(items), mark: mark)
    }

    /// A mapping of the values that are there, in this order; a key's place is its value's.
    package static func mapping(
        _ entries: [(key: String, value: DocumentNode?)], at mark: SourceMark = .none
    ) -> DocumentNode {
        let present = entries.compactMap { entry in
            entry.value.map { Entry(key: entry.key, keyMark: $0.mark, value: $0) }
        }
        return DocumentNode(content: .mapping(present), mark: mark)
    }

    /// The entries of a mapping; none for anything else.
    package var entries: [Entry] {
        if case .mapping(let entries) = content { entries } else { [] }
    }

    /// The value of a key of a mapping, when it is there and is not nothing.
    package subscript(key: String) -> DocumentNode? {
        guard let node = entries.first(where: { $0.key == key })?.value, !node.isNull else { return nil }
        return node
    }

    /// The characters of a scalar.
    package var scalar: String? {
        if case .scalar(let text, _) = content, !isNull { text } else { nil }
    }
}
