/// The signed payload as JSON: an in-toto Statement v1 (github.com/in-toto/attestation, spec/v1) about one file.
struct SealDocument: Codable {
    static let type = "https://in-toto.io/Statement/v1"
    static let predicateType = "urn:qalqan:seal:v1"
    static let payloadType = "application/vnd.in-toto+json"

    struct Subject: Codable {
        struct Digest: Codable {
            var sha256: String
            /// fs-verity file digest with SHA-256 over 64 KiB blocks.
            var verity: String

            enum CodingKeys: String, CodingKey {
                case sha256
                case verity = "fsverity-sha256-64k"
            }
        }
        var name: String
        var digest: Digest
    }

    struct Predicate: Codable {
        var serial: String
        var sealedAt: String
        var size: Int64
        var origin: Origin?
        var category: String?
        var languages: [String]?
        var territories: [String]?
        var notBefore: String?
        var notAfter: String?
        var digitalSourceType: String?
        var loudness: Loudness?
        var technical: Technical
    }

    struct Origin: Codable {
        var desk: String
        var country: String
    }

    /// Decimal text: the same digits in every implementation.
    struct Loudness: Codable {
        var integratedLUFS: String?
        var truePeakDBTP: String?
    }

    struct Technical: Codable {
        var container: String
        var duration: String?
        var still: Bool
        var startTimecode: String?
        var video: Video?
        var audio: [Audio]
    }

    struct Video: Codable {
        var codec: String
        var width: Int
        var height: Int
        var sampleAspect: String
        var rate: String?
        var scan: String
        var pictures: Int64?
    }

    struct Audio: Codable {
        var codec: String
        var sampleRate: Int
        var channels: Int
        var language: String?
    }

    var type: String
    var subject: [Subject]
    var predicateType: String
    var predicate: Predicate

    enum CodingKeys: String, CodingKey {
        case type = "_type"
        case subject, predicateType, predicate
    }
}
