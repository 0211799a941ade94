import ArgumentParser
import ControlService

struct ShortenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shorten",
        abstract: "Make the event on air, or one to come, shorter.",
        discussion: """
            What is on air ends no earlier than the guard window (3 s): `qalqan take` cuts away from it at once and says what is \
            next; this one lets the list go on by itself, on a frame that is known before.

            Example:
              qalqan shorten --on-air --by 30s
              qalqan shorten talk-1700 --to 00:50:00:00
            """)

    @OptionGroup var length: LengthOptions
    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(length.request(.shorten, ifRevision: seen.ifRevision)) }
}
