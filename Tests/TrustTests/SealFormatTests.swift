import Foundation
import Testing
import Timecode
import Trust
import TrustCrypto

@testable import TrustFormats

@Suite struct SealFormatTests {
    static func full() -> SealStatement {
        let utc = LeapSeconds.builtIn
        return SealStatement(
            name: "жаңалықтар \"0600\".mov", size: 123_456_789_012, sha256: noise(32), verityDigest: noise(32, seed: 2),
            serial: "140e3865", sealedAt: utc.tai(unixNanoseconds: 1_795_323_600_000_000_000),
            origin: SealStatement.Origin(desk: "newsroom", country: "KZ"), category: "news", languages: ["kk", "ru"],
            territories: ["KZ", "UZ-TK"], notBefore: utc.tai(unixNanoseconds: 1_795_305_600_000_000_000),
            notAfter: utc.tai(unixNanoseconds: 1_798_761_600_000_000_000), disclosure: .digitalCapture,
            loudness: Loudness(integratedHundredths: -2304, truePeakHundredths: 5),
            technical: TechnicalFacts(
                container: "mov", duration: Ratio(3003, 1000), isStill: false,
                video: TechnicalFacts.Video(
                    codec: "h264", width: 720, height: 576, sampleAspect: Ratio(64, 45)!, rate: .fps2997,
                    scan: .topFieldFirst, pictures: 90),
                audio: [TechnicalFacts.Audio(codec: "aac", sampleRate: 48_000, channels: 2, language: "kaz")],
                startTimecode: "10:00:00:00"))
    }

    @Test func statementsRoundTripAndAreTheSameBytes() throws {
        let seal = Self.full()
        #expect(try SealStatement(json: seal.json) == seal)
        #expect(try SealStatement(json: seal.json).json == seal.json)
        let small = PolicyTests.seal()
        #expect(try SealStatement(json: small.json) == small)
    }

    @Test func statementSaysWhatInTotoAsksFor() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(Self.full().json)) as? [String: Any])
        #expect(object["_type"] as? String == "https://in-toto.io/Statement/v1")
        #expect(object["predicateType"] as? String == "urn:qalqan:seal:v1")
        let subject = try #require((object["subject"] as? [[String: Any]])?.first)
        let digest = try #require(subject["digest"] as? [String: String])
        #expect(digest == ["sha256": hex(noise(32)), "fsverity-sha256-64k": hex(noise(32, seed: 2))])
        let predicate = try #require(object["predicate"] as? [String: Any])
        #expect(predicate["notAfter"] as? String == "2027-01-01T00:00:00Z")
    }

    @Test(arguments: [
        ("\"size\":10", "\"size\":-1"), ("\"size\":10", "\"size\":1.5"), ("\"size\":10", "\"sise\":10"),
        ("\"size\":10", "\"size\":10,\"watershed\":\"22:00\""), ("Statement/v1", "Statement/v0.1"),
        ("urn:qalqan:seal:v1", "urn:qalqan:seal:v2"), ("\"sealedAt\":\"", "\"sealedAt\":\"x"),
        ("\"duration\":\"4\"", "\"duration\":\"4/0\""), (hex([UInt8](repeating: 1, count: 32)), "0101"),
        ("\"still\":false", "\"still\":\"no\""), ("\"still\":false", "\"still\":false,\"extra\":1"),
    ])
    func whatIsNotUnderstoodIsRefused(found: String, replacement: String) throws {
        let text = String(decoding: PolicyTests.seal().json, as: UTF8.self)
        let spoilt = text.replacingOccurrences(of: found, with: replacement)
        #expect(spoilt != text)
        #expect(throws: SealProblem.self) { try SealStatement(json: Array(spoilt.utf8)) }
    }

    @Test func opensslVerifiesTheSignature() throws {
        let bench = try Workbench()
        let key = SigningKey()
        var seal = SignedSeal(Self.full())
        try seal.envelope.sign(with: key)
        try bench.write(Array(key.verifyingKey.pem.utf8), to: "k.pub")
        try bench.write(seal.envelope.signatures[0].bytes, to: "sig")
        // The encoding is put together here by hand, from the protocol's text.
        let payload = Self.full().json
        let encoding = Array("DSSEv1 28 application/vnd.in-toto+json \(payload.count) ".utf8) + payload
        try bench.write(encoding, to: "pae")
        func verify() throws -> Int32 {
            try bench.run(
                "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "k.pub", "-rawin", "-in", "pae", "-sigfile", "sig"
            ).status
        }
        #expect(try verify() == 0)
        try bench.write(encoding + [0x20], to: "pae")
        #expect(try verify() != 0)
    }

    static let python = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: ".build/python/bin/python").path

    /// securesystemslib reads our envelope, counts its signers, and we read the envelope it made.
    @Test func securesystemslibAgrees() throws {
        let bench = try Workbench()
        let keys = [SigningKey(), SigningKey()]
        var seal = SignedSeal(Self.full())
        for key in keys { try seal.envelope.sign(with: key) }
        try bench.write(seal.envelope.json, to: "seal.json")
        for (index, key) in keys.enumerated() {
            try bench.write(Array(key.verifyingKey.pem.utf8), to: "\(index).pub")
            try bench.write(Array(try key.pem().utf8), to: "\(index).key")
        }
        let script = """
            import json, hashlib
            from cryptography.hazmat.primitives import serialization as s
            from securesystemslib.dsse import Envelope
            from securesystemslib.exceptions import VerificationError
            from securesystemslib.signer import SSlibKey, CryptoSigner
            keys = []
            for i in range(2):
                public = s.load_pem_public_key(open(f"{i}.pub", "rb").read())
                der = public.public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)
                keys.append(SSlibKey.from_crypto(public, keyid=hashlib.sha256(der).hexdigest()))
            envelope = Envelope.from_dict(json.load(open("seal.json")))
            assert len(envelope.verify(keys, 2)) == 2
            assert len(envelope.verify(keys[:1], 1)) == 1
            broken = json.load(open("seal.json"))
            broken["payloadType"] = "text/plain"
            try:
                Envelope.from_dict(broken).verify(keys, 1)
                raise SystemExit("a changed type was accepted")
            except VerificationError:
                pass
            private = s.load_pem_private_key(open("0.key", "rb").read(), None)
            made = Envelope(envelope.payload, envelope.payload_type, {})
            made.sign(CryptoSigner(private, keys[0]))
            json.dump(made.to_dict(), open("theirs.json", "w"))
            print("agreed")
            """
        try bench.write(Array(script.utf8), to: "check.py")
        let judged = try bench.run(Self.python, "check.py")
        #expect(judged.output == "agreed\n")
        let theirs = try SignedSeal(json: bench.read("theirs.json"))
        #expect(theirs.statement == Self.full())
        #expect(theirs.envelope.isSigned(by: keys[0].verifyingKey))
        #expect(!theirs.envelope.isSigned(by: keys[1].verifyingKey))
    }

    @Test func aSignerCountsOnceHoweverOftenHisSignatureStands() throws {
        let key = SigningKey()
        var seal = SignedSeal(PolicyTests.seal())
        try seal.envelope.sign(with: key)
        try seal.envelope.sign(with: key)
        #expect(seal.envelope.signatures.count == 1)
        let one = seal.envelope.signatures[0]
        let doubled = DSSEEnvelope(
            payloadType: seal.envelope.payloadType, payload: seal.envelope.payload, signatures: [one, one, one])
        let desk = TrustedDesks.Entry(desk: Desk(name: "a", country: "KZ", keyPath: ""), key: key.verifyingKey)
        let again = TrustedDesks.Entry(desk: Desk(name: "b", country: "UZ", keyPath: ""), key: key.verifyingKey)
        let approvals = TrustedDesks(entries: [desk, again]).approvals(of: doubled)
        let verdict = PolicyTests.verdict(PolicyTests.two, PolicyTests.seal(), approvals)
        #expect(verdict == .withheld(.notEnoughApprovals(have: 1, need: 2)))
    }

    @Test func aSignatureUnderAnotherKeysNameIsNone() throws {
        let (mine, other) = (SigningKey(), SigningKey())
        var envelope = SignedSeal(PolicyTests.seal()).envelope
        try envelope.sign(with: mine)
        let renamed = DSSEEnvelope(
            payloadType: envelope.payloadType, payload: envelope.payload,
            signatures: [.init(keyID: other.verifyingKey.keyID, bytes: envelope.signatures[0].bytes)])
        #expect(!renamed.isSigned(by: other.verifyingKey))
        #expect(!renamed.isSigned(by: mine.verifyingKey))
    }

    @Test func bothAlphabetsOfBase64AreRead() throws {
        var envelope = DSSEEnvelope(payloadType: "t", payload: [0xfb, 0xff, 0xfe, 0x3e])
        try envelope.sign(with: SigningKey())
        let text = String(decoding: envelope.json, as: UTF8.self)
        let urlSafe = text.replacingOccurrences(of: "+/", with: "-_").replacingOccurrences(of: "=", with: "")
        #expect(text.contains("+//+Pg=="))
        #expect(
            try DSSEEnvelope(json: Array(urlSafe.replacingOccurrences(of: "+//+Pg", with: "-__-Pg").utf8)).payload
                == envelope.payload)
        for spoilt in ["{}", "", "[]", text.replacingOccurrences(of: "+//+Pg==", with: "+//+P!==")] {
            #expect(throws: SealProblem.self) { try DSSEEnvelope(json: Array(spoilt.utf8)) }
        }
    }

    @Test(arguments: [
        ("2026-11-22T05:00:00Z", "2026-11-22T05:00:00Z"), ("2026-11-22T05:00:00+05:00", "2026-11-22T00:00:00Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z"), ("2026-11-22T00:30:00-01:30", "2026-11-22T02:00:00Z"),
    ])
    func instantsAreReadAndWritten(text: String, expected: String) throws {
        let instant = try #require(UTCText.decode(text))
        #expect(UTCText.encode(instant) == expected)
    }

    @Test(arguments: ["2026-02-29", "2026-11-22T05:00", "2026-11-22T25:00:00Z", "yesterday", "now", ""])
    func whatIsNoInstantIsRefused(text: String) { #expect(UTCText.decode(text) == nil) }

    @Test(arguments: [(-2304, "-23.04"), (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56")])
    func hundredthsAreExact(value: Int, text: String) {
        #expect(HundredthsText.encode(value) == text)
        #expect(HundredthsText.decode(text) == value)
    }

    @Test(arguments: ["", "-", "1", "1.2", "1.234", "--1.00", "1,00", "+1.00", "1e1.00"])
    func whatIsNotHundredthsIsRefused(text: String) { #expect(HundredthsText.decode(text) == nil) }
}
