import Testing
import Timecode
import Trust
import TrustFormats

@Suite struct SealSettingsTests {
    @Test func readsAll() throws {
        let settings = try SealSettings(
            yaml: """
                origin: { desk: newsroom, country: KZ }
                category: news
                languages: [kk, ru]
                territories: [KZ, KG-GB]
                notBefore: 2026-11-22T05:00:00+05:00
                notAfter: 2026-12-22
                digitalSourceType: trainedAlgorithmicMedia
                """)
        #expect(settings.origin == SealStatement.Origin(desk: "newsroom", country: "KZ"))
        #expect(settings.category == "news")
        #expect(settings.languages == ["kk", "ru"])
        #expect(settings.territories == ["KZ", "KG-GB"])
        let utc = LeapSeconds.builtIn
        #expect(settings.notBefore == utc.tai(unixNanoseconds: 1_795_305_600_000_000_000))
        #expect(settings.notAfter == utc.tai(unixNanoseconds: 1_797_897_600_000_000_000))
        #expect(settings.disclosure == .trainedAlgorithmicMedia)
        var statement = PolicyTests.seal()
        #expect(!settings.matches(statement))
        settings.apply(to: &statement)
        #expect(settings.matches(statement))
    }

    @Test func anEmptyDocumentSaysNothing() throws {
        #expect(try SealSettings(yaml: "") == SealSettings())
        #expect(try SealSettings(yaml: "# nothing\n") == SealSettings())
    }

    @Test func allMistakesAreToldAtOnceWithTheirLines() throws {
        let yaml = """
            languges: [kk]
            territories: [Kazakhstan]
            notAfter: soon
            digitalSourceType: digitalCaptur
            origin: { desk: a }
            """
        let problem = try #require(throws: SealProblem.self) { try SealSettings(yaml: yaml) }
        let lines = problem.description.split(separator: "\n").map(String.init)
        #expect(lines.count == 5)
        #expect(lines[0] == "line 1: unknown key \"languges\": did you mean \"languages\"?")
        #expect(lines[1].hasPrefix("line 2: \"Kazakhstan\" is not a territory"))
        #expect(lines[2].hasPrefix("line 3: notAfter \"soon\" is not a time"))
        #expect(lines[3].hasSuffix("did you mean \"digitalCapture\"?"))
        #expect(lines[4] == "line 5: origin needs desk and country")
    }

    @Test(arguments: ["a: [", "category: a\ncategory: b", "- a", "territories: []", "languages: kk"])
    func whatCannotBeMeantIsRefused(yaml: String) {
        #expect(throws: SealProblem.self) { try SealSettings(yaml: yaml) }
    }

    @Test func rightsThatNeverHoldAreRefused() {
        #expect(throws: SealProblem.self) {
            try SealSettings(yaml: "notBefore: 2026-12-01\nnotAfter: 2026-12-01")
        }
    }
}
