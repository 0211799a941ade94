import Timecode
import Timeline

extension Scenario {
    /// The channel of a seed, with lists of about `eventsADay` events; as many as the seed says unless given.
    package init(
        seed: UInt64, days: Int = 7, eventsADay: Int? = nil, kinds: Set<FaultKind> = Set(FaultKind.allCases)
    ) {
        var random = SplitMix64(seed &* 0x2545_F491_4F6C_DD1D)
        self.seed = seed
        self.days = days
        let events = [24, 60, 150, 300, 1000].randomElement(using: &random)!
        self.eventsADay = eventsADay ?? events
        let rates: [FrameRate] = [.fps25, .fps25, .fps25, FrameRate(50, 1)!, FrameRate(30_000, 1001)!]
        let rate = rates.randomElement(using: &random)!
        firstDay = 20_700 + Int64.random(in: 0..<400, using: &random)
        let zone = Self.zones.randomElement(using: &random)!
        clock = ScriptClock(
            rate: rate, offset: zone.before, laterOffset: zone.after,
            changesAt: (firstDay + Int64.random(in: 1...4, using: &random)) * 86_400 + 3600)
        region = ["KZ", "UZ", "KG"].randomElement(using: &random)!
        features = Set(ScenarioFeature.allCases.filter { _ in Bool.random(using: &random) })
        files = []
        plan = FaultPlan()
        let first = clock.firstFrame(ofDay: firstDay)
        let day = clock.frame(ofSecond: 86_400) - clock.frame(ofSecond: 0)
        lookEvery = day / [1, 2, 4].randomElement(using: &random)!
        let start = first + Int64.random(in: 0..<day / 2, using: &random)
        frames = start..<start + Int64(days) * day
        files = makeFiles(&random)
        plan = makePlan(kinds, &random)
    }

    /// Before and after a change of the offset: none, one hour forward, one hour back (and Almaty's of 2024).
    private static let zones: [(before: Int64, after: Int64)] = [
        (18_000, 18_000), (3600, 7200), (7200, 3600), (-14_400, -18_000), (21_600, 18_000),
    ]

    private func makeFiles(_ random: inout SplitMix64) -> [SimulatedFile] {
        (0..<24).map { number in
            var file = SimulatedFile(
                name: "m\(number)", length: seconds(Int64.random(in: 4000...9000, using: &random)))
            file.opening = Int64.random(in: 2...20, using: &random)
            file.speed = Int64.random(in: 2...6, using: &random)
            if number == 0, features.contains(.withheldMedia) { file.withheld = .unsealed }
            if number == 1, features.contains(.rights) {
                file.notAfterFrame =
                    frames.lowerBound + Int64.random(in: 0..<frames.upperBound - frames.lowerBound, using: &random)
            }
            return file
        }
    }

    private func makePlan(_ kinds: Set<FaultKind>, _ random: inout SplitMix64) -> FaultPlan {
        let dice = FaultDice(fileCount: files.count, days: days, rate: rate)
        return dice.plan(kinds, length: frames.upperBound - frames.lowerBound, &random)
    }
}
