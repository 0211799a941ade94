extension ChannelFormat {
    /// The format as one word for a command line: `1920x1080@25/1,709,48000,2`.
    public var token: String {
        "\(width)x\(height)@\(rate.numerator)/\(rate.denominator),\(colour.rawValue),\(sampleRate),\(channels)"
    }

    /// The format written by `token`; `nil` for anything else.
    public init?(token: String) {
        let parts = token.split(omittingEmptySubsequences: false) { "x@/,".contains($0) }
        guard parts.count == 7, let width = Int32(parts[0]), let height = Int32(parts[1]),
            let numerator = Int64(parts[2]), let denominator = Int64(parts[3]),
            let rate = FrameRate(numerator, denominator), let code = UInt32(parts[4]),
            let colour = Colour(rawValue: code),
            let sampleRate = Int32(parts[5]), let channels = Int32(parts[6])
        else { return nil }
        self.init(
            width: width, height: height, rate: rate, colour: colour, sampleRate: sampleRate, channels: channels)
    }
}
