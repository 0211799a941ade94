import Trust
import TrustCrypto

/// A recall as it lies on disk: an envelope and the statement in it, read but not judged.
package struct SignedRecall: Hashable, Sendable {
    /// Ending of recall files.
    package static let ending = ".recall.json"

    package var envelope: DSSEEnvelope
    package let statement: RecallStatement

    /// A new recall without signatures.
    package init(_ statement: RecallStatement) {
        self.statement = statement
        envelope = DSSEEnvelope(payloadType: SealDocument.payloadType, payload: statement.json)
    }

    package init(json: [UInt8]) throws(SealProblem) { try self.init(envelope: try DSSEEnvelope(json: json)) }

    package init(envelope: DSSEEnvelope) throws(SealProblem) {
        guard envelope.payloadType == SealDocument.payloadType else {
            throw SealProblem("its payload is not an in-toto statement but \(envelope.payloadType)")
        }
        self.envelope = envelope
        statement = try RecallStatement(json: envelope.payload)
    }

    /// Reads a recall file; `nil` when there is none.
    package static func load(_ path: String) throws(SealProblem) -> SignedRecall? {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.read(path)
        } catch .missing {
            return nil
        } catch {
            throw SealProblem("cannot be read: \(error.text)")
        }
        return try SignedRecall(json: bytes)
    }

    /// The recall with the valid signatures of known desks alone: strangers' do not take their room.
    package func keeping(signaturesOf desks: TrustedDesks) -> SignedRecall {
        var copy = self
        let keys = desks.signers(of: envelope).map(\.key)
        let message = envelope.preAuthenticationEncoding
        copy.envelope = DSSEEnvelope(
            payloadType: envelope.payloadType, payload: envelope.payload,
            signatures: envelope.signatures.filter { signature in
                keys.contains { $0.keyID == signature.keyID && $0.accepts(signature.bytes, over: message) }
            })
        return copy
    }

    /// Takes over the signatures of another copy of the same statement; whether there were new ones.
    @discardableResult
    package mutating func merge(_ other: SignedRecall) -> Bool {
        guard other.envelope.payload == envelope.payload else { return false }
        let before = envelope.signatures.count
        envelope = envelope.adding(other.envelope.signatures)
        return envelope.signatures.count > before
    }
}
