import CFFmpeg
import Timecode

extension ChannelFormat {
    /// Seconds of one frame.
    var frameTimeBase: AVRational { AVRational(num: Int32(rate.denominator), den: Int32(rate.numerator)) }
    var frameRateRational: AVRational { AVRational(num: Int32(rate.numerator), den: Int32(rate.denominator)) }

    /// Primaries, transfer and matrix as H.273 codes (ITU-T H.273, tables 2 to 4).
    var colourCodes: (AVColorPrimaries, AVColorTransferCharacteristic, AVColorSpace) {
        switch colour {
        case .bt709: (AVCOL_PRI_BT709, AVCOL_TRC_BT709, AVCOL_SPC_BT709)
        case .bt601at625: (AVCOL_PRI_BT470BG, AVCOL_TRC_SMPTE170M, AVCOL_SPC_BT470BG)
        case .bt601at525: (AVCOL_PRI_SMPTE170M, AVCOL_TRC_SMPTE170M, AVCOL_SPC_SMPTE170M)
        }
    }

    /// Frames of one coded group or segment of `seconds` whole seconds.
    package func frames(inSeconds seconds: Int64) -> Int64 { rate.nominal * seconds }

    /// When a house frame starts, to the nearest millisecond: frames seldom start on one.
    func utcStamp(of frame: Int64) -> UTCStamp {
        UTCStamp(unixNanoseconds: LeapSeconds.builtIn.unixNanoseconds(of: time.start(of: frame)) + 500_000)
    }

    /// The start of a house frame in ticks of `hertz` since the epoch, rounded down.
    func ticks(ofFrame frame: Int64, hertz: Int64) -> Int64 {
        scaledDown(frame, by: rate.denominator * hertz, over: rate.numerator)
    }

    /// The instant of an audio sample in ticks of `hertz` since the epoch, rounded down.
    func ticks(ofSample sample: Int64, hertz: Int64) -> Int64 {
        scaledDown(sample, by: hertz, over: Int64(sampleRate))
    }
}
