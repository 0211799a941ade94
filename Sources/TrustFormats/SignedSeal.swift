import Trust
import TrustCrypto

/// A seal as it lies on disk: an envelope and the statement in it, read but not judged.
package struct SignedSeal: Sendable {
    package var envelope: DSSEEnvelope
    package let statement: SealStatement

    /// A new seal without signatures.
    package init(_ statement: SealStatement) {
        self.statement = statement
        envelope = DSSEEnvelope(payloadType: SealDocument.payloadType, payload: statement.json)
    }

    package init(json: [UInt8]) throws(SealProblem) {
        envelope = try DSSEEnvelope(json: json)
        guard envelope.payloadType == SealDocument.payloadType else {
            throw SealProblem("its payload is not an in-toto statement but \(envelope.payloadType)")
        }
        statement = try SealStatement(json: envelope.payload)
    }

    /// Reads a seal file; `nil` when there is none.
    package static func load(_ path: String) throws(SealProblem) -> SignedSeal? {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.read(path)
        } catch .missing {
            return nil
        } catch {
            throw SealProblem("cannot be read: \(error.text)")
        }
        return try SignedSeal(json: bytes)
    }
}
