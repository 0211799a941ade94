import Playlist
import PlaylistFormats
import Timecode

/// What coded outputs have in common: codecs, bit rates and the layout of a transport stream.
extension ConfigurationReader {
    static let codingKeys = [
        "videoCodec", "videoBitrate", "bitrate", "audioCodec", "audioBitrate", "preset", "keyFrames",
    ]
    static let transportKeys = ["muxRate", "pids", "serviceName", "provider", "serviceId", "transportStreamId"]

    private static let presets = [
        "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow",
    ]

    func coding(_ fields: DocumentFields) -> OutputSettings.Coding {
        var coding = OutputSettings.Coding()
        coding.videoCodec = fields.word("videoCodec", among: ["h264": .h264, "mpeg2": .mpeg2, "mpeg2video": .mpeg2])
        coding.audioCodec = fields.word("audioCodec", among: ["aac": .aac, "mp2": .mp2])
        if fields["bitrate"] != nil, fields["videoBitrate"] != nil {
            reading.error(
                .conflict, at: fields.mark(of: "bitrate"), "`bitrate` and `videoBitrate` are the same setting",
                "remove one of the two")
        }
        coding.videoBitrate =
            bitrate("videoBitrate", in: fields, 100_000...100_000_000)
            ?? bitrate("bitrate", in: fields, 100_000...100_000_000)
        coding.audioBitrate = bitrate("audioBitrate", in: fields, 32_000...1_000_000)
        coding.keyFrameSeconds = seconds("keyFrames", in: fields)
        if let preset = fields.text("preset") {
            if Self.presets.contains(preset) {
                coding.preset = preset
            } else {
                reading.error(
                    .wrongValue, at: fields.mark(of: "preset"), "`\(preset)` is not a preset of x264",
                    NearestName.of(preset, among: Self.presets).map { "did you mean `\($0)`?" }
                        ?? "one of \(reading.list(Self.presets))")
            }
        }
        return coding
    }

    func transport(_ fields: DocumentFields, carrying coding: OutputSettings.Coding) -> OutputSettings.Transport {
        var transport = OutputSettings.Transport()
        transport.muxRate = bitrate("muxRate", in: fields, 100_000...400_000_000)
        if let muxRate = transport.muxRate {
            let coded = (coding.videoBitrate ?? 0) + (coding.audioBitrate ?? 0)
            // Headers, tables and what the last packet of a picture or block leaves empty.
            let needed = ((coding.videoBitrate ?? 0) * 103 + (coding.audioBitrate ?? 0) * 110) / 100 + 60_000
            if muxRate < needed {
                reading.error(
                    .conflict, at: fields.mark(of: "muxRate"),
                    "`muxRate` has no room for \(coded) bit/s of picture and sound",
                    "raise it by a tenth over their sum, or lower the bit rates")
            }
        }
        transport.serviceName = fields.text("serviceName", most: 64)
        transport.provider = fields.text("provider", most: 64)
        transport.serviceID = fields.integer("serviceId", in: 1...65_535)
        transport.transportStreamID = fields.integer("transportStreamId", in: 0...65_535)
        guard let pids = fields.fields("pids", known: ["pmt", "video", "audio"]) else { return transport }
        transport.pmtPID = pids.integer("pmt", in: 32...8190)
        transport.videoPID = pids.integer("video", in: 32...8190)
        transport.audioPID = pids.integer("audio", in: 32...8190)
        let all = [transport.pmtPID ?? 0x1000, transport.videoPID ?? 0x100, transport.audioPID ?? 0x101]
        if Set(all).count < 3 {
            reading.error(
                .conflict, at: pids.mark,
                "two of the PIDs \(all.map { "\($0)" }.joined(separator: ", ")) (pmt, video, audio) are the same",
                "give each its own")
        }
        return transport
    }

    /// Whole seconds from 1s to 10s.
    func seconds(_ key: String, in fields: DocumentFields) -> Int64? {
        guard let amount = fields.amount(key) else { return nil }
        if case .seconds(let seconds) = amount, seconds >= 1, seconds <= 10 { return seconds }
        reading.error(
            .wrongValue, at: fields.mark(of: key), "`\(key)` is from 1s to 10s", "write whole seconds, as 2s")
        return nil
    }

    /// Bits per second: a whole number, or `128k`, `6M`, `7.5M`.
    private func bitrate(_ key: String, in fields: DocumentFields, _ range: ClosedRange<Int64>) -> Int64? {
        guard let text = fields.text(key) else { return nil }
        if let value = Self.bitsPerSecond(text), range.contains(value) { return value }
        reading.error(
            .wrongValue, at: fields.mark(of: key),
            "`\(text)` is not a bit rate from \(range.lowerBound) to "
                + "\(range.upperBound) bit/s", "write bits per second, or 128k, 6M")
        return nil
    }

    static func bitsPerSecond(_ text: String) -> Int64? {
        let unit: Int64 =
            switch text.last {
            case "k", "K": 1_000
            case "M": 1_000_000
            default: 1
            }
        let parts = (unit == 1 ? text[...] : text.dropLast()).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]), (0...1_000_000_000).contains(whole) else { return nil }
        guard parts.count == 2 else { return whole * unit }
        guard unit > 1, (1...3).contains(parts[1].count), let fraction = Int64(parts[1]), fraction >= 0 else {
            return nil
        }
        let scale: Int64 = [10, 100, 1000][parts[1].count - 1]
        return whole * unit + fraction * unit / scale
    }
}
