import ArgumentParser
import ControlService
import Timecode

/// Which event is to be longer or shorter, and by how much.
struct LengthOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Event identifier.", valueName: "EVENT"))
    var event: String?

    @Flag(help: "The event on air, whatever it is.")
    var onAir = false

    @Option(help: ArgumentHelp("The difference: \(FrameAmount.expected).", valueName: "AMOUNT"))
    var by: String?

    @Option(help: ArgumentHelp("The new length: \(FrameAmount.expected).", valueName: "AMOUNT"))
    var to: String?

    func validate() throws {
        if (event == nil) == !onAir { throw ValidationError("name an event, or say --on-air") }
        if (by == nil) == (to == nil) { throw ValidationError("give --by AMOUNT or --to AMOUNT") }
        for (name, text) in [("--by", by), ("--to", to)] {
            if let text, FrameAmount(text) == nil {
                throw ValidationError("\(name) \(text): expected \(FrameAmount.expected)")
            }
        }
    }

    func request(_ command: OperatorRequest.Command, ifRevision: UInt64?) -> OperatorRequest {
        OperatorRequest(command, event: event, by: by, to: to, ifRevision: ifRevision)
    }
}
