import ArgumentParser
import TrustRepository

/// How long metadata count: `36h`, `90d`, `1y` (365 days).
struct LifetimeText: ExpressibleByArgument {
    let seconds: Int64

    init?(argument: String) {
        guard let unit = argument.last, let number = Int64(argument.dropLast()), (1...100_000).contains(number) else {
            return nil
        }
        switch unit {
        case "m": seconds = number * 60
        case "h": seconds = number * 3600
        case "d": seconds = number * 86_400
        case "y": seconds = number * 365 * 86_400
        default: return nil
        }
        guard seconds <= 10 * 365 * 86_400 else { return nil }
    }
}

/// How long what is published counts.
struct LifetimeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How long targets metadata count (90d).", valueName: "TIME"))
    var targetsFor: LifetimeText?

    @Option(help: ArgumentHelp("How long a snapshot counts (7d).", valueName: "TIME"))
    var snapshotFor: LifetimeText?

    @Option(
        help: ArgumentHelp(
            "How long a timestamp counts (1d): so long a channel may be cut off before it admits nothing new.",
            valueName: "TIME"))
    var timestampFor: LifetimeText?

    var lifetimes: RoleLifetimes {
        var lifetimes = RoleLifetimes()
        lifetimes.targets = targetsFor?.seconds ?? lifetimes.targets
        lifetimes.snapshot = snapshotFor?.seconds ?? lifetimes.snapshot
        lifetimes.timestamp = timestampFor?.seconds ?? lifetimes.timestamp
        return lifetimes
    }
}
