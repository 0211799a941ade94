import Glibc
import Realtime
import Timecode

/// A recording of the programme in a container that is not a transport stream: a new file for each run of the encoder.
package final class RecordingOutput: ProgrammeSink {
    private let sink: ProgrammeFileSink
    private let first: Int64
    private let path: String
    package private(set) var report = SinkReport()

    /// - Parameters:
    ///   - path: taken as it is where nothing is there yet; else the UTC instant of the first frame goes before the ending.
    ///   - first: house frame that the file starts with.
    package init(path: String, format: ChannelFormat, first: Int64) throws {
        self.first = first
        self.path = access(path, F_OK) == 0 ? Self.dated(path, format: format, frame: first) : path
        var kind = try ContainerKind(path: path)
        if kind.video == "libx264" {
            // Real time comes first; and what a power cut leaves of the file must play.
            kind.videoOptions = [("preset", "ultrafast"), ("crf", "20"), ("threads", "1")]
        }
        if ["mp4", "mov"].contains(kind.format) {
            kind.formatOptions = [("movflags", "frag_keyframe+empty_moov+default_base_moof")]
        }
        sink = try ProgrammeFileSink(path: self.path, format: format, kind: kind)
    }

    /// `programme.mkv` as `programme-20261122T060000Z.mkv`.
    static func dated(_ path: String, format: ChannelFormat, frame: Int64) -> String {
        let stamp = UTCStamp(format: format, frame: frame).compact
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return "\(path)-\(stamp)" }
        return "\(path[..<dot])-\(stamp)\(path[dot...])"
    }

    package func write(
        picture: UnsafeRawPointer, layout: PictureLayout, samples: UnsafePointer<Float>, sampleCount: Int, frame: Int64
    ) throws {
        try sink.write(
            picture: picture, layout: layout, samples: samples, sampleCount: sampleCount, frame: frame - first)
        report.bytesOut = sink.bytesOut
    }

    package func finish() throws { try sink.finish() }
}
