import Realtime
import Timecode

/// How sound is coded.
package struct AudioSettings: Sendable {
    package enum Codec: String, Sendable, CaseIterable {
        case aac
        case mp2
    }

    package var codec: Codec = .aac
    /// Bits a second.
    package var bitRate: Int64

    package init(_ format: ChannelFormat, codec: Codec = .aac) {
        self.codec = codec
        bitRate = (codec == .aac ? 96_000 : 128_000) * Int64(format.channels)
    }

    /// What this codec cannot do for a channel, in words.
    package func problem(_ format: ChannelFormat) -> String? {
        let channels = format.channels
        switch codec {
        case .mp2 where channels > 2: return "mp2 carries at most 2 channels, the channel has \(channels): use aac"
        case .mp2 where ![16_000, 22_050, 24_000, 32_000, 44_100, 48_000].contains(format.sampleRate):
            return "mp2 does not know \(format.sampleRate) Hz: use aac"
        case .aac where ![1, 2, 3, 4, 5, 6].contains(channels):
            return "aac carries 1 to 6 channels, the channel has \(channels)"
        case .aac where ADTSHeader.rates.firstIndex(of: format.sampleRate) == nil:
            return "aac does not know \(format.sampleRate) Hz"
        default: return nil
        }
    }

    func coder(_ format: ChannelFormat, globalHeader: Bool) throws -> AudioCoder {
        if let problem = problem(format) { throw SinkError(problem, code: 22) }
        return try AudioCoder(
            name: codec.rawValue, sampleRate: format.sampleRate, channels: format.channels, bitRate: bitRate,
            globalHeader: globalHeader, isAligned: true)
    }
}
