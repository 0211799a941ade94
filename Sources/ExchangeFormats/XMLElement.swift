import Playlist

/// An element of an XML document: names, attributes, text and place; nothing of how it was written.
struct XMLElement {
    /// Without its prefix.
    var name: String
    /// Empty where it is in none.
    var namespace: String
    var attributes: [String: String]
    /// Of the element's own character data, in one piece.
    var text = ""
    var children: [XMLElement] = []
    /// Of the `<` that opens it.
    var mark: SourceMark

    /// Children of this name in the element's own namespace.
    func all(_ name: String) -> [XMLElement] {
        children.filter { $0.name == name && $0.namespace == namespace }
    }

    /// The first descendant by a path of names, each in the element's own namespace.
    func first(_ path: String...) -> XMLElement? {
        var element = self
        for name in path {
            guard let next = element.children.first(where: { $0.name == name && $0.namespace == namespace }) else {
                return nil
            }
            element = next
        }
        return element
    }

    /// An attribute whatever its case; systems differ.
    func attribute(_ name: String) -> String? {
        attributes[name] ?? attributes.first { $0.key.lowercased() == name.lowercased() }?.value
    }

    /// The text without white space around it; `nil` when nothing is left.
    var value: String? {
        let trimmed = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        return trimmed.isEmpty ? nil : String(trimmed)
    }
}
