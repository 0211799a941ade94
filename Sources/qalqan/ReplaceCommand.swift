import ArgumentParser
import ControlService
import Timecode

struct ReplaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replace",
        abstract: "Air something else in an event that is still to come.",
        discussion: """
            The event keeps its place, its start and its name. Other media have their own length, unless --duration says \
            otherwise; what is not named stays as it is in the list.

            Example:
              qalqan replace promo-17 --media promos/tonight.mov --duration 30s
            """)

    @Argument(help: ArgumentHelp("Event identifier.", valueName: "EVENT"))
    var event: String

    @Option(help: ArgumentHelp("Media below a media folder.", valueName: "MEDIA"))
    var media: String?

    @Option(name: .customLong("in"), help: ArgumentHelp("In-point: \(FrameAmount.expected).", valueName: "AMOUNT"))
    var inPoint: String?

    @Option(help: ArgumentHelp("Length on air: \(FrameAmount.expected).", valueName: "AMOUNT"))
    var duration: String?

    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func validate() throws {
        if media == nil && inPoint == nil && duration == nil {
            throw ValidationError("say what is to air: --media MEDIA, --in AMOUNT or --duration AMOUNT")
        }
        for (name, text) in [("--in", inPoint), ("--duration", duration)] {
            if let text, FrameAmount(text) == nil {
                throw ValidationError("\(name) \(text): expected \(FrameAmount.expected)")
            }
        }
    }

    func run() async throws {
        try channel.order(
            OperatorRequest(
                .replace, event: event, media: media.map { [$0] }, inPoint: inPoint, duration: duration,
                ifRevision: seen.ifRevision))
    }
}
