import Foundation

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

        enum CodingKeys: String, CodingKey, CaseIterable {
            case serial, sealedAt, size, origin, category, languages, territories, notBefore, notAfter
            case digitalSourceType, loudness, technical
        }
    }

    struct Origin: Codable {
        var desk: String
        var country: String
        enum CodingKeys: String, CodingKey, CaseIterable { case desk, country }
    }

    /// Decimal text: the same digits in every implementation.
    struct Loudness: Codable {
        var integratedLUFS: String?
        var truePeakDBTP: String?
        enum CodingKeys: String, CodingKey, CaseIterable { case integratedLUFS, truePeakDBTP }
    }

    struct Technical: Codable {
        var container: String
        var duration: String?
        var still: Bool
        var startTimecode: String?
        var video: Video?
        var audio: [Audio]
        enum CodingKeys: String, CodingKey, CaseIterable {
            case container, duration, still, startTimecode, video, audio
        }
    }

    struct Video: Codable {
        var codec: String
        var width: Int
        var height: Int
        var sampleAspect: String
        var rate: String?
        var scan: String
        var pictures: Int64?
        enum CodingKeys: String, CodingKey, CaseIterable {
            case codec, width, height, sampleAspect, rate, scan, pictures
        }
    }

    struct Audio: Codable {
        var codec: String
        var sampleRate: Int
        var channels: Int
        var language: String?
        enum CodingKeys: String, CodingKey, CaseIterable { case codec, sampleRate, channels, language }
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

extension SealDocument.Predicate {
    init(from decoder: Decoder) throws {
        let keys = try decoder.strictContainer(CodingKeys.self)
        serial = try keys.decode(String.self, forKey: .serial)
        sealedAt = try keys.decode(String.self, forKey: .sealedAt)
        size = try keys.decode(Int64.self, forKey: .size)
        origin = try keys.decodeIfPresent(SealDocument.Origin.self, forKey: .origin)
        category = try keys.decodeIfPresent(String.self, forKey: .category)
        languages = try keys.decodeIfPresent([String].self, forKey: .languages)
        territories = try keys.decodeIfPresent([String].self, forKey: .territories)
        notBefore = try keys.decodeIfPresent(String.self, forKey: .notBefore)
        notAfter = try keys.decodeIfPresent(String.self, forKey: .notAfter)
        digitalSourceType = try keys.decodeIfPresent(String.self, forKey: .digitalSourceType)
        loudness = try keys.decodeIfPresent(SealDocument.Loudness.self, forKey: .loudness)
        technical = try keys.decode(SealDocument.Technical.self, forKey: .technical)
    }
}
