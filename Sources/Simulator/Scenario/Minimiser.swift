/// Makes a failing run small: fewer faults, fewer features of lists, a shorter run, as long as the same oracle still speaks.
package struct Minimiser {
    /// Runs that may be tried.
    private var triesLeft: Int
    private let seams: Seams
    private let oracle: Violation.Oracle

    /// The smallest scenario found that still fails, and its violations; the one given when it does not fail.
    package static func minimise(
        _ scenario: Scenario, seams: Seams = Seams(), tries: Int = 120
    ) -> (scenario: Scenario, violations: [Violation]) {
        let violations = Judge.violations(Simulation.run(scenario, seams: seams))
        guard let first = violations.first else { return (scenario, []) }
        var minimiser = Minimiser(triesLeft: tries, seams: seams, oracle: first.oracle)
        var best = (scenario: scenario, violations: violations)
        minimiser.shorten(&best)
        minimiser.dropFaults(&best)
        for feature in ScenarioFeature.allCases where best.scenario.features.contains(feature) {
            var smaller = best.scenario
            smaller.features.remove(feature)
            minimiser.adopt(smaller, &best)
        }
        minimiser.shorten(&best)
        return best
    }

    private mutating func adopt(_ smaller: Scenario, _ best: inout (scenario: Scenario, violations: [Violation])) {
        guard triesLeft > 0 else { return }
        triesLeft -= 1
        let violations = Judge.violations(Simulation.run(smaller, seams: seams))
        if violations.contains(where: { $0.oracle == oracle }) { best = (smaller, violations) }
    }

    /// Ends the run shortly after the first violation.
    private mutating func shorten(_ best: inout (scenario: Scenario, violations: [Violation])) {
        guard let frame = best.violations.first(where: { $0.oracle == oracle })?.frame else { return }
        var smaller = best.scenario
        let end = min(smaller.frames.upperBound, frame + smaller.seconds(60))
        guard end < smaller.frames.upperBound, end > smaller.frames.lowerBound else { return }
        smaller.frames = smaller.frames.lowerBound..<end
        let last = end - smaller.frames.lowerBound
        smaller.plan.faults.removeAll { $0.at >= last }
        adopt(smaller, &best)
    }

    /// Leaves out halves, quarters, eighths of the faults, and single ones at last.
    private mutating func dropFaults(_ best: inout (scenario: Scenario, violations: [Violation])) {
        var size = max(1, best.scenario.plan.faults.count / 2)
        while triesLeft > 0 {
            var from = 0
            while from < best.scenario.plan.faults.count, triesLeft > 0 {
                var smaller = best.scenario
                let to = min(from + size, smaller.plan.faults.count)
                smaller.plan.faults.removeSubrange(from..<to)
                let before = best.scenario.plan.faults.count
                adopt(smaller, &best)
                if best.scenario.plan.faults.count == before { from += size }
            }
            if size == 1 { return }
            size /= 2
        }
    }
}
