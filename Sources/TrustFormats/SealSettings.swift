import Playlist
import Timecode
import Trust
import Yams

/// What a desk says about a file when it seals it (`qalqan seal --set predicate.yaml`); all of it optional.
///
/// ```yaml
/// origin: { desk: newsroom, country: KZ }
/// category: news
/// languages: [kk, ru]
/// territories: [KZ, KG]              # absent = everywhere
/// notBefore: 2026-11-22T00:00:00Z    # first instant it may air
/// notAfter: 2026-12-22               # first instant it may not any more
/// digitalSourceType: digitalCapture  # IPTC term, or its whole identifier
/// ```
package struct SealSettings: Hashable, Sendable {
    package var origin: SealStatement.Origin?
    package var category: String?
    package var languages: [String] = []
    package var territories: [String] = []
    package var notBefore: TAIInstant?
    package var notAfter: TAIInstant?
    package var disclosure: DigitalSourceType?

    package init() {}

    static let keys = [
        "origin", "category", "languages", "territories", "notBefore", "notAfter", "digitalSourceType",
    ]

    /// Reads a YAML or JSON document. All that is wrong is thrown at once, one problem a line with its line number.
    package init(yaml: String) throws(SealProblem) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw SealProblem("\(error)")
        }
        guard let root, root != Node("") else { return }
        var reader = SettingsReader()
        self = reader.read(root)
        guard reader.problems.isEmpty else { throw SealProblem(reader.problems.joined(separator: "\n")) }
    }

    /// Puts what the desk says into a statement, in place of what was there.
    package func apply(to statement: inout SealStatement) {
        statement.origin = origin
        statement.category = category
        statement.languages = languages
        statement.territories = territories
        statement.notBefore = notBefore
        statement.notAfter = notAfter
        statement.disclosure = disclosure
    }

    /// Whether a text is the ISO 3166 code of a country or of a part of one.
    package static func isTerritory(_ code: String) -> Bool {
        let parts = code.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let country = parts.first, country.utf8.count == 2, country.utf8.allSatisfy({ (65...90).contains($0) })
        else { return false }
        return parts.count == 1 || !parts[1].isEmpty
    }

    /// Whether a statement says just this.
    package func matches(_ statement: SealStatement) -> Bool {
        var copy = statement
        apply(to: &copy)
        return copy == statement
    }
}

/// Walks the document and notes all that is wrong on the way.
private struct SettingsReader {
    var problems: [String] = []

    mutating func read(_ root: Node) -> SealSettings {
        var settings = SealSettings()
        for (key, value) in pairs(root, known: SealSettings.keys, in: "the document") {
            switch key {
            case "origin": settings.origin = origin(value)
            case "category": settings.category = text(value, key)
            case "languages": settings.languages = texts(value, key)
            case "territories": settings.territories = territories(value)
            case "notBefore": settings.notBefore = instant(value, key)
            case "notAfter": settings.notAfter = instant(value, key)
            default:
                if let term = text(value, key) {
                    settings.disclosure = DigitalSourceType(uri: term)
                    if settings.disclosure == nil {
                        let meant = meant(term, DigitalSourceType.allCases.map(\.rawValue))
                        note(value, "digitalSourceType \"\(term)\" is not an IPTC term\(meant)")
                    }
                }
            }
        }
        if let from = settings.notBefore, let end = settings.notAfter, end <= from {
            note(root, "notAfter is not later than notBefore: it could never air")
        }
        return settings
    }

    private mutating func note(_ node: Node, _ problem: String) {
        problems.append("line \(node.mark?.line ?? 1): \(problem)")
    }

    private func meant(_ name: String, _ known: [String]) -> String {
        NearestName.of(name, among: known).map { ": did you mean \"\($0)\"?" } ?? ""
    }

    private mutating func pairs(_ node: Node, known: [String], in place: String) -> [(String, Node)] {
        guard let mapping = node.mapping else {
            note(node, "\(place) must be keys and values")
            return []
        }
        var found: [(String, Node)] = []
        for (key, value) in mapping {
            let name = key.string ?? ""
            if known.contains(name) {
                found.append((name, value))
            } else {
                note(key, "unknown key \"\(name)\"\(meant(name, known))")
            }
        }
        return found
    }

    private mutating func origin(_ node: Node) -> SealStatement.Origin? {
        var origin = SealStatement.Origin(desk: "", country: "")
        for (key, value) in pairs(node, known: ["desk", "country"], in: "origin") {
            if key == "desk" { origin.desk = text(value, key) ?? "" } else { origin.country = country(value) ?? "" }
        }
        if node.mapping != nil, origin.desk.isEmpty || origin.country.isEmpty {
            note(node, "origin needs desk and country")
        }
        return origin
    }

    private mutating func text(_ node: Node, _ key: String) -> String? {
        guard let text = node.scalar?.string, !text.isEmpty else {
            note(node, "\(key) must be a text")
            return nil
        }
        return text
    }

    private mutating func texts(_ node: Node, _ key: String) -> [String] {
        guard let sequence = node.sequence else {
            note(node, "\(key) must be a list")
            return []
        }
        return sequence.compactMap { text($0, key) }
    }

    private mutating func country(_ node: Node) -> String? {
        guard let code = text(node, "country") else { return nil }
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (65...90).contains($0) }) else {
            note(node, "\"\(code)\" is not a country: two capitals (ISO 3166-1), as KZ")
            return nil
        }
        return code
    }

    private mutating func territories(_ node: Node) -> [String] {
        let codes = texts(node, "territories")
        for code in codes where !SealSettings.isTerritory(code) {
            note(node, "\"\(code)\" is not a territory: ISO 3166, as KZ or KZ-75")
        }
        if node.sequence?.isEmpty == true { note(node, "territories is empty: leave it out to mean everywhere") }
        return codes
    }

    private mutating func instant(_ node: Node, _ key: String) -> TAIInstant? {
        guard let text = text(node, key) else { return nil }
        guard let instant = UTCText.decode(text) else {
            note(node, "\(key) \"\(text)\" is not a time: 2026-11-22T06:00:00Z, with an offset (+05:00), or a date")
            return nil
        }
        return instant
    }
}
