/// The digits of a slate's clock. Real-time safe.
struct ClockFace: BitwiseCopyable, Sendable {
    /// Indices of the glyphs of `HH:MM:SS`; 10 is the colon.
    let glyphs: InlineArray<8, UInt8>

    /// - Parameter second: any count of seconds since a midnight.
    init(second: Int64) {
        let day: Int64 = 86_400
        let second = (second % day + day) % day
        let (hour, minute, rest) = (second / 3600, second / 60 % 60, second % 60)
        var glyphs: InlineArray<8, UInt8> = InlineArray(repeating: 10)
        glyphs[0] = UInt8(hour / 10)
        glyphs[1] = UInt8(hour % 10)
        glyphs[3] = UInt8(minute / 10)
        glyphs[4] = UInt8(minute % 10)
        glyphs[6] = UInt8(rest / 10)
        glyphs[7] = UInt8(rest % 10)
        self.glyphs = glyphs
    }
}
