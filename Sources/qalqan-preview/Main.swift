import Glibc
import PreviewEngine
import Realtime
import StreamFFmpeg

extension JPEGCoder: SmallPictureCoder {}

/// Makes the small picture and the meters of the programme.
@main
enum Main {
    static func main() {
        // Looking on must not cost air anything.
        _ = nice(10)
        BystanderProcess.main("qalqan-preview") { process in
            let engine = PreviewEngine(
                ring: process.ring, board: try PreviewBoard(in: process.board()),
                coder: try JPEGCoder(format: process.format))
            engine.run { BystanderProcess.isStopAsked }
        }
    }
}
