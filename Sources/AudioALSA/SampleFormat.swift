import CALSA

/// The sample formats this house writes, best first.
public enum SampleFormat: String, Hashable, Sendable, CaseIterable {
    case s32 = "S32_LE"
    case s24 = "S24_LE"
    case s24Packed = "S24_3LE"
    case float = "FLOAT_LE"
    case s16 = "S16_LE"

    var alsa: snd_pcm_format_t {
        switch self {
        case .s32: SND_PCM_FORMAT_S32_LE
        case .s24: SND_PCM_FORMAT_S24_LE
        case .s24Packed: SND_PCM_FORMAT_S24_3LE
        case .float: SND_PCM_FORMAT_FLOAT_LE
        case .s16: SND_PCM_FORMAT_S16_LE
        }
    }

    /// Bytes one sample takes.
    public var bytes: Int {
        switch self {
        case .s32, .s24, .float: 4
        case .s24Packed: 3
        case .s16: 2
        }
    }
}
