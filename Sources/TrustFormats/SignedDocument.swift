import Foundation
import Timecode
import Trust
import TrustCrypto
import TrustDigest

/// The seal of a document as it lies beside it (`FILE.seal.json`): an envelope and the statement in it, read but not judged.
package struct SignedDocument: Sendable {
    package var envelope: DSSEEnvelope
    package let statement: DocumentStatement

    /// A new seal without signatures.
    package init(_ statement: DocumentStatement) {
        self.statement = statement
        envelope = DSSEEnvelope(payloadType: SealDocument.payloadType, payload: statement.json)
    }

    package init(json: [UInt8]) throws(SealProblem) {
        envelope = try DSSEEnvelope(json: json)
        guard envelope.payloadType == SealDocument.payloadType else {
            throw SealProblem("its payload is not an in-toto statement but \(envelope.payloadType)")
        }
        statement = try DocumentStatement(json: envelope.payload)
    }

    /// Reads a seal file; `nil` when there is none.
    package static func load(_ path: String) throws(SealProblem) -> SignedDocument? {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.read(path)
        } catch .missing {
            return nil
        } catch {
            throw SealProblem("cannot be read: \(error.text)")
        }
        return try SignedDocument(json: bytes)
    }

    /// Whether a seal file speaks of a document, as far as it can be read, and not of media.
    package static func isOne(_ path: String) -> Bool {
        struct Typed: Decodable { var predicateType: String }
        guard let bytes = try? SmallFile.read(path), let envelope = try? DSSEEnvelope(json: bytes),
            let typed = try? JSONDecoder().decode(Typed.self, from: Data(envelope.payload))
        else { return false }
        return typed.predicateType == DocumentSealJSON.predicateType
    }

    /// Judges the bytes of a document, which are in memory and are what will be parsed, by the seal that came with them.
    ///
    /// - Parameters:
    ///   - seal: bytes of its seal; `nil` when there is none.
    ///   - rule: what is asked, and `desks` who counts.
    ///   - day: the broadcast day that the document itself names.
    ///   - instant: now.
    package static func judge(
        _ bytes: [UInt8], seal: [UInt8]?, kind: DocumentStatement.Kind, rule: TrustPolicy.Rule, basis: TrustBasis,
        channel: String, day: String?, at instant: TAIInstant?
    ) -> Verdict {
        guard let seal else { return .withheld(.unsealed) }
        let signed: SignedDocument
        do throws(SealProblem) {
            signed = try SignedDocument(json: seal)
        } catch { return .withheld(.damagedSeal(error.description)) }
        let statement = signed.statement
        guard statement.kind == kind else {
            return .withheld(.damagedSeal("it is the seal of a \(statement.kind.rawValue)"))
        }
        guard statement.size == bytes.count, statement.sha256 == SHA256Stream.digest(of: bytes) else {
            return .withheld(.altered("its bytes are not those that were sealed"))
        }
        if let own = statement.day, own != day {
            return .withheld(.damagedSeal("it is for \(own), the document for \(day ?? "no day")"))
        }
        return TrustPolicy.verdict(
            on: statement, rule: rule,
            approvals: basis.approvals(of: signed.envelope, as: .playlists, signed: statement.sealedAt),
            trustedDesks: basis.desks.entries.count, channel: channel, at: instant)
    }
}
