/// A recall as JSON: the in-toto Statement v1 and our predicate, with texts as they are written.
struct RecallDocument: Codable {
    static let type = SealDocument.type
    static let predicateType = "urn:qalqan:recall:v1"
    /// Name under which a subject's digests have the seal's serial: what a recall is about when the file was not at hand.
    static let serialDigest = "qalqan-seal-serial"

    struct Subject: Codable {
        var name: String
        /// `sha256` and `fsverity-sha256-64k` as in the seal; always `qalqan-seal-serial`.
        var digest: [String: String]
    }

    struct Predicate: Codable {
        var serial: String
        var reason: String
        /// UTC, whole seconds.
        var recalledAt: String
        /// ISO 3166; absent = everywhere.
        var territories: [String]?
    }

    var type: String
    var predicateType: String
    var subject: [Subject]
    var predicate: Predicate

    enum CodingKeys: String, CodingKey {
        case type = "_type"
        case predicateType, subject, predicate
    }
}
