import ChannelConfiguration
import Playlist
import Testing
import Timecode
import Trust

/// Desks, their keys' time, revoked keys, policy and the label's words in the configuration.
struct DeskConfigurationTests {
    static let desks = "- { name: a, country: KZ, key: a.pub }\n    - { name: b, country: UZ, key: b.pub }"
    static let zeros = String(repeating: "0", count: 64)

    @Test func everyKeyIsRead() throws {
        let settings = try ConfigurationTests.settings(
            """
            channel: { languages: [kk, ru] }
            trust:
              desks:
                - { name: a, country: KZ, key: old.pub, notAfter: 2027-01-01 }
                - { name: a, country: KZ, key: new.pub, notBefore: "2026-12-15T06:00:00+05:00" }
                - { name: b, country: UZ, key: b.pub, roles: [recall, approve] }
              revokedKeys: [ { keyid: "\(Self.zeros)", since: 2026-11-22T14:00:00Z, reason: lost } ]
              recalls: incoming
              policy: { default: { approvals: 1 }, news: { approvals: 2, countries: 2, disclosure: required } }
            marks: { synthetic: { position: top-left, text: { kk: ЖИ жасаған, ru: Сделано ИИ } } }
            """)
        let desks = settings.trust.desks
        #expect(desks.map(\.name) == ["a", "a", "b"])
        #expect(desks[0].notAfter?.utcText() == "2027-01-01T00:00:00Z" && desks[0].notBefore == nil)
        #expect(
            desks[1].notBefore?.utcText() == "2026-12-15T01:00:00Z" && desks[1].roles.count == DeskRole.allCases.count)
        #expect(desks[2].roles == [.recall, .approve])
        #expect(
            settings.trust.revokedKeys.map(\.reason) == ["lost"] && settings.trust.revokedKeys[0].keyID == Self.zeros)
        #expect(settings.trust.revokedKeys[0].since.utcText() == "2026-11-22T14:00:00Z")
        #expect(settings.recallFolder == "/srv/one/incoming")
        #expect(
            settings.trust.policy.categories
                == ["news": TrustPolicy.Rule(approvals: 2, countries: 2, needsDisclosure: true)])
        #expect(settings.marks.syntheticTexts.map(\.text) == ["ЖИ жасаған", "Сделано ИИ"])
        #expect(settings.marks.synthetic.position == .topLeft)
    }

    @Test func byDefaultNothingOfItIsAsked() throws {
        let settings = try ConfigurationTests.settings(ConfigurationTests.minimal)
        #expect(settings.trust.desks[0].roles == Set(DeskRole.allCases) && settings.trust.revokedKeys.isEmpty)
        #expect(settings.recallFolder == "/srv/one/data/recalls")
        #expect(!settings.trust.policy.standard.needsDisclosure && settings.marks.syntheticTexts.isEmpty)
    }

    /// What is wrong, whether the schema can see it, and what the message has to name.
    static let mistakes: [(text: String, isShape: Bool, says: String)] = [
        ("trust: { desks: [ { name: a, country: KZ, key: a.pub, roles: [aprove] } ] }", true, "approve"),
        ("trust: { desks: [ { name: a, country: KZ, key: a.pub, roles: [] } ] }", true, "roles"),
        ("trust: { desks: [ { name: a, country: KZ, key: a.pub, notAfter: soon } ] }", true, "notAfter"),
        (
            "trust: { desks: [ { name: a, country: KZ, key: a.pub, notBefore: 2027-01-01, notAfter: 2026-01-01 } ] }",
            false,
            "ends before it begins"
        ),
        (
            "trust: { desks: [ { name: a, country: KZ, key: a.pub }, { name: a, country: UZ, key: b.pub } ] }", false,
            "named a"
        ),
        (
            "trust: { desks: [ { name: a, country: KZ, key: a.pub }, { name: a, country: KZ, key: a.pub } ] }", false,
            "named a"
        ),
        ("trust: { revokedKeys: [ { keyid: ab, since: 2026-01-01 } ] }", true, "64 hexadecimal"),
        ("trust: { revokedKeys: [ { keyid: \"\(zeros)\" } ] }", true, "since"),
        ("trust: { policy: { news: { approvals: 1, disclosure: yes } } }", true, "disclosure"),
        ("marks: { synthetic: { text: { en: \"\" } } }", true, "one line of text"),
        ("marks: { synthetic: { text: { en: \" .\" } } }", false, "label"),
        ("marks: { synthetic: { text: { en: \"\u{200B}\u{200B}\u{200B}\" } } }", false, "label"),
        ("marks: { synthetic: { text: { en: \"\(String(repeating: "long ", count: 20))\" } } }", true, "80"),
        ("marks: { synthetic: { on: false } }", true, "on"),
        ("marks: { rehearsal: { text: { en: Test } } }", true, "text"),
    ]

    @Test(arguments: mistakes.indices)
    func mistakesAreErrors(index: Int) {
        let mistake = Self.mistakes[index]
        let (settings, diagnostics) = ConfigurationTests.read(mistake.text)
        #expect(settings == nil, "\(mistake.text)")
        #expect(diagnostics.contains { $0.description.contains(mistake.says) }, "\(diagnostics)")
    }

    @Test func theSchemaSeesWhatItCan() throws {
        let shapes = Self.mistakes.filter(\.isShape)
        let verdicts = try SchemaTests.verdicts(shapes.map(\.text), schema: "Hardware/channel.schema.json")
        for (mistake, isGood) in zip(shapes, verdicts) { #expect(!isGood, "\(mistake.text)") }
    }

    @Test(arguments: [
        ("news: { approvals: 2 }", true, 0), ("news: { approvals: 3 }", true, 1),
        ("news: { approvals: 2, countries: 2 }", true, 0), ("news: { approvals: 2, countries: 2 }", false, 1),
    ])
    func whatCanNeverBeMetIsWarnedOf(rule: String, twoCountries: Bool, warnings: Int) {
        let desks = twoCountries ? Self.desks : Self.desks.replacing("UZ", with: "KZ")
        let (settings, diagnostics) = ConfigurationTests.read("trust:\n  desks:\n    \(desks)\n  policy: { \(rule) }\n")
        #expect(settings != nil && diagnostics.count == warnings, "\(diagnostics)")
    }

    /// A desk with two keys is one desk, and one without the role is none.
    @Test(arguments: [
        ("- { name: a, country: KZ, key: a.pub }\n    - { name: a, country: KZ, key: b.pub }", 1),
        ("- { name: a, country: KZ, key: a.pub }\n    - { name: b, country: KZ, key: b.pub, roles: [recall] }", 1),
    ])
    func onlyDesksThatApproveAreCounted(desks: String, warnings: Int) {
        let (settings, diagnostics) = ConfigurationTests.read(
            "trust:\n  desks:\n    \(desks)\n  policy: { default: { approvals: 2 } }\n")
        #expect(settings != nil && diagnostics.count == warnings, "\(diagnostics)")
    }
}
