import Foundation
import Timecode
import Trust
import TrustCrypto

/// `revocations.json`: keys that count no more, and recalls, which prove themselves. A TUF target, and the file in which a
/// channel keeps what it has seen.
///
/// ```json
/// { "recalls": [ { "payload": "...", "payloadType": "application/vnd.in-toto+json", "signatures": [] } ],
///   "revokedKeys": [ { "keyid": "64 hexadecimal digits", "since": "2026-11-22T00:00:00Z", "reason": "stolen" } ] }
/// ```
package struct RevocationList: Hashable, Sendable {
    /// Recalls and keys in one list at most: a bound on the work that a hostile file can cause.
    package static let most = 10_000
    /// Bytes of the file at most.
    package static let mostBytes = 32 << 20

    package var revokedKeys: [KeyRevocation] = []
    package var recalls: [SignedRecall] = []

    package init() {}

    private struct Document: Codable {
        struct Key: Codable {
            var keyid: String
            var since: String
            var reason: String?
        }
        var revokedKeys: [Key]?
        var recalls: [DSSEEnvelope.Document]?
    }

    /// Reads the file. A list of which one entry is not understood is refused as a whole: the missing one might be the one
    /// that matters.
    package init(json: [UInt8]) throws(SealProblem) {
        let document: Document
        do { document = try JSONDecoder().decode(Document.self, from: Data(json)) } catch {
            throw SealProblem("not a list of revocations")
        }
        let keys = document.revokedKeys ?? []
        let envelopes = document.recalls ?? []
        guard keys.count <= Self.most, envelopes.count <= Self.most else {
            throw SealProblem("more than \(Self.most) entries")
        }
        for (index, key) in keys.enumerated() {
            guard Hexadecimal.decode(key.keyid)?.count == 32 else {
                throw SealProblem("revokedKeys[\(index)].keyid is not 64 hexadecimal digits")
            }
            guard let since = UTCText.decode(key.since) else {
                throw SealProblem("revokedKeys[\(index)].since is not a time")
            }
            revokedKeys.append(KeyRevocation(keyID: key.keyid, since: since, reason: key.reason ?? ""))
        }
        for (index, envelope) in envelopes.enumerated() {
            do throws(SealProblem) {
                add(try SignedRecall(envelope: try DSSEEnvelope(envelope)))
            } catch { throw SealProblem("recalls[\(index)]: \(error)") }
        }
    }

    /// The list as JSON: sorted keys; equal lists are equal bytes.
    package var json: [UInt8] {
        let document = Document(
            revokedKeys: revokedKeys.map {
                Document.Key(
                    keyid: $0.keyID, since: UTCText.encode($0.since), reason: $0.reason.isEmpty ? nil : $0.reason)
            }, recalls: recalls.map { $0.envelope.document })
        return SealJSON.encode(document, pretty: true) + [0x0a]
    }

    /// Adds a recall, or the signatures that are new on one that is there; whether anything was new.
    @discardableResult
    package mutating func add(_ recall: SignedRecall) -> Bool {
        guard let index = recalls.firstIndex(where: { $0.envelope.payload == recall.envelope.payload }) else {
            recalls.append(recall)
            return true
        }
        return recalls[index].merge(recall)
    }

    /// Adds all of another list.
    package mutating func add(_ list: RevocationList) {
        for key in list.revokedKeys where !revokedKeys.contains(key) { revokedKeys.append(key) }
        for recall in list.recalls { add(recall) }
    }

    /// The list with its signatures checked against the desks that are known.
    package func judged(
        by desks: TrustedDesks, at now: TAIInstant, effects: [RecallEffect] = []
    ) -> Revocations {
        let plain = Revocations(keys: revokedKeys)
        return Revocations(
            keys: revokedKeys,
            recalls: recalls.map { recall in
                Recall(
                    recall.statement,
                    signers: desks.signers(of: recall.envelope).map { entry in
                        Recall.Signer(
                            entry.approval,
                            refusal: entry.desk.refusal(
                                as: .recall, signed: recall.statement.recalledAt, at: now,
                                revocation: plain.keys[entry.keyID]))
                    })
            }, effects: effects)
    }
}
