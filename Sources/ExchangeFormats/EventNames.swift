/// Identifiers for events of lists that have none, or none that a playlist takes: unique, and the same for the same list.
struct EventNames {
    private var taken: Set<String> = []
    /// The highest number given out behind each name, so that a list of one clip costs no more than its length.
    private var numbers: [String: Int] = [:]

    /// An identifier of the list itself: kept, and never given to another event. Twice the same is for the reader to say.
    mutating func reserve(_ id: String) { taken.insert(id) }

    /// The identifier for an event that its list calls `name`: the last part of a path without its ending, `-2` and so
    /// on behind it from its second appearance.
    mutating func make(_ name: String) -> String {
        let base = Self.slug(name)
        var number = numbers[base] ?? 0
        var id: String
        repeat {
            number += 1
            id = number == 1 ? base : "\(base)-\(number)"
        } while taken.contains(id)
        numbers[base] = number
        taken.insert(id)
        return id
    }

    /// Whether a playlist takes it as it is.
    static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128 && !text.contains { $0.isWhitespace || $0 == "#" }
            && !text.unicodeScalars.contains { $0.value < 32 }
    }

    private static func slug(_ name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let stem = last.lastIndex(of: ".").map { $0 == last.startIndex ? last : String(last[..<$0]) } ?? last
        var slug = ""
        for character in stem where slug.utf8.count + character.utf8.count <= 96 {
            let isPlain =
                !character.isWhitespace && character != "#" && !character.unicodeScalars.contains { $0.value < 32 }
            if isPlain { slug.append(character) } else if !slug.hasSuffix("-") { slug.append("-") }
        }
        return slug.isEmpty ? "event" : slug
    }
}
