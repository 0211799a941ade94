import Foundation
import Timecode
import Trust
import TrustCrypto

extension RecallStatement {
    /// Most characters of a reason: it is shown in rundowns and alarms.
    package static let mostReason = 500

    /// The statement as the payload of an envelope: in-toto Statement v1, compact, sorted keys.
    package var json: [UInt8] {
        var digest = [RecallDocument.serialDigest: serial]
        if !sha256.isEmpty { digest["sha256"] = Hexadecimal.encode(sha256) }
        if !verityDigest.isEmpty { digest["fsverity-sha256-64k"] = Hexadecimal.encode(verityDigest) }
        return SealJSON.encode(
            RecallDocument(
                type: RecallDocument.type, predicateType: RecallDocument.predicateType,
                subject: [RecallDocument.Subject(name: name, digest: digest)],
                predicate: RecallDocument.Predicate(
                    serial: serial, reason: reason, recalledAt: UTCText.encode(recalledAt),
                    territories: territories.isEmpty ? nil : territories)))
    }

    /// Reads a payload; the message of the error says what is wrong with it.
    package init(json: [UInt8]) throws(SealProblem) {
        let document: RecallDocument
        do { document = try JSONDecoder().decode(RecallDocument.self, from: Data(json)) } catch {
            throw SealProblem("not a recall")
        }
        guard document.type == RecallDocument.type else { throw SealProblem("not an in-toto Statement v1") }
        guard document.predicateType == RecallDocument.predicateType else {
            throw SealProblem("not a recall but \(document.predicateType)")
        }
        // A limit that is not understood would withdraw more than was meant.
        if let key = SealJSON.unknownKey(in: json, under: "predicate", of: document) {
            throw SealProblem("unknown key \"\(key)\": made by a newer version?")
        }
        guard document.subject.count == 1, let file = document.subject.first else {
            throw SealProblem("a recall is about exactly one seal")
        }
        let predicate = document.predicate
        guard SealSerial.isWellFormed(predicate.serial) else { throw SealProblem("its serial is not one") }
        guard file.digest[RecallDocument.serialDigest] == predicate.serial else {
            throw SealProblem("its subject is not the seal that its predicate names")
        }
        guard let recalledAt = UTCText.decode(predicate.recalledAt) else {
            throw SealProblem("recalledAt is not a time")
        }
        guard Self.isReason(predicate.reason) else { throw SealProblem("its reason is empty or too long") }
        guard predicate.territories?.isEmpty != true,
            predicate.territories?.allSatisfy(SealSettings.isTerritory) != false
        else { throw SealProblem("its territories are not ISO 3166 codes") }
        func digest(_ key: String) throws(SealProblem) -> [UInt8] {
            guard let text = file.digest[key] else { return [] }
            guard let bytes = Hexadecimal.decode(text), bytes.count == 32 else {
                throw SealProblem("its digests are not 64 hexadecimal digits")
            }
            return bytes
        }
        self.init(
            serial: predicate.serial, name: file.name, sha256: try digest("sha256"),
            verityDigest: try digest("fsverity-sha256-64k"), reason: predicate.reason, recalledAt: recalledAt,
            territories: predicate.territories ?? [])
    }

    /// Whether a text may be a reason: one line that says something.
    package static func isReason(_ text: String) -> Bool {
        text.contains { !$0.isWhitespace } && text.count <= mostReason
            && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// The recall of a seal.
    package init(of seal: SealStatement, reason: String, at instant: TAIInstant, territories: [String] = []) {
        self.init(
            serial: seal.serial, name: seal.name, sha256: seal.sha256, verityDigest: seal.verityDigest,
            reason: reason, recalledAt: instant, territories: territories)
    }
}
