import Foundation
import Testing
import Timecode
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// What is done with seals: who signed, what they say, which file they lie beside.
struct SealAttack: Sendable {
    let name: String
    /// The event's category in the playlist.
    var category: String?
    var verdict = AttackPlan.Verdict.withheld
    /// What `check` says of it; `nil` where nothing is wrong.
    var code: String? = "media-unsealed"
    let prepare: @Sendable (AttackChannel, String) throws -> Void

    private static func instant(_ text: String) -> TAIInstant {
        let seconds = ISO8601DateFormatter().date(from: text)!.timeIntervalSince1970
        return LeapSeconds.builtIn.tai(unixNanoseconds: Int64(seconds) * 1_000_000_000)
    }

    private static func signed(
        _ name: String, by signers: [Int], category: String?, _ verdict: AttackPlan.Verdict = .withheld
    ) -> SealAttack {
        SealAttack(
            name: name, category: category, verdict: verdict, code: verdict == .whole ? nil : "media-unsealed"
        ) { channel, file in
            try channel.seal(channel.media.genuine, as: file, by: signers.map { channel.desks[$0] })
        }
    }

    /// Signs, then has the envelope's signatures changed.
    private static func forged(
        _ name: String, by signers: [Int], category: String? = nil,
        _ forge: @escaping @Sendable (AttackChannel, DSSEEnvelope) throws -> DSSEEnvelope
    ) -> SealAttack {
        SealAttack(name: name, category: category) { channel, file in
            let place = try channel.seal(
                channel.media.genuine, as: file, by: signers.map { channel.desks[$0] })
            try channel.write(forge(channel, channel.envelope(beside: place)), beside: place)
        }
    }

    private static func saying(
        _ name: String, _ code: String?, _ edit: @escaping @Sendable (inout SealStatement) -> Void
    ) -> SealAttack {
        SealAttack(name: name, verdict: code == nil ? .whole : .withheld, code: code) { channel, file in
            try channel.seal(channel.media.genuine, as: file, edit: edit)
        }
    }

    private static func with(_ envelope: DSSEEnvelope, _ signatures: [DSSEEnvelope.Signature]) -> DSSEEnvelope {
        DSSEEnvelope(payloadType: envelope.payloadType, payload: envelope.payload, signatures: signatures)
    }

    static let signers: [SealAttack] = [
        signed("one-of-one", by: [0], category: nil, .whole),
        signed("two-of-two", by: [0, 1], category: "pair", .whole),
        signed("two-countries", by: [0, 2], category: "abroad", .whole),
        signed("nobody", by: [], category: nil),
        signed("one-where-two-are-needed", by: [0], category: "pair"),
        signed("two-of-one-country", by: [0, 1], category: "abroad"),
        forged("the-same-signature-twice", by: [0], category: "pair") { _, envelope in
            with(envelope, envelope.signatures + envelope.signatures)
        },
        forged("twice-under-another-name", by: [0], category: "pair") { channel, envelope in
            let other = channel.desks[1].key.verifyingKey.keyID
            return with(
                envelope,
                envelope.signatures + [DSSEEnvelope.Signature(keyID: other, bytes: envelope.signatures[0].bytes)])
        },
        forged("twice-with-the-name-in-capitals", by: [0], category: "pair") { _, envelope in
            let own = envelope.signatures[0]
            return with(
                envelope, [own, DSSEEnvelope.Signature(keyID: own.keyID.uppercased(), bytes: own.bytes)])
        },
        forged("a-stranger", by: []) { channel, envelope in
            var envelope = envelope
            try envelope.sign(with: channel.stranger.key)
            return envelope
        },
        forged("a-stranger-under-a-desks-name", by: []) { channel, envelope in
            var envelope = envelope
            try envelope.sign(with: channel.stranger.key)
            let name = channel.desks[0].key.verifyingKey.keyID
            return with(
                envelope, [DSSEEnvelope.Signature(keyID: name, bytes: envelope.signatures[0].bytes)])
        },
        forged("a-desk-and-a-stranger", by: [0], category: "pair") { channel, envelope in
            var envelope = envelope
            try envelope.sign(with: channel.stranger.key)
            return envelope
        },
        forged("another-payload-type", by: [0]) { _, envelope in
            DSSEEnvelope(
                payloadType: "application/json", payload: envelope.payload, signatures: envelope.signatures)
        },
        SealAttack(name: "a-playlist-that-asks-for-less", category: "default") { channel, file in
            try channel.seal(channel.media.genuine, as: file) { $0.category = "abroad" }
        },
    ]

    static let statements: [SealAttack] = [
        saying("rights-for-here-and-now", nil) {
            $0.territories = ["KZ", "UZ"]
            $0.notBefore = instant("2020-01-01T00:00:00Z")
            $0.notAfter = instant("2120-01-01T00:00:00Z")
        },
        saying("expired", "media-rights") { $0.notAfter = instant("2020-01-01T00:00:00Z") },
        saying("not-yet-valid", "media-rights") { $0.notBefore = instant("2120-01-01T00:00:00Z") },
        saying("wrong-territory", "media-rights") { $0.territories = ["UZ", "KG"] },
        forged("rights-widened-after-signing", by: [0]) { _, envelope in
            var statement = try SealStatement(json: envelope.payload)
            statement.territories = ["KZ"]
            return DSSEEnvelope(
                payloadType: envelope.payloadType, payload: statement.json, signatures: envelope.signatures)
        },
        forged("a-byte-of-the-statement", by: [0]) { _, envelope in
            var payload = envelope.payload
            payload[payload.count / 2] ^= 0x01
            return DSSEEnvelope(
                payloadType: envelope.payloadType, payload: payload, signatures: envelope.signatures)
        },
        forged("a-restriction-nobody-understands", by: []) { channel, envelope in
            let text = String(decoding: envelope.payload, as: UTF8.self)
                .replacing("\"predicate\":{", with: "\"predicate\":{\"afterMidnight\":true,")
            var signed = DSSEEnvelope(payloadType: envelope.payloadType, payload: Array(text.utf8))
            try signed.sign(with: channel.desks[0].key)
            return signed
        },
        SealAttack(name: "the-seal-of-another-file", code: "media-altered") { channel, file in
            let place = try channel.seal(channel.media.next, as: file)
            try replace(place, with: channel.media.genuine)
        },
        SealAttack(name: "the-enemy-under-a-genuine-seal", code: "media-altered") { channel, file in
            let place = try channel.seal(channel.media.genuine, as: file)
            try replace(place, with: channel.media.enemy)
        },
        SealAttack(name: "the-enemys-own-tree") { channel, file in
            let place = try channel.seal(channel.media.genuine, as: file)
            try replace(place, with: channel.media.enemy)
            let tree = SealPaths(media: place.path).tree
            try FileManager.default.removeItem(atPath: tree)
            try Data(MediaDigests.read(channel.media.enemy.path).tree.encoded).write(to: URL(fileURLWithPath: tree))
        },
        SealAttack(name: "an-old-seal-after-an-edit", code: "media-altered") { channel, file in
            // The first version was sealed; the corrected one took its place and was not.
            let place = try channel.seal(channel.media.next, as: file)
            let old = try channel.envelope(beside: place)
            try FileAttack.all[4].spoil(place, channel.media)
            try channel.write(old, beside: place)
        },
        SealAttack(name: "no-seal") { channel, file in
            let place = try channel.seal(channel.media.genuine, as: file)
            try FileManager.default.removeItem(atPath: SealPaths(media: place.path).seal)
        },
    ]

    private static func replace(_ file: URL, with other: URL) throws {
        try FileManager.default.removeItem(at: file)
        try FileManager.default.copyItem(at: other, to: file)
    }
}

extension SealAttack: CustomTestStringConvertible {
    var testDescription: String { name }
}
