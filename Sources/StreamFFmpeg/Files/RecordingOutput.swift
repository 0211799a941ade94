import CLinux
import Glibc
import Realtime
import Timecode

/// A recording of the programme in a container that is not a transport stream: a new file for each run of the encoder.
package final class RecordingOutput: ProgrammeSink {
    private let sink: ProgrammeFileSink
    private let format: ChannelFormat
    private let first: Int64
    private let path: String
    package private(set) var report = SinkReport()

    /// - Parameters:
    ///   - path: taken as it is where nothing is there yet; else the UTC instant of the first frame goes before the ending.
    ///   - first: house frame that the file starts with.
    package init(path: String, format: ChannelFormat, first: Int64) throws {
        self.first = first
        self.format = format
        var kind = try ContainerKind(path: path)
        self.path = try Self.create(path) ?? Self.dated(path, format: format, frame: first)
        if self.path != path, try Self.create(self.path) == nil {
            throw SinkError("\(self.path) is there already", code: EEXIST)
        }
        if kind.video == "libx264" {
            // Real time comes first; and what a power cut leaves of the file must play.
            kind.videoOptions = [("preset", "ultrafast"), ("crf", "20"), ("threads", "1")]
        }
        if ["mp4", "mov"].contains(kind.format) {
            kind.formatOptions = [("movflags", "frag_keyframe+empty_moov+default_base_moof")]
        }
        sink = try ProgrammeFileSink(path: self.path, format: format, kind: kind)
    }

    /// Makes an empty file that is ours alone; `nil` where there is one already.
    private static func create(_ path: String) throws(SinkError) -> String? {
        let opened = ql_open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
        if opened >= 0 { close(opened) }
        guard opened >= 0 || opened == -EEXIST else {
            throw SinkError("cannot create \(path): \(String(cString: strerror(-opened)))", code: -opened)
        }
        return opened < 0 ? nil : path
    }

    /// `programme.mkv` as `programme-20261122T060000Z.mkv`.
    static func dated(_ path: String, format: ChannelFormat, frame: Int64) -> String {
        let stamp = format.utcStamp(of: frame).compact
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

    package func pass(_ frames: Range<Int64>, picture: UnsafeRawPointer, layout: PictureLayout) throws {
        let samples = format.time.firstSample(of: frames.upperBound) - format.time.firstSample(of: frames.lowerBound)
        try sink.pass(
            frames.lowerBound - first..<frames.upperBound - first, samples: samples, picture: picture, layout: layout)
        report.bytesOut = sink.bytesOut
    }

    package func finish() throws { try sink.finish() }
}
