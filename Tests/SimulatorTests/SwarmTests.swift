import PlayoutCore
import Simulator
import Testing

/// The swarm: seeded weeks of a channel with everything that can happen to it.
struct SwarmTests {
    /// No oracle speaks; a run for which one does prints its seed and the smallest plan that still fails.
    @Test(arguments: UInt64(1)...50)
    func aWeekKeepsEveryPromise(seed: UInt64) {
        let scenario = Scenario(seed: seed)
        let violations = Judge.violations(Simulation.run(scenario))
        guard !violations.isEmpty else { return }
        Issue.record("\(SeedReport(scenario, violations))")
    }

    /// Going over frames where nothing can change gives what deciding each of them gives.
    @Test(arguments: UInt64(1)...6)
    func goingOverFramesChangesNothing(seed: UInt64) {
        var scenario = Scenario(seed: seed, days: 1, eventsADay: 300)
        scenario.frames = scenario.frames.lowerBound..<scenario.frames.lowerBound + 300_000
        let quick = Simulation.run(scenario).output
        let exact = Simulation.run(scenario, isStepped: true).output
        #expect(quick.steps < exact.steps / 4)
        #expect(quick.runs == exact.runs)
        #expect(Self.joined(quick.rows) == Self.joined(exact.rows))
    }

    /// Rows that follow each other without a gap and say the same are one: a slate may be announced anew while it stays on.
    private static func joined(_ rows: [AsRunRow]) -> [AsRunRow] {
        rows.reduce(into: []) { joined, row in
            if let last = joined.last, last.kind == row.kind, last.event == row.event, last.role == row.role,
                last.reason == row.reason, last.last + 1 == row.first, row.role == .slate
            {
                joined[joined.count - 1].last = row.last
            } else {
                joined.append(row)
            }
        }
    }

    /// The digest is the run's own: the same for the same seed, another for another.
    @Test func theSameSeedGivesTheSameDigest() {
        let digests = (UInt64(1)...4).map { Simulation.run(Scenario(seed: $0, days: 2)).output.digest }
        #expect(digests == (UInt64(1)...4).map { Simulation.run(Scenario(seed: $0, days: 2)).output.digest })
        #expect(Set(digests).count == 4)
    }

    @Test(arguments: Mutation.all)
    func isCaught(mutation: Mutation) {
        for seed in UInt64(1)...60 {
            let record = Simulation.run(Scenario(seed: seed, days: 3, eventsADay: 150), seams: mutation.seams)
            guard let first = Judge.violations(record).first else { continue }
            #expect(mutation.caughtBy.contains(first.oracle), "seed \(seed): \(first)")
            return
        }
        Issue.record("nobody noticed that \(mutation.name)")
    }

    /// A failing run shrinks to the faults it takes.
    @Test func aFailingRunIsMinimised() throws {
        let mutation = try #require(Mutation.all.first { $0.name == "resume does not end the slate" })
        for seed in UInt64(1)...60 {
            let scenario = Scenario(seed: seed, days: 3, eventsADay: 60)
            let small = Minimiser.minimise(scenario, seams: mutation.seams)
            guard small.violations.first?.oracle == .latch else { continue }
            #expect(small.scenario.plan.faults.count <= 2, "\(small.scenario.plan)")
            #expect(small.scenario.plan.faults.contains { [.slate, .emergencyInput].contains($0.kind) })
            return
        }
        Issue.record("no seed orders a slate")
    }
}
