import Foundation
import TrustFormats

extension StatusDocument {
    /// The signed ends of the box's logs: whoever keeps them elsewhere can tell later whether rows were cut off.
    package struct Heads: Hashable, Sendable, Codable {
        /// Identifier of the box's key, and its public half (PEM).
        package var keyId: String
        package var publicKey: String
        package var asRun: Head?
        package var journal: Head?
    }

    /// One signed head: `row` and `hash` to read, the rest to check.
    package struct Head: Hashable, Sendable, Codable {
        package var row: UInt64
        package var hash: String
        package var signedAt: String
        /// The DSSE envelope as it lies in `heads.jsonl`.
        package var payloadType: String
        package var payload: String
        package var signatures: [Signature]

        package struct Signature: Hashable, Sendable, Codable {
            package var keyid: String
            package var sig: String
        }

        init(_ signed: SignedHead) {
            row = signed.head.row
            hash = signed.head.hash
            signedAt = signed.head.signedAt
            payloadType = signed.envelope.payloadType
            payload = Data(signed.envelope.payload).base64EncodedString()
            signatures = signed.envelope.signatures.map {
                Signature(keyid: $0.keyID, sig: Data($0.bytes).base64EncodedString())
            }
        }
    }
}
