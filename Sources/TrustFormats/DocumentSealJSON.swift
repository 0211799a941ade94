import Foundation
import Timecode
import Trust
import TrustCrypto

/// The signed payload about a document as JSON: an in-toto Statement v1 like a media seal's, of its own predicate type.
struct DocumentSealJSON: Codable {
    static let predicateType = "urn:qalqan:document:v1"

    struct Subject: Codable {
        struct Digest: Codable { var sha256: String }
        var name: String
        var digest: Digest
    }

    struct Predicate: Codable {
        var kind: String
        var serial: String
        var sealedAt: String
        var size: Int64
        var origin: SealDocument.Origin?
        var channel: String?
        var day: String?
        var notBefore: String?
        var notAfter: String?
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

extension DocumentStatement {
    /// The statement as the payload of an envelope: compact, sorted keys.
    package var json: [UInt8] {
        SealJSON.encode(
            DocumentSealJSON(
                type: SealDocument.type,
                subject: [
                    DocumentSealJSON.Subject(
                        name: name, digest: DocumentSealJSON.Subject.Digest(sha256: Hexadecimal.encode(sha256)))
                ],
                predicateType: DocumentSealJSON.predicateType,
                predicate: DocumentSealJSON.Predicate(
                    kind: kind.rawValue, serial: serial, sealedAt: UTCText.encode(sealedAt), size: size,
                    origin: origin.map { SealDocument.Origin(desk: $0.desk, country: $0.country) }, channel: channel,
                    day: day, notBefore: notBefore.map { UTCText.encode($0) },
                    notAfter: notAfter.map { UTCText.encode($0) })))
    }

    /// Reads a payload; the message of the error says what is wrong.
    package init(json: [UInt8]) throws(SealProblem) {
        guard let document = try? JSONDecoder().decode(DocumentSealJSON.self, from: Data(json)) else {
            throw SealProblem("not the seal of a document")
        }
        if let key = SealJSON.unknownKey(in: json, under: "predicate", of: document) {
            throw SealProblem("unknown key \"\(key)\": made by a newer version?")
        }
        guard document.type == SealDocument.type, document.predicateType == DocumentSealJSON.predicateType else {
            throw SealProblem("not the seal of a document but \(document.predicateType)")
        }
        guard document.subject.count == 1, let file = document.subject.first else {
            throw SealProblem("a seal is about exactly one file")
        }
        let predicate = document.predicate
        guard let kind = Kind(rawValue: predicate.kind) else {
            throw SealProblem("kind \(predicate.kind) is not known: made by a newer version?")
        }
        guard let sha256 = Hexadecimal.decode(file.digest.sha256), sha256.count == 32 else {
            throw SealProblem("its digest is not 64 hexadecimal digits")
        }
        guard (0..<1 << 50).contains(predicate.size) else { throw SealProblem("size is out of bounds") }
        guard let sealedAt = UTCText.decode(predicate.sealedAt) else { throw SealProblem("sealedAt is not a time") }
        func instant(_ text: String?, _ key: String) throws(SealProblem) -> TAIInstant? {
            guard let text else { return nil }
            guard let instant = UTCText.decode(text) else { throw SealProblem("\(key) is not a time") }
            return instant
        }
        self.init(
            kind: kind, name: file.name, size: predicate.size, sha256: sha256, serial: predicate.serial,
            sealedAt: sealedAt,
            origin: predicate.origin.map { SealStatement.Origin(desk: $0.desk, country: $0.country) },
            channel: predicate.channel, day: predicate.day, notBefore: try instant(predicate.notBefore, "notBefore"),
            notAfter: try instant(predicate.notAfter, "notAfter"))
    }
}
