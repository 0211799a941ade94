import ArgumentParser
import ControlService

struct ExtendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extend",
        abstract: "Make the event on air, or one to come, longer.",
        discussion: """
            What is on air goes on for that much longer, its media with it; where they end, a slate fills the rest. What follows \
            moves back, until the next fixed start.

            Example:
              qalqan extend --on-air --by 30s
              qalqan extend talk-1700 --to 00:55:00:00
            """)

    @OptionGroup var length: LengthOptions
    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(length.request(.extend, ifRevision: seen.ifRevision)) }
}
