import ArgumentParser

/// What an editor had seen when he gave an order.
struct SeenRevision: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The schedule's revision that you looked at (`qalqan status`): when somebody has touched the event since, the "
                + "order is refused and both versions are shown.", valueName: "N"))
    var ifRevision: UInt64?
}
