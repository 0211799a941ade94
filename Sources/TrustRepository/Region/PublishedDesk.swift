import Timecode
import Trust
import TrustCrypto
import TrustFormats

/// A desk as `desks.json` of a trust repository names it:
///
/// ```json
/// { "desks": [ { "name": "newsroom", "country": "KZ", "roles": ["approve"], "key": "-----BEGIN PUBLIC KEY-----...",
///                "notBefore": "2026-11-22T00:00:00Z", "notAfter": "2027-11-22T00:00:00Z" } ] }
/// ```
package struct PublishedDesk: Hashable, Sendable {
    package let name: String
    /// ISO 3166-1 alpha-2.
    package let country: String
    /// What its signature is asked for; without roles of its own a desk has all of them.
    package let roles: Set<DeskRole>
    package let key: VerifyingKey
    /// The key's time as Unix seconds: from the first up to, not including, the second.
    package let notBefore: Int64?
    package let notAfter: Int64?

    /// Desks a document may have.
    static let mostDesks = 1024

    private static let keys: Set<String> = ["name", "country", "roles", "key", "notBefore", "notAfter"]

    /// Reads a document. Anything in it that is not understood is an error: a restriction must not be passed over.
    package static func read(_ bytes: [UInt8]) throws(RepositoryProblem) -> [PublishedDesk] {
        let what = RegionTrust.Target.desks.rawValue
        let value: JSONValue
        do throws(JSONReader.Malformed) {
            value = try JSONReader.read(bytes)
        } catch {
            throw .malformed(what, why: error.description)
        }
        let fields = try MetadataFields(value, what)
        if let key = fields.pairs.keys.sorted().first(where: { $0 != "desks" }) {
            throw fields.malformed("unknown key `\(key)`")
        }
        let listed = try fields.array("desks")
        guard listed.count <= mostDesks else { throw fields.malformed("more than \(mostDesks) desks") }
        var desks: [PublishedDesk] = []
        for (index, entry) in listed.enumerated() {
            let desk = try PublishedDesk(try MetadataFields(entry, "\(what): desk \(index + 1)"))
            // A desk may have several keys, one after the other.
            if desks.contains(where: { $0.name == desk.name && $0.country != desk.country }) {
                throw fields.malformed("\(desk.name) stands under two countries")
            }
            if let other = desks.first(where: { $0.key == desk.key }) {
                throw fields.malformed("\(other.name) and \(desk.name) have the same key")
            }
            desks.append(desk)
        }
        return desks
    }

    private init(_ fields: MetadataFields) throws(RepositoryProblem) {
        if let key = fields.pairs.keys.sorted().first(where: { !Self.keys.contains($0) }) {
            throw fields.malformed("unknown key `\(key)`")
        }
        name = try fields.string("name")
        guard !name.isEmpty, name.utf8.count <= 64 else { throw fields.malformed("`name` is empty or too long") }
        country = try fields.string("country")
        guard country.utf8.count == 2, country.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw fields.malformed("`country` is not an ISO 3166 code in capitals, as KZ")
        }
        let named = fields.has("roles") ? try fields.strings("roles") : DeskRole.allCases.map(\.rawValue)
        if let other = named.first(where: { DeskRole(rawValue: $0) == nil }) {
            throw fields.malformed(
                "`\(other)` is not a role: \(DeskRole.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        roles = Set(named.compactMap { DeskRole(rawValue: $0) })
        let pem = try fields.string("key")
        do throws(KeyError) {
            key = try VerifyingKey(pem: pem)
        } catch {
            throw fields.malformed("`key`: \(error.description)")
        }
        func second(_ key: String) throws(RepositoryProblem) -> Int64? {
            guard fields.has(key) else { return nil }
            guard let second = MetadataTime.second(try fields.string(key)) else {
                throw fields.malformed("`\(key)` is not a time as 2026-11-22T05:00:00Z")
            }
            return second
        }
        notBefore = try second("notBefore")
        notAfter = try second("notAfter")
        if let notBefore, let notAfter, notAfter <= notBefore { throw fields.malformed("`notAfter` is not later") }
    }
}

extension Desk {
    /// The desk as verdicts ask for it. Its key comes with the document: there is no path.
    package init(_ published: PublishedDesk) {
        func instant(_ second: Int64?) -> TAIInstant? {
            second.map { LeapSeconds.builtIn.tai(unixNanoseconds: $0 * 1_000_000_000) }
        }
        self.init(
            name: published.name, country: published.country, keyPath: "", roles: published.roles,
            notBefore: instant(published.notBefore), notAfter: instant(published.notAfter))
    }
}
