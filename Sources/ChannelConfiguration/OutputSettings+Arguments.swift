extension OutputSettings {
    /// From a frame's start to its first sample leaving the card: what a card's buffer and the programme ring need.
    static let soundDelayMilliseconds: Int64 = 120

    /// The settings as `--name value` for the output's own process: `qalqan-sound` for audio, `qalqan-encode` for all others
    /// (`--kind` first). Format and descriptors are the launcher's to add.
    public func arguments(channelName: String) -> [(name: String, value: String)] {
        switch kind {
        case .audio(let audio):
            let target: (String, String) =
                switch audio.target {
                case .role(let role): ("role", role)
                case .device(let device): ("device", device)
                }
            return [target, ("delay", "\(Self.soundDelayMilliseconds + audio.delayMilliseconds)")]
        case .stream(let stream):
            return [("kind", "stream"), ("url", stream.url)] + Self.arguments(stream.coding)
                + Self.arguments(stream.transport, channelName)
        case .file(let file):
            return [("kind", "file"), ("path", file.path)] + Self.arguments(file.coding)
                + Self.arguments(file.transport, channelName)
        case .hls(let hls):
            let size = [("width", hls.width), ("height", hls.height)]
            return [
                ("kind", "hls"), ("dir", hls.folder), ("segment-seconds", "\(hls.segmentSeconds)"),
                ("segments", "\(hls.listed)"),
            ] + size.compactMap { name, value in value.map { (name, "\($0)") } } + Self.arguments(hls.coding)
        case .raw(let raw):
            let sound = raw.audioPath.map { [("audio-path", $0), ("audio-format", raw.audioFormat.rawValue)] } ?? []
            return [("kind", "raw"), ("path", raw.path)] + sound
        }
    }

    private static func arguments(_ coding: Coding) -> [(name: String, value: String)] {
        let all: [(String, String?)] = [
            ("video-codec", coding.videoCodec?.rawValue), ("video-rate", coding.videoBitrate.map { "\($0)" }),
            ("audio-codec", coding.audioCodec?.rawValue), ("audio-rate", coding.audioBitrate.map { "\($0)" }),
            ("preset", coding.preset), ("gop-seconds", coding.keyFrameSeconds.map { "\($0)" }),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    private static func arguments(_ transport: Transport, _ channelName: String) -> [(name: String, value: String)] {
        let numbers = [
            ("mux-rate", transport.muxRate), ("pmt-pid", transport.pmtPID), ("video-pid", transport.videoPID),
            ("audio-pid", transport.audioPID), ("service-id", transport.serviceID),
            ("ts-id", transport.transportStreamID),
        ]
        let texts = [
            ("service-name", transport.serviceName ?? channelName), ("provider", transport.provider),
        ]
        return numbers.compactMap { name, value in value.map { (name, "\($0)") } }
            + texts.compactMap { name, value in value.map { (name, $0) } }
    }
}
