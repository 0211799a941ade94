import Testing
import TrustCrypto

@Suite struct KeyTests {
    /// RFC 8410, 10.1 and 10.3: its example key, and the public half that belongs to it.
    static let example = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----
        """
    static let examplePublic = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----

        """

    @Test func readsTheKeyOfTheStandard() throws {
        let key = try SigningKey(pem: Self.example)
        #expect(key.verifyingKey.pem == Self.examplePublic)
        #expect(try VerifyingKey(pem: Self.examplePublic) == key.verifyingKey)
        #expect(try key.pem() == Self.example + "\n")
    }

    @Test func signatureIsTheOneOfRFC8032() throws {
        // RFC 8032, 7.1, test 2.
        let seed = Hexadecimal.decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")!
        let bench = try Workbench()
        try bench.write(Hexadecimal.decode("302e020100300506032b657004220420")! + seed, to: "key.der")
        let pem = try bench.run("openssl", "pkey", "-inform", "DER", "-in", "key.der").output
        let key = try SigningKey(pem: pem)
        let signature = try key.sign([0x72])
        #expect(
            hex(signature) == "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        #expect(key.verifyingKey.accepts(signature, over: [0x72]))
        #expect(!key.verifyingKey.accepts(signature, over: [0x73]))
        #expect(!key.verifyingKey.accepts(Array(signature.dropLast()), over: [0x72]))
        #expect(!key.verifyingKey.accepts([], over: [0x72]))
    }

    @Test func keyIdentifierIsTheDigestOfThePublicKeyInfo() throws {
        let bench = try Workbench()
        let key = SigningKey().verifyingKey
        try bench.write(Array(key.pem.utf8), to: "k.pub")
        _ = try bench.run("openssl", "pkey", "-pubin", "-in", "k.pub", "-outform", "DER", "-out", "k.der")
        #expect(try bench.run("sha256sum", "k.der").output.hasPrefix(key.keyID + " "))
    }

    @Test func opensslReadsEncryptedKeys() throws {
        let bench = try Workbench()
        let key = SigningKey()
        try bench.write(Array(try key.pem(passphrase: "құпия сөз").utf8), to: "k.key")
        let read = try bench.run("openssl", "pkey", "-in", "k.key", "-passin", "pass:құпия сөз", "-pubout")
        #expect(read.output == key.verifyingKey.pem)
        #expect(try bench.run("openssl", "pkey", "-in", "k.key", "-passin", "pass:wrong", "-pubout").status != 0)
    }

    @Test func keysThatOpensslEncryptedAreRead() throws {
        let bench = try Workbench()
        let key = SigningKey()
        try bench.write(Array(try key.pem().utf8), to: "k.key")
        let made = try bench.run(
            "openssl", "pkcs8", "-topk8", "-scrypt", "-in", "k.key", "-out", "e.key", "-passout", "pass:secret")
        #expect(made.status == 0)
        let pem = String(decoding: try bench.read("e.key"), as: UTF8.self)
        #expect(SigningKey.isEncrypted(pem: pem))
        #expect(try SigningKey(pem: pem, passphrase: "secret").verifyingKey == key.verifyingKey)
        #expect(throws: KeyError.passphraseNeeded) { try SigningKey(pem: pem) }
        for wrong in ["Secret", "", "secret "] {
            #expect(throws: KeyError.wrongPassphrase) { try SigningKey(pem: pem, passphrase: wrong) }
        }
    }

    @Test func anEmptyPassphraseIsRefused() {
        #expect(throws: KeyError.emptyPassphrase) { try SigningKey().pem(passphrase: "") }
    }

    @Test(arguments: ["rsa:1024", "ec", "none", "twice", "short", "public"]) func whatIsNotADeskKeyIsRefused(
        kind: String
    ) throws {
        let bench = try Workbench()
        let pem: String
        switch kind {
        case "rsa:1024":
            pem = try bench.run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024").output
        case "ec":
            pem = try bench.run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256").output
        case "none": pem = "hello\n"
        case "twice": pem = Self.example + "\n" + Self.example
        case "short": pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIE\n-----END PRIVATE KEY-----\n"
        default: pem = Self.examplePublic
        }
        #expect(throws: KeyError.self) { try SigningKey(pem: pem) }
        if kind != "public" { #expect(throws: KeyError.self) { try VerifyingKey(pem: pem) } }
    }

    @Test func hexadecimalIsStrict() {
        #expect(Hexadecimal.decode("00ff10") == [0, 255, 16])
        for text in ["0", "0g", "FF", " 0", "0x"] { #expect(Hexadecimal.decode(text) == nil) }
        #expect(Hexadecimal.encode([0, 255, 16]) == "00ff10")
    }
}
