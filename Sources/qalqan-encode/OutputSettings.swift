import CLinux
import Realtime
import StreamFFmpeg
import Timecode

/// One output as the command line describes it.
struct OutputSettings {
    enum Kind: String, CaseIterable {
        case stream
        case file
        case hls
        case raw
    }

    let kind: Kind
    let format: ChannelFormat
    private var video: VideoSettings
    private var audio: AudioSettings
    private var transport = TransportSettings()
    private var latencyMilliseconds: Int64 = 300
    private var address: DatagramAddress?
    private var path = ""
    private var audioPath: String?
    private var audioFormat = RawOutput.AudioFormat.s16le
    private var live = LivePlaylistSettings()

    init(_ arguments: ChildArguments, format: ChannelFormat) throws {
        let text = try arguments.required("kind")
        guard let kind = Kind(rawValue: text) else {
            throw ChildArguments.Problem("--kind \(text): expected stream, file, hls or raw")
        }
        self.kind = kind
        self.format = format
        let raster = try Self.raster(arguments, kind, format)
        video = VideoSettings(format, width: raster.width, height: raster.height)
        audio = AudioSettings(format, codec: try arguments.word("audio-codec", default: AudioSettings.Codec.aac))
        try readCoding(arguments)
        switch kind {
        case .stream:
            address = try DatagramAddress(url: try arguments.required("url"))
            try readTransport(arguments)
        case .file:
            path = try arguments.required("path")
            if isTransport { try readTransport(arguments) }
        case .hls:
            path = try arguments.required("dir")
            live.segments = Int(try arguments.number("segments", 3...60, default: 8))
            live.segmentSeconds = try arguments.number("segment-seconds", 1...10, default: 2)
        case .raw:
            path = try arguments.required("path")
            audioPath = arguments.optional("audio-path")
            audioFormat = try arguments.word("audio-format", default: .s16le)
        }
    }

    /// How long after its start a frame may be published before the last picture takes its place.
    var patienceNanoseconds: Int64 {
        // A stream has to leave on time; what is written to disk can wait.
        kind == .stream ? (latencyMilliseconds - 80) * 1_000_000 : 600_000_000
    }

    /// Longest loss that is passed over; after a longer one the output is made anew. A stream has no use for seconds of packets
    /// that are all too late.
    var mostPassedFrames: Int64 { (kind == .stream ? 3 : 20) * format.rate.nominal }

    private var isTransport: Bool {
        [".ts", ".m2t", ".mts"].contains { path.hasSuffix($0) }
    }

    /// The coded raster: the channel's, or for live playlists at most 1280x720, or what is asked for.
    private static func raster(
        _ arguments: ChildArguments, _ kind: Kind, _ format: ChannelFormat
    ) throws -> (width: Int, height: Int) {
        let (full, tall) = (Int64(format.width), Int64(format.height))
        var (width, height) = (full, tall)
        if kind == .hls, full * tall > 1280 * 720 {
            width = 1280
            height = (1280 * tall / full + 1) / 2 * 2
        }
        if arguments.optional("width") != nil || arguments.optional("height") != nil {
            let asked = try arguments.number("width", 16...4096, default: 0)
            height = try arguments.number(
                "height", 16...4096, default: asked == 0 ? 0 : (asked * tall / full + 1) / 2 * 2)
            width = asked == 0 ? (height * full / tall + 1) / 2 * 2 : asked
        }
        guard width % 2 == 0, height % 2 == 0 else {
            throw ChildArguments.Problem("--width and --height must be even: \(width)x\(height)")
        }
        return (Int(width), Int(height))
    }

    private mutating func readCoding(_ arguments: ChildArguments) throws {
        video.codec = try arguments.word("video-codec", default: .h264)
        let standard = video.codec == .mpeg2 ? video.bitRate * 3 / 2 : video.bitRate
        video.bitRate = try arguments.number("video-rate", 100_000...100_000_000, default: standard)
        video.preset = arguments.optional("preset") ?? video.preset
        let presets = ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow"]
        guard presets.contains(video.preset) else {
            throw ChildArguments.Problem(
                "--preset \(video.preset): expected \(presets.joined(separator: ", "))")
        }
        video.threads = Int32(try arguments.number("threads", 1...16, default: 1))
        video.bidirectionalFrames = Int32(try arguments.number("b-frames", 0...3, default: 0))
        video.bufferMilliseconds = try arguments.number("buffer-ms", 300...5000, default: 700)
        let seconds = try arguments.number("gop-seconds", 1...10, default: 2)
        video.group = format.frames(inSeconds: seconds)
        audio.bitRate = try arguments.number("audio-rate", 32_000...1_000_000, default: audio.bitRate)
        if kind != .raw, let problem = audio.problem(format) { throw ChildArguments.Problem(problem) }
    }

    private mutating func readTransport(_ arguments: ChildArguments) throws {
        transport.videoRate = video.bitRate
        transport.audioRate = audio.bitRate
        transport.picturesPerSecond = format.rate.nominal
        // Headers of packets and units, tables and clock references on top of what is coded.
        let needed = (video.bitRate * 107 + audio.bitRate * 130) / 100 + 250_000
        transport.muxRate = try arguments.number(
            "mux-rate", 100_000...200_000_000, default: (needed + 9_999) / 10_000 * 10_000)
        transport.pmtPID = UInt16(try arguments.number("pmt-pid", 0x20...0x1ffe, default: 0x1000))
        transport.videoPID = UInt16(try arguments.number("video-pid", 0x20...0x1ffe, default: 0x100))
        transport.audioPID = UInt16(try arguments.number("audio-pid", 0x20...0x1ffe, default: 0x101))
        transport.serviceID = UInt16(try arguments.number("service-id", 1...0xffff, default: 1))
        transport.transportStreamID = UInt16(try arguments.number("ts-id", 0...0xffff, default: 1))
        transport.clockMilliseconds = try arguments.number("pcr-ms", 1...40, default: 20)
        transport.bufferMilliseconds = video.bufferMilliseconds
        transport.serviceName = arguments.optional("service-name") ?? transport.serviceName
        transport.provider = arguments.optional("provider") ?? transport.provider
        transport.language = arguments.optional("language") ?? transport.language
        latencyMilliseconds = try arguments.number("latency-ms", 150...5000, default: 300)
        if let problem = transport.problems.first { throw ChildArguments.Problem(problem) }
    }

    /// Opens the output; returns it with the house frame it starts at.
    func makeSink(
        head: Int64, oldest: Int64, anchor: HouseAnchor, notebook: TransportNotebook?
    ) throws -> (sink: any ProgrammeSink, first: Int64) {
        switch kind {
        case .stream:
            return try makeTransport(head: head, oldest: oldest, anchor: anchor, notebook: notebook)
        case .file where isTransport:
            return try makeTransport(head: head, oldest: oldest, anchor: anchor, notebook: notebook)
        case .file:
            return (try RecordingOutput(path: path, format: format, first: head), head)
        case .hls:
            return try LivePlaylistOutput.open(
                directory: path, format: format, video: video, audio: audio, settings: live, head: head, oldest: oldest)
        case .raw:
            let sink = try RawOutput(format: format, path: path, audioPath: audioPath, audioFormat: audioFormat)
            return (sink, head)
        }
    }

    private func makeTransport(
        head: Int64, oldest: Int64, anchor: HouseAnchor, notebook: TransportNotebook?
    ) throws -> (sink: any ProgrammeSink, first: Int64) {
        // After a restart, go on after the last picture that went out, as far back as the ring reaches.
        let noted = notebook?.read(rate: transport.muxRate)
        let mark = noted.flatMap { $0.frame < head && head - $0.frame < 30 * format.rate.nominal ? $0 : nil }
        let destination: any TransportDestination
        if let address {
            destination = try DatagramSender(
                address, rate: transport.muxRate, anchor: anchor,
                delayNanoseconds: (transport.bufferMilliseconds + latencyMilliseconds) * 1_000_000, notebook: notebook)
        } else {
            destination = try TransportFile(path: path, rate: transport.muxRate, notebook: notebook)
        }
        let sink = try TransportOutput(
            format: format, video: video, audio: audio, transport: transport, destination: destination, after: mark)
        var first = mark.map { max($0.frame + 1, oldest) } ?? head
        if address != nil {
            // A picture's data is due to leave `latency` after its start. One that is too late already would keep all after
            // it late, for a constant rate has nothing to catch up with.
            let past = ql_monotonic_nanoseconds() - (latencyMilliseconds - 60) * 1_000_000
            let timely = format.time.firstFrame(from: anchor.tai(atMonotonic: past))
            if timely < head + 2 * format.rate.nominal { first = max(first, timely) }
        }
        return (sink, first)
    }
}
