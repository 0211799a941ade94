import ArgumentParser
import ControlService
import Timecode

struct RetimeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retime",
        abstract: "Give an event that is still to come another start.",
        discussion: """
            LABEL is of the event's own broadcast day. On it the event starts whatever runs, or with --soft when what runs \
            has ended, at most so much later. What comes next follows it. With --follow it starts when the event before it ends.

            Example:
              qalqan retime news-1800 --at 18:02:00:00 --soft 30s
              qalqan retime promo-17 --follow
            """)

    @Argument(help: ArgumentHelp("Event identifier.", valueName: "EVENT"))
    var event: String

    @Option(help: ArgumentHelp("Its new fixed start.", valueName: "LABEL"))
    var at: String?

    @Option(help: ArgumentHelp("Which one, of a label that the day has twice: 1 or 2.", valueName: "N"))
    var occurrence: Int?

    @Option(help: ArgumentHelp("How much later it may start: \(FrameAmount.expected).", valueName: "AMOUNT"))
    var soft: String?

    @Flag(help: "It has no start of its own any more.")
    var follow = false

    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func validate() throws {
        if (at == nil) == !follow { throw ValidationError("give its start: --at LABEL or --follow") }
        if follow && (soft != nil || occurrence != nil) {
            throw ValidationError("--soft and --occurrence go with --at")
        }
        if let at, TimecodeLabel(at) == nil { throw ValidationError("--at \(at): expected a label as 18:02:00:00") }
        if let soft, FrameAmount(soft) == nil {
            throw ValidationError("--soft \(soft): expected \(FrameAmount.expected)")
        }
        if let occurrence, !(1...2).contains(occurrence) { throw ValidationError("--occurrence is 1 or 2") }
    }

    func run() async throws {
        try channel.order(
            OperatorRequest(
                .retime, event: event, start: at, occurrence: occurrence, soft: soft, ifRevision: seen.ifRevision))
    }
}
