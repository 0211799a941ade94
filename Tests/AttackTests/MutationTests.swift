import Foundation
import Testing
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// Thousands of random changes of media, leaves and seals: none crashes, and none is accepted for what was sealed.
///
/// A false accept is a verdict "may air" for bytes other than the sealed ones, or by a statement other than the signed one.
struct MutationTests {
    @Test func media() throws {
        let sample = try SealedSample(size: 200_777)
        #expect(sample.accepted() == sample.signed.statement)
        var random = Seeded(11)
        for round in 0..<Extent.of(700, full: 4000) {
            let spoilt = Mutation.spoil(sample.bytes, with: &random)
            try sample.write(spoilt, to: sample.paths.media)
            #expect(sample.accepted() == nil, "round \(round)")
            // As playout reads it: only bytes that were sealed come out, up to the first that was not.
            guard let file = try? sample.open() else { continue }
            let read = (try? sample.readThrough(file)) ?? []
            #expect(sample.bytes.starts(with: read) && read.count < sample.bytes.count, "round \(round)")
            #expect(file.failure != nil, "round \(round)")
        }
        try sample.restore()
        #expect(sample.accepted() != nil, "the sample itself is still good")
    }

    @Test func leaves() throws {
        let sample = try SealedSample(size: 200_777)
        var random = Seeded(12)
        for round in 0..<Extent.of(500, full: 3000) {
            try sample.write(Mutation.spoil(sample.tree.encoded, with: &random), to: sample.paths.tree)
            #expect(sample.accepted() == nil, "round \(round)")
            #expect(throws: VerifiedFileError.self, "round \(round)") { _ = try sample.open() }
        }
    }

    /// The envelope's text may change where it says nothing (spaces, an unpadded Base64): what is accepted must be what was
    /// signed, byte for byte, by a key that signed it.
    @Test func seals() throws {
        let sample = try SealedSample(size: 70_000)
        var random = Seeded(13)
        let words = ["{", "}", "\"", ",", ":", "=", "-", "_", "null", "\"keyid\":\"\"", "\u{0}", "\\u0041", "9e9"]
        var accepted = 0
        for round in 0..<Extent.of(1000, full: 5000) {
            try sample.write(
                Mutation.spoil(sample.signed.envelope.json, words, with: &random), to: sample.paths.seal)
            guard let seal = sample.accepted() else { continue }
            accepted += 1
            #expect(seal == sample.signed.statement, "round \(round)")
            let envelope = try DSSEEnvelope(
                json: Array(Data(contentsOf: URL(fileURLWithPath: sample.paths.seal))))
            #expect(envelope.payload == sample.signed.envelope.payload, "round \(round)")
        }
        #expect(accepted < Extent.of(1000, full: 5000) / 4, "most changes are changes: \(accepted)")
    }

    /// The signed statement itself changed, the envelope put together again around it: whatever it says, nobody signed it.
    @Test func statements() throws {
        let sample = try SealedSample(size: 70_000)
        var random = Seeded(14)
        let words = ["{", "}", "\"", ",", "null", "-1", "\"KZ\"", "\"territories\":[],", "0x0", "\u{7f}"]
        for round in 0..<Extent.of(500, full: 3000) {
            let payload = Mutation.spoil(sample.signed.envelope.payload, words, with: &random)
            let envelope = DSSEEnvelope(
                payloadType: sample.signed.envelope.payloadType, payload: payload,
                signatures: sample.signed.envelope.signatures)
            try sample.write(envelope.json, to: sample.paths.seal)
            #expect(sample.accepted() == nil, "round \(round)")
            // Signed anew by a stranger or by the desk itself: then it is read, and must not crash.
            var signed = DSSEEnvelope(payloadType: envelope.payloadType, payload: payload)
            try signed.sign(with: round % 2 == 0 ? sample.key : SigningKey())
            try sample.write(signed.json, to: sample.paths.seal)
            if let seal = sample.accepted() { #expect(round % 2 == 0 && seal.verityDigest == sample.tree.digest) }
        }
    }
}

extension SealedSample {
    func open() throws(VerifiedFileError) -> VerifiedFile {
        try VerifiedFile(
            path: paths.media, treePath: paths.tree, digest: tree.digest, size: signed.statement.size)
    }

    /// All that can be read, in pieces; what came before a failure.
    func readThrough(_ file: VerifiedFile) throws -> [UInt8] {
        var read: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 50_000)
        while true {
            let got: Int? = piece.withUnsafeMutableBytes { try? file.read(at: Int64(read.count), into: $0) }
            guard let got, got > 0 else { return read }
            read += piece[..<got]
        }
    }
}
