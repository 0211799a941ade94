extension ChannelFormat {
    /// The format in a line for people: `1920×1080 25p · 48 kHz × 2`.
    public var summary: String { "\(width)×\(height) \(rate)p · \(sampleRate / 1000) kHz × \(channels)" }
}
