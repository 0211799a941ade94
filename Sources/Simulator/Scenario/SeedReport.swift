/// What is said of a seed that fails: what is wrong, and the smallest run that still is.
package struct SeedReport: CustomStringConvertible {
    private let scenario: Scenario
    private let violations: [Violation]

    package init(_ scenario: Scenario, _ violations: [Violation]) {
        self.scenario = scenario
        self.violations = violations
    }

    package var description: String {
        let small = Minimiser.minimise(scenario)
        let lines =
            ["seed \(scenario.seed): \(scenario.days) days of \(scenario.eventsADay) events"]
            + violations.prefix(5).map { "  \($0)" }
            + [
                "smallest: \(small.scenario.frames.upperBound - small.scenario.frames.lowerBound) frames, lists with "
                    + (small.scenario.features.isEmpty
                        ? "nothing but events"
                        : small.scenario.features.map(\.rawValue).sorted().joined(separator: ", "))
            ] + small.violations.prefix(3).map { "  \($0)" }
        return lines.joined(separator: "\n") + "\n\(small.scenario.plan)"
    }
}
