import Foundation
import Trust
import TrustCrypto

/// What a box vouches for: at this moment the chain of one of its logs ended in this row.
///
/// As every row holds the hash of the one before, a head stands for all rows up to its own. Signed (`SignedHead`) and kept
/// elsewhere it shows rows that were cut off later, or a log that was written anew.
package struct LogHead: Hashable, Sendable, Codable {
    package enum Log: String, Hashable, Sendable, Codable, CaseIterable {
        /// Air's as-run log, `asrun/air-*.jsonl`.
        case asRun = "as-run"
        /// The operators' journal, `journal.jsonl`.
        case journal
    }

    package static let payloadType = "application/vnd.qalqan.log-head+json"

    package var log: Log
    /// Identifier of the channel.
    package var channel: String
    /// Number of the row or entry, from 1, and its hash, 64 hexadecimal digits.
    package var row: UInt64
    package var hash: String
    /// File that the row lies in, without folders.
    package var file: String
    /// Last house frame that the row is about.
    package var frame: Int64
    /// UTC, ISO 8601.
    package var signedAt: String
    /// Whether the row is the last one of its file: another file has been begun.
    package var endsFile: Bool?

    package init(
        log: Log, channel: String, row: UInt64, hash: String, file: String, frame: Int64, signedAt: String,
        endsFile: Bool = false
    ) {
        self.log = log
        self.channel = channel
        self.row = row
        self.hash = hash
        self.file = file
        self.frame = frame
        self.signedAt = signedAt
        self.endsFile = endsFile ? true : nil
    }
}

/// A head with its signature: DSSE, its payload JSON with sorted keys.
package struct SignedHead: Hashable, Sendable {
    package let head: LogHead
    package let envelope: DSSEEnvelope

    package init(_ head: LogHead, key: SigningKey) throws(KeyError) {
        self.head = head
        var envelope = DSSEEnvelope(payloadType: LogHead.payloadType, payload: SealJSON.encode(head))
        try envelope.sign(with: key)
        self.envelope = envelope
    }

    package init(json: [UInt8]) throws(SealProblem) {
        try self.init(DSSEEnvelope(json: json))
    }

    package init(_ envelope: DSSEEnvelope) throws(SealProblem) {
        guard envelope.payloadType == LogHead.payloadType else {
            throw SealProblem("not a log's head but \(envelope.payloadType)")
        }
        guard let head = try? JSONDecoder().decode(LogHead.self, from: Data(envelope.payload)), head.row > 0,
            head.hash.utf8.count == 64
        else { throw SealProblem("its payload is not a log's head") }
        self.head = head
        self.envelope = envelope
    }

    /// Identifier of the key that it claims to be signed with.
    package var keyID: String { envelope.signatures.first?.keyID ?? "" }
}
