import Testing
import Timecode
import Trust

@Suite struct PolicyTests {
    static func seal(
        category: String? = nil, territories: [String] = [], notBefore: Int64? = nil, notAfter: Int64? = nil
    ) -> SealStatement {
        SealStatement(
            name: "a.mov", size: 10, sha256: [UInt8](repeating: 1, count: 32),
            verityDigest: [UInt8](repeating: 2, count: 32), serial: "s", sealedAt: TAIInstant(nanoseconds: 0),
            category: category, territories: territories, notBefore: notBefore.map { TAIInstant(nanoseconds: $0) },
            notAfter: notAfter.map { TAIInstant(nanoseconds: $0) },
            technical: TechnicalFacts(
                container: "mov", duration: Ratio(4, 1), isStill: false, video: nil, audio: [], startTimecode: nil))
    }

    static func approval(_ key: String, _ country: String = "KZ") -> Approval {
        Approval(keyID: key, desk: "desk-\(key)", country: country)
    }

    static func verdict(
        _ policy: TrustPolicy, _ seal: SealStatement, _ approvals: [Approval], desks: Int = 3,
        category: String? = nil, region: String? = "KZ", at nanoseconds: Int64? = 50
    ) -> Verdict {
        policy.verdict(
            on: seal, approvals: approvals, trustedDesks: desks, category: category, region: region,
            at: nanoseconds.map { TAIInstant(nanoseconds: $0) })
    }

    static let two = TrustPolicy(standard: TrustPolicy.Rule(approvals: 2, countries: 2))

    @Test func theSameKeyTwiceIsOneApproval() {
        let approvals = [Self.approval("a"), Self.approval("a", "UZ")]
        #expect(
            Self.verdict(Self.two, Self.seal(), approvals) == .withheld(.notEnoughApprovals(have: 1, need: 2)))
    }

    @Test func countriesAreCountedApart() {
        let near = [Self.approval("a"), Self.approval("b")]
        let far = [Self.approval("a"), Self.approval("b", "UZ")]
        #expect(Self.verdict(Self.two, Self.seal(), near) == .withheld(.notEnoughCountries(have: 1, need: 2)))
        #expect(Self.verdict(Self.two, Self.seal(), far) == .accepted(far))
    }

    @Test func withoutDesksNothingAirs() {
        #expect(Self.verdict(TrustPolicy(), Self.seal(), [], desks: 0) == .withheld(.noTrust))
        #expect(Self.verdict(TrustPolicy(), Self.seal(), []) == .withheld(.notEnoughApprovals(have: 0, need: 1)))
        let rehearsal = TrustPolicy(standard: TrustPolicy.Rule(approvals: 0))
        #expect(Self.verdict(rehearsal, Self.seal(), [], desks: 0) == .accepted([]))
    }

    @Test(
        arguments: [
            // event's category, seal's category, approvals asked for
            (nil, nil, 1), ("news", nil, 2), (nil, "news", 2), ("filler", "news", 2), ("news", "filler", 2),
            ("filler", nil, 0), (nil, "filler", 0), ("filler", "filler", 0), ("filler", "other", 1),
            ("other", "filler", 1),
        ] as [(String?, String?, Int)])
    func aPlaylistCannotLowerWhatADeskAskedFor(event: String?, seal: String?, need: Int) {
        let policy = TrustPolicy(categories: [
            "news": TrustPolicy.Rule(approvals: 2), "filler": TrustPolicy.Rule(approvals: 0),
        ])
        #expect(policy.rule(event: event, seal: seal).approvals == need)
    }

    @Test(
        arguments: [
            (99, Verdict.withheld(.notYetValid(from: TAIInstant(nanoseconds: 100)))),
            (100, .accepted([approval("a")])), (199, .accepted([approval("a")])),
            (200, .withheld(.expired(TAIInstant(nanoseconds: 200)))),
        ] as [(Int64, Verdict)])
    func rightsBeginAndEndOnTheirInstant(at: Int64, expected: Verdict) {
        let seal = Self.seal(notBefore: 100, notAfter: 200)
        #expect(Self.verdict(TrustPolicy(), seal, [Self.approval("a")], at: at) == expected)
    }

    @Test(
        arguments: [
            ("KZ", true), ("KZ-75", true), ("UZ", true), ("UZ-TK", true), ("KG", false), ("KZX", false), ("K", false),
        ] as [(String, Bool)])
    func territoriesCoverTheirParts(region: String, allowed: Bool) {
        let seal = Self.seal(territories: ["KZ", "UZ"])
        #expect(Self.verdict(TrustPolicy(), seal, [Self.approval("a")], region: region).isAccepted == allowed)
    }

    @Test func rightsForAPartDoNotCoverTheWhole() {
        let seal = Self.seal(territories: ["KZ-75"])
        #expect(seal.allows(region: "KZ-75"))
        #expect(!seal.allows(region: "KZ"))
    }

    @Test(
        arguments: [
            // pictures, source rate, channel rate, frames: every channel frame that shows one of the pictures
            (100, FrameRate.fps25, FrameRate.fps25, 100), (100, .fps50, .fps25, 50), (101, .fps50, .fps25, 51),
            (100, .fps25, .fps50, 200), (90, .fps2997, .fps25, 76), (1, .fps25, .fps2997, 2), (0, .fps25, .fps25, 0),
        ] as [(Int64, FrameRate, FrameRate, Int64)])
    func lengthCountsEveryFrameThatHasAPicture(pictures: Int64, source: FrameRate, channel: FrameRate, frames: Int64) {
        let video = TechnicalFacts.Video(
            codec: "x", width: 16, height: 16, sampleAspect: .one, rate: source, scan: .progressive, pictures: pictures)
        let facts = TechnicalFacts(
            container: "x", duration: nil, isStill: false, video: video, audio: [], startTimecode: nil)
        #expect(facts.frames(at: channel) == frames)
        // Its definition: frame k shows floor(k x source / channel).
        var counted: Int64 = 0
        while counted * source.numerator * channel.denominator / (source.denominator * channel.numerator) < pictures {
            counted += 1
        }
        #expect(counted == frames)
    }

    @Test func soundAloneFillsWholeFrames() {
        func frames(_ numerator: Int64, _ denominator: Int64) -> Int64? {
            TechnicalFacts(
                container: "x", duration: Ratio(numerator, denominator), isStill: false, video: nil, audio: [],
                startTimecode: nil
            ).frames(at: .fps25)
        }
        #expect(frames(33, 10) == 82)
        #expect(frames(4, 1) == 100)
        #expect(frames(.max, 1) == nil)
    }

    @Test func syntheticMaterialIsNamedByItsTerm() {
        let term = DigitalSourceType(uri: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")
        #expect(term == .trainedAlgorithmicMedia)
        #expect(term?.isSynthetic == true)
        #expect(DigitalSourceType(uri: "digitalCapture")?.isSynthetic == false)
        #expect(DigitalSourceType(uri: "invented") == nil)
    }
}
