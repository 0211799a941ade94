import AirEngine
import Realtime
import StreamFFmpeg
import Timecode

/// Where a render's frames go: a file, standard output, or nowhere.
final class RenderSink {
    private let file: ProgrammeFileSink?
    private let layout: PictureLayout

    init(_ output: String, format: ChannelFormat) throws {
        layout = PictureLayout(format)
        if output == "null:" {
            file = nil
            return
        }
        do { file = try ProgrammeFileSink(path: output, format: format) } catch {
            throw CommandFailure.unreachable("\(error)")
        }
    }

    func write(_ frame: OfflineLoop.Frame, number: Int64) throws {
        guard let file else { return }
        do {
            try file.write(
                picture: frame.picture, layout: layout, samples: frame.samples, sampleCount: frame.sampleCount,
                frame: number)
        } catch { throw CommandFailure.unreachable("\(error)") }
    }

    func finish() throws {
        do { try file?.finish() } catch { throw CommandFailure.unreachable("\(error)") }
    }
}
