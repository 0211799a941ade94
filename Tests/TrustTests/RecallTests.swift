import Foundation
import Testing
import Timecode
import Trust
import TrustCrypto
import TrustDigest

@testable import TrustFormats

/// Who may withdraw what, as pure rules; and recalls as files.
@Suite struct RecallTests {
    static let instant = LeapSeconds.builtIn.tai(unixNanoseconds: 1_795_323_600_000_000_000)

    static func recall(_ signers: [Recall.Signer], territories: [String] = [], reason: String = "error") -> Recall {
        var statement = RecallStatement(of: PolicyTests.seal(), reason: reason, at: instant)
        statement.territories = territories
        return Recall(statement, signers: signers)
    }

    static func signer(_ key: String, desk: String? = nil, _ refusal: KeyRefusal? = nil) -> Recall.Signer {
        Recall.Signer(Approval(keyID: key, desk: desk ?? "desk-\(key)", country: "KZ"), refusal: refusal)
    }

    static func standing(
        _ recalls: [Recall], approvedBy keys: [String], need: Int = 1, region: String? = "KZ",
        effects: [RecallEffect] = []
    ) -> RecallStanding? {
        Revocations(recalls: recalls, effects: effects).standing(
            of: PolicyTests.seal(), approvals: keys.map { PolicyTests.approval($0) }, approvalsNeeded: need,
            region: region)
    }

    @Test func whoApprovedMayRecall() {
        let standing = Self.standing([Self.recall([Self.signer("a")])], approvedBy: ["a", "b"])
        #expect(standing == .inEffect(reason: "error", by: [PolicyTests.approval("a")], isQuorum: false))
        #expect(standing?.withheld == .recalled("error"))
    }

    @Test(
        arguments: [
            // signers of one statement, approvals that the policy asks, whether it holds
            ([signer("x")], 1, false), ([signer("x"), signer("x")], 1, false), ([signer("x"), signer("y")], 1, true),
            ([signer("x"), signer("y")], 3, false), ([signer("x"), signer("y"), signer("z")], 3, true),
            // One desk with two keys is one desk.
            ([signer("x", desk: "one"), signer("y", desk: "one")], 1, false),
            ([signer("x"), signer("y", .otherRole(.recall))], 1, false),
            ([signer("x"), signer("y", .revoked(""))], 1, false),
            ([signer("x"), signer("y", .expired(instant))], 1, false),
        ] as [([Recall.Signer], Int, Bool)])
    func othersNeedToBeAsManyAsThePolicyAsks(signers: [Recall.Signer], need: Int, holds: Bool) {
        let standing = Self.standing([Self.recall(signers)], approvedBy: ["a"], need: need)
        #expect((standing?.withheld != nil) == holds)
        if case .pending(_, _, let asked) = standing { #expect(asked == max(2, need)) }
    }

    /// A key that may be in wrong hands withdraws nothing, not even what it approved; an expired one does.
    @Test func aRevokedKeyRecallsNothing() {
        func standing(_ refusal: KeyRefusal) -> Bool {
            Self.standing([Self.recall([Self.signer("a", refusal)])], approvedBy: ["a"])?.withheld != nil
        }
        #expect(!standing(.revoked("stolen")))
        #expect(standing(.expired(Self.instant)))
        #expect(standing(.otherRole(.recall)))
    }

    @Test func statementsOfSeveralDesksCountTogether() {
        let recalls = [Self.recall([Self.signer("x")], reason: "one"), Self.recall([Self.signer("y")], reason: "two")]
        #expect(
            Self.standing(recalls, approvedBy: ["a"])
                == .inEffect(
                    reason: "one", by: [PolicyTests.approval("x"), PolicyTests.approval("y")], isQuorum: true))
        #expect(Self.standing([recalls[0], recalls[0]], approvedBy: ["a"])?.withheld == nil)
    }

    @Test func anotherFileUnderTheSameSerialIsNotMeant() {
        var other = Self.recall([Self.signer("a")])
        other.statement.verityDigest = [UInt8](repeating: 9, count: 32)
        #expect(Self.standing([other], approvedBy: ["a"]) == nil)
        other = Self.recall([Self.signer("a")])
        other.statement.sha256 = [UInt8](repeating: 9, count: 32)
        #expect(Self.standing([other], approvedBy: ["a"]) == nil)
        other.statement.sha256 = []
        other.statement.verityDigest = []
        #expect(Self.standing([other], approvedBy: ["a"])?.withheld != nil, "by its serial alone")
    }

    @Test(
        arguments: [
            (["KZ"], "KZ", true), (["KZ"], "KZ-75", true), (["KZ"], "UZ", false), (["KZ-75"], "KZ", true),
            (["KZ-75"], "KZ-71", false), ([], "UZ", true), (["KZ"], "KZX", false), (["KZ"], "", true),
        ] as [([String], String, Bool)])
    func aRecallMayBeForSomeTerritories(territories: [String], region: String, holds: Bool) {
        let standing = Self.standing(
            [Self.recall([Self.signer("a")], territories: territories)], approvedBy: ["a"], region: region)
        #expect((standing?.withheld != nil) == holds)
    }

    /// What has taken effect stays when its signer's key is revoked later; but a desk cannot withdraw others' items by giving
    /// a file of its own the same serial.
    @Test func whatTookEffectStaysForItsItemAlone() {
        func effect(_ key: String, quorum: Bool = false, digest: UInt8 = 2) -> RecallEffect {
            RecallEffect(
                serial: "s", verityDigest: [UInt8](repeating: digest, count: 32), reason: "error",
                by: [PolicyTests.approval(key), PolicyTests.approval("\(key)2")], isQuorum: quorum, firstFrame: 100)
        }
        let revoked = [Self.recall([Self.signer("a", .revoked("stolen"))])]
        #expect(Self.standing(revoked, approvedBy: ["a"])?.withheld == nil)
        #expect(Self.standing(revoked, approvedBy: ["a"], effects: [effect("a")])?.withheld != nil)
        #expect(Self.standing([], approvedBy: ["a"], effects: [effect("rogue")]) == nil)
        #expect(Self.standing([], approvedBy: ["a"], effects: [effect("a", digest: 7)]) == nil)
        #expect(Self.standing([], approvedBy: ["a"], effects: [effect("x", quorum: true)])?.withheld != nil)
        #expect(Self.standing([], approvedBy: ["a"], need: 3, effects: [effect("x", quorum: true)]) == nil)
    }

    // MARK: Keys in time

    @Test func keysCountInTheirTime() {
        func at(_ seconds: Int64) -> TAIInstant { TAIInstant(nanoseconds: seconds * 1_000_000_000) }
        let desk = Desk(
            name: "a", country: "KZ", keyPath: "", roles: [.approve], notBefore: at(100), notAfter: at(200))
        func refusal(_ signed: Int64, _ now: Int64, _ revoked: Int64? = nil, as role: DeskRole = .approve)
            -> KeyRefusal?
        {
            desk.refusal(
                as: role, signed: at(signed), at: at(now),
                revocation: revoked.map { KeyRevocation(keyID: "", since: at($0), reason: "lost") })
        }
        #expect(refusal(50, 99) == .notYetValid(from: at(100)))
        // A new key approves what was sealed before it was there.
        #expect(refusal(50, 100) == nil)
        // What was signed in time keeps counting; what was signed later does not.
        #expect(refusal(199, 1_000) == nil)
        #expect(refusal(200, 1_000) == .expired(at(200)))
        #expect(refusal(150, 1_000, 1_001) == nil)
        #expect(refusal(150, 1_000, 1_000) == .revoked("lost"))
        #expect(refusal(150, 150, as: .recall) == .otherRole(.recall))
    }

    @Test func theEarlierOfTwoRevocationsCounts() {
        let (early, late) = (TAIInstant(nanoseconds: 1), TAIInstant(nanoseconds: 2))
        for order in [[early, late], [late, early]] {
            #expect(Revocations(keys: order.map { KeyRevocation(keyID: "k", since: $0) }).keys["k"]?.since == early)
        }
    }

    // MARK: Files

    @Test func recallsRoundTripAndAreTheSameBytes() throws {
        var recall = RecallStatement(
            of: SealFormatTests.full(), reason: "Неверная подпись к кадру", at: Self.instant,
            territories: ["KZ", "UZ-TK"])
        #expect(try RecallStatement(json: recall.json) == recall)
        recall = RecallStatement(serial: "140e3865", reason: "error", recalledAt: Self.instant)
        #expect(try RecallStatement(json: recall.json) == recall)
        #expect(try RecallStatement(json: recall.json).json == recall.json)
    }

    @Test(arguments: [
        ("urn:qalqan:recall:v1", "urn:qalqan:seal:v1"), ("\"reason\":\"error\"", "\"reason\":\" \""),
        ("\"reason\":\"error\"", "\"reason\":\"error\",\"until\":\"2027-01-01T00:00:00Z\""),
        ("\"serial\":\"s\"", "\"serial\":\"t\""), ("\"serial\":\"s\"", "\"serial\":\"../s\""),
        ("\"reason\":\"error\"", "\"reason\":\"error\",\"territories\":[]"),
        ("\"reason\":\"error\"", "\"reason\":\"error\",\"territories\":[\"kz\"]"),
        ("\"reason\":\"error\"", "\"reason\":\"er\\u0007ror\""), ("\"recalledAt\":\"", "\"recalledAt\":\"x"),
        (hex([UInt8](repeating: 1, count: 32)), "0101"), ("Statement/v1", "Statement/v0.1"),
    ])
    func whatIsNotUnderstoodIsRefused(found: String, replacement: String) throws {
        let text = String(
            decoding: RecallStatement(of: PolicyTests.seal(), reason: "error", at: Self.instant).json, as: UTF8.self)
        let spoilt = text.replacingOccurrences(of: found, with: replacement)
        #expect(spoilt != text)
        #expect(throws: SealProblem.self) { try RecallStatement(json: Array(spoilt.utf8)) }
    }

    @Test func aSealIsNoRecallAndARecallNoSeal() throws {
        let recall = SignedRecall(RecallStatement(of: PolicyTests.seal(), reason: "error", at: Self.instant))
        #expect(throws: SealProblem.self) { try SignedSeal(json: recall.envelope.json) }
        #expect(throws: SealProblem.self) { try SignedRecall(json: SignedSeal(PolicyTests.seal()).envelope.json) }
    }

    /// `securesystemslib` and `openssl` read what we sign; in-toto's form is looked at by hand.
    @Test func othersReadRecalls() throws {
        let bench = try Workbench()
        let keys = [SigningKey(), SigningKey()]
        var recall = SignedRecall(RecallStatement(of: SealFormatTests.full(), reason: "error", at: Self.instant))
        for key in keys { try recall.envelope.sign(with: key) }
        try bench.write(recall.envelope.json, to: "r.recall.json")
        for (index, key) in keys.enumerated() {
            try bench.write(Array(key.verifyingKey.pem.utf8), to: "\(index).pub")
            try bench.write(Array(try key.pem().utf8), to: "\(index).key")
        }
        let payload = recall.envelope.payload
        try bench.write(Array("DSSEv1 28 application/vnd.in-toto+json \(payload.count) ".utf8) + payload, to: "pae")
        try bench.write(recall.envelope.signatures[1].bytes, to: "sig")
        #expect(
            try bench.run(
                "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "1.pub", "-rawin", "-in", "pae", "-sigfile", "sig"
            ).status == 0)
        let script = """
            import json, hashlib
            from cryptography.hazmat.primitives import serialization as s
            from securesystemslib.dsse import Envelope
            from securesystemslib.signer import SSlibKey, CryptoSigner
            keys = []
            for i in range(2):
                public = s.load_pem_public_key(open(f"{i}.pub", "rb").read())
                der = public.public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)
                keys.append(SSlibKey.from_crypto(public, keyid=hashlib.sha256(der).hexdigest()))
            envelope = Envelope.from_dict(json.load(open("r.recall.json")))
            assert len(envelope.verify(keys, 2)) == 2
            statement = json.loads(envelope.payload)
            assert statement["_type"] == "https://in-toto.io/Statement/v1"
            assert statement["predicateType"] == "urn:qalqan:recall:v1"
            assert set(statement["subject"][0]["digest"]) == {"sha256", "fsverity-sha256-64k", "qalqan-seal-serial"}
            assert statement["predicate"] == {"serial": "140e3865", "reason": "error",
                "recalledAt": "2026-11-22T05:00:00Z"}, statement
            private = s.load_pem_private_key(open("0.key", "rb").read(), None)
            made = Envelope(envelope.payload, envelope.payload_type, {})
            made.sign(CryptoSigner(private, keys[0]))
            json.dump(made.to_dict(), open("theirs.json", "w"))
            print("agreed")
            """
        try bench.write(Array(script.utf8), to: "check.py")
        #expect(try bench.run(SealFormatTests.python, "check.py").output == "agreed\n")
        let theirs = try SignedRecall(json: bench.read("theirs.json"))
        #expect(theirs.statement == recall.statement && theirs.envelope.isSigned(by: keys[0].verifyingKey))
    }

    @Test func theListOfRevocationsRoundTrips() throws {
        let keys = [SigningKey(), SigningKey()]
        var recall = SignedRecall(RecallStatement(of: PolicyTests.seal(), reason: "error", at: Self.instant))
        try recall.envelope.sign(with: keys[0])
        var list = RevocationList()
        list.revokedKeys = [KeyRevocation(keyID: keys[1].keyID, since: Self.instant, reason: "stolen")]
        let added = [list.add(recall), list.add(recall)]
        #expect(added == [true, false], "the same again is nothing new")
        var other = SignedRecall(recall.statement)
        try other.envelope.sign(with: keys[1])
        let more = list.add(other)
        #expect(more, "another signature on the same statement is")
        #expect(list.recalls.count == 1 && list.recalls[0].envelope.signatures.count == 2)
        let read = try RevocationList(json: list.json)
        #expect(read == list && read.json == list.json)
        #expect(try RevocationList(json: Array("{}".utf8)) == RevocationList())

        // Only known keys are signers, each for what its desk may do.
        let desks = TrustedDesks(entries: [
            .init(desk: Desk(name: "a", country: "KZ", keyPath: "", roles: [.approve]), key: keys[0].verifyingKey),
            .init(desk: Desk(name: "b", country: "UZ", keyPath: ""), key: keys[1].verifyingKey),
        ])
        let signers = read.judged(by: desks, at: Self.instant).recalls["s"]?.first?.signers
        #expect(signers?.map(\.approval.desk) == ["a", "b"])
        #expect(signers?.map(\.refusal) == [.otherRole(.recall), .revoked("stolen")])
        let earlier = TAIInstant(nanoseconds: Self.instant.nanoseconds - 1)
        #expect(
            read.judged(by: desks, at: earlier).recalls["s"]?.first?.signers.map(\.refusal) == [
                .otherRole(.recall), nil,
            ])
    }

    @Test(arguments: [
        "[]", "{\"recalls\":[{}]}", "{\"revokedKeys\":[{\"keyid\":\"ab\",\"since\":\"2026-11-22\"}]}",
        "{\"revokedKeys\":[{\"keyid\":\"\(String(repeating: "a", count: 64))\",\"since\":\"soon\"}]}",
        "{\"recalls\":[{\"payload\":\"e30=\",\"payloadType\":\"text/plain\",\"signatures\":[]}]}",
    ])
    func aListThatIsNotUnderstoodIsRefusedWhole(text: String) {
        #expect(throws: SealProblem.self) { try RevocationList(json: Array(text.utf8)) }
    }

    @Test func signaturesOfStrangersDoNotPushOutOthers() throws {
        let statement = RecallStatement(of: PolicyTests.seal(), reason: "error", at: Self.instant)
        let strangers = (0..<DSSEEnvelope.mostSignatures).map {
            DSSEEnvelope.Signature(keyID: "\($0)", bytes: [UInt8](repeating: UInt8($0), count: 64))
        }
        let envelope = SignedRecall(statement).envelope
        let noise = DSSEEnvelope(
            payloadType: envelope.payloadType, payload: envelope.payload, signatures: strangers)
        let key = SigningKey()
        var mine = SignedRecall(statement)
        try mine.envelope.sign(with: key)
        var list = RevocationList()
        list.add(try SignedRecall(envelope: noise))
        let desk = TrustedDesks(entries: [
            .init(desk: Desk(name: "a", country: "KZ", keyPath: ""), key: key.verifyingKey)
        ])
        list.add(mine.keeping(signaturesOf: desk))
        let kept = try SignedRecall(envelope: noise).keeping(signaturesOf: desk)
        #expect(kept.envelope.signatures.isEmpty)
        var clean = RevocationList()
        clean.add(kept)
        let isNew = clean.add(mine.keeping(signaturesOf: desk))
        #expect(isNew)
        #expect(clean.recalls[0].envelope.isSigned(by: key.verifyingKey))
    }

    // MARK: Policy

    @Test func undeclaredMaterialIsRefusedWhereThePolicyAsks() {
        let policy = TrustPolicy(categories: ["news": TrustPolicy.Rule(approvals: 1, needsDisclosure: true)])
        let one = [PolicyTests.approval("a")]
        var seal = PolicyTests.seal()
        #expect(PolicyTests.verdict(policy, seal, one, category: "news") == .withheld(.undeclared))
        #expect(PolicyTests.verdict(policy, seal, one, category: "promos").isAccepted)
        seal.category = "news"
        #expect(PolicyTests.verdict(policy, seal, one, category: "promos") == .withheld(.undeclared))
        seal.disclosure = .digitalCapture
        #expect(PolicyTests.verdict(policy, seal, one, category: "news").isAccepted)
    }

    @Test func aDeskWithTwoKeysApprovesOnce() {
        let approvals = ["a", "b"].map { Approval(keyID: $0, desk: "one", country: "KZ") }
        #expect(
            PolicyTests.verdict(TrustPolicy(standard: TrustPolicy.Rule(approvals: 2)), PolicyTests.seal(), approvals)
                == .withheld(.notEnoughApprovals(have: 1, need: 2)))
    }
}
