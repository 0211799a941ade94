/// One output of the programme: what kind, and its own settings.
public struct OutputSettings: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case audio(Audio)
        case stream(Stream)
        case hls(HLS)
        case file(File)
        case raw(Raw)

        /// As written in the document.
        public var name: String {
            switch self {
            case .audio: "audio"
            case .stream: "stream"
            case .hls: "hls"
            case .file: "file"
            case .raw: "raw"
            }
        }
    }

    /// A sound card, by the role its udev rule gives it or by ALSA name.
    public struct Audio: Hashable, Sendable {
        public enum Target: Hashable, Sendable {
            case role(String)
            case device(String)
        }
        public var target: Target
        /// 0...2000; added to the fixed delay of the outputs.
        public var delayMilliseconds: Int64 = 0
    }

    /// MPEG transport stream over UDP.
    public struct Stream: Hashable, Sendable {
        /// `udp://address:port` with FFmpeg's options, as `?pkt_size=1316&ttl=4`.
        public var url: String
        public var coding = Coding()
        public var transport = Transport()
    }

    /// HTTP live streaming: segments and playlist in a folder.
    public struct HLS: Hashable, Sendable {
        /// Absolute.
        public var folder: String
        /// Picture size; `nil` = the channel's, or what fits into 1280x720.
        public var width: Int64?
        public var height: Int64?
        /// Length of a segment in whole seconds, 1...10.
        public var segmentSeconds: Int64 = 2
        /// Segments listed, 3...60.
        public var listed: Int64 = 8
        public var coding = Coding()
    }

    /// MPEG transport stream to a file.
    public struct File: Hashable, Sendable {
        /// Absolute.
        public var path: String
        public var coding = Coding()
        public var transport = Transport()
    }

    /// Planar pictures and PCM as they are, for measuring: whole frames or none.
    public struct Raw: Hashable, Sendable {
        public enum SampleFormat: String, Hashable, Sendable, CaseIterable {
            case s16le, f32le
        }
        /// Absolute paths of files or FIFOs.
        public var path: String
        public var audioPath: String?
        public var audioFormat = SampleFormat.s16le
    }

    /// How pictures and sound are coded; what is `nil` the encoder chooses for the channel's format.
    public struct Coding: Hashable, Sendable {
        public enum VideoCodec: String, Hashable, Sendable, CaseIterable { case h264, mpeg2 }
        public enum AudioCodec: String, Hashable, Sendable, CaseIterable { case aac, mp2 }
        public var videoCodec: VideoCodec?
        /// Bits per second.
        public var videoBitrate: Int64?
        public var audioCodec: AudioCodec?
        public var audioBitrate: Int64?
        /// x264's preset.
        public var preset: String?
        /// Seconds from one key frame to the next, 1...10.
        public var keyFrameSeconds: Int64?
    }

    /// How a transport stream is laid out; what is `nil` the encoder chooses.
    public struct Transport: Hashable, Sendable {
        /// Bits per second of the whole multiplex.
        public var muxRate: Int64?
        public var pmtPID: Int64?
        public var videoPID: Int64?
        public var audioPID: Int64?
        public var serviceID: Int64?
        public var transportStreamID: Int64?
        /// `nil` = the channel's name.
        public var serviceName: String?
        public var provider: String?
    }

    /// Unique among the channel's outputs: its `name`, else its kind, numbered from the second on.
    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
