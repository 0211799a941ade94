import ArgumentParser
import Simulator

/// The swarm: seeded weeks of a channel, each held against what should have gone out. A tool of the house, not of a box.
@main struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qalqan-simulate",
        abstract: "Simulate weeks of a channel with random faults, and check every frame of them.",
        discussion: """
            Each seed gives a whole run: the lists, the faults, the orders. A seed that fails is printed with the smallest run \
            that still fails; exit status 1.

            Examples:
              qalqan-simulate --seeds 1000
              qalqan-simulate --first 17 --seeds 1 --plan
            """)

    @Option(help: "How many seeds.")
    var seeds: UInt64 = 50

    @Option(help: "The first of them.")
    var first: UInt64 = 1

    @Option(help: "Days of each run.")
    var days = 7

    @Option(help: "Events a day; as the seed says unless given.")
    var events: Int?

    @Flag(help: "Print the plan of each seed and its digest.")
    var plan = false

    func validate() throws {
        guard seeds > 0, (1...60).contains(days), (1...20_000).contains(events ?? 1) else {
            throw ValidationError("expected --seeds from 1, --days from 1 to 60, --events from 1 to 20000")
        }
    }

    func run() throws {
        let clock = ContinuousClock()
        var failed: [UInt64] = []
        var slowest = (seed: first, time: Duration.zero)
        let total = clock.measure {
            for seed in first..<first + seeds {
                let scenario = Scenario(seed: seed, days: days, eventsADay: events)
                if plan { print(scenario.plan, terminator: "") }
                var violations: [Violation] = []
                let time = clock.measure {
                    let record = Simulation.run(scenario)
                    violations = Judge.violations(record)
                    if plan { print("seed \(seed) digest \(String(record.output.digest, radix: 16))") }
                }
                if time > slowest.time { slowest = (seed, time) }
                guard !violations.isEmpty else { continue }
                failed.append(seed)
                print(SeedReport(scenario, violations))
            }
        }
        print(
            "\(seeds) seeds of \(days) days in \(total); slowest: seed \(slowest.seed), \(slowest.time); "
                + (failed.isEmpty ? "all promises kept" : "FAILED: \(failed.map(String.init).joined(separator: " "))"))
        if !failed.isEmpty { throw ExitCode(1) }
    }
}
