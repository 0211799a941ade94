import Timecode

/// Where a source picture lies in the channel's picture: as large as its shape allows, in the middle, at even pixels.
struct PictureFit: Hashable {
    let x: Int
    let y: Int
    let width: Int
    let height: Int

    /// - Parameters:
    ///   - width: Source pixels across, and `height` down.
    ///   - aspect: Width of a source pixel over its height; 0 when unknown (square).
    init(width: Int, height: Int, aspect: (Int64, Int64), into format: ChannelFormat) {
        let pixel = Self.broadcastAspect(width, height, aspect)
        let shape = (Int128(width) * Int128(pixel.0), Int128(height) * Int128(pixel.1))
        let frame = format.displayAspect
        let (full, lines) = (Int(format.width), Int(format.height))
        // The width that goes with the channel's full height, and the height that goes with its full width.
        let fittingWidth = Self.even(Int128(full) * shape.0 * Int128(frame.height), shape.1 * Int128(frame.width))
        if fittingWidth <= full {
            self.width = max(2, fittingWidth)
            self.height = lines
        } else {
            self.width = full
            self.height = max(
                2, min(lines, Self.even(Int128(lines) * shape.1 * Int128(frame.width), shape.0 * Int128(frame.height))))
        }
        x = (full - self.width) / 4 * 2
        y = (lines - self.height) / 4 * 2
    }

    /// The even number nearest to a quotient.
    private static func even(_ numerator: Int128, _ denominator: Int128) -> Int {
        Int((numerator + denominator).flooredQuotient(2 * denominator)) * 2
    }

    /// Standard-definition rasters 720 wide carry 4:3 or 16:9 across the whole line.
    ///
    /// Files flag them with the shapes for 702 or 704 active columns as often; taken literally, those would leave slivers.
    private static func broadcastAspect(_ width: Int, _ height: Int, _ aspect: (Int64, Int64)) -> (Int64, Int64) {
        let isKnown = aspect.0 > 0 && aspect.1 > 0
        guard width == 720 || width == 704 && !isKnown, [480, 486, 576, 608].contains(height) else {
            return isKnown ? aspect : (1, 1)
        }
        // Square where it says so; unflagged archives are 4:3.
        if isKnown, aspect.0 == aspect.1 { return aspect }
        let isWide = isKnown && aspect.0 * 8 > aspect.1 * 9  // 12:11 and 10:11 are 4:3, 16:11 and 40:33 are 16:9
        switch (height <= 486, isWide) {
        case (true, true): return (32, 27)
        case (true, false): return (8, 9)
        case (false, true): return (64, 45)
        case (false, false): return (16, 15)
        }
    }
}
