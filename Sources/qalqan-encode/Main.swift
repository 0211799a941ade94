import EncodeEngine
import Realtime
import StreamFFmpeg

/// Codes the programme for one stream, file or pipe.
@main
enum Main {
    private static let name = "qalqan-encode"

    static func main() {
        BystanderProcess.main(name) { process in
            let anchorMemory = try SharedMemory.open(
                descriptor: process.arguments.descriptor("anchor"), access: .readOnly, name: "anchor")
            guard let anchor = HouseAnchor(in: anchorMemory) else {
                throw ChildArguments.Problem("--anchor: holds no anchor")
            }
            let board = try Board<OutputStatus>(in: process.board())
            let output = try OutputSettings(process.arguments, format: process.format)
            var options = EncodeEngine.Options()
            options.patienceNanoseconds = output.patienceNanoseconds
            options.mostPassedFrames = output.mostPassedFrames
            options.isFollowing = try process.arguments.flag("follow")
            let notebook = TransportNotebook(board: board)
            let engine = EncodeEngine(
                ring: process.ring, anchor: anchor, board: board, options: options
            ) { head, oldest in
                try output.makeSink(head: head, oldest: oldest, anchor: anchor, notebook: notebook)
            }
            engine.run(until: { BystanderProcess.isStopAsked }, log: { writeErrorLine("\(name): \($0)") })
        }
    }
}
