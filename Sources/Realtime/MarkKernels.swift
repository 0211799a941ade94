/// The inner loop that draws marks. The compiler proves that it neither allocates nor locks.
enum MarkKernels {
    /// Lays a row of a mark over a row of a plane: `target x (255 - alpha) + weighted`, divided by 255 and rounded.
    ///
    /// `weighted` is the mark's own value times its alpha (0...65,025). Never out of 0...255, exact to the nearest code.
    /// Real-time safe.
    @_noLocks @_noAllocation
    static func lay(
        _ alpha: UnsafePointer<UInt8>, _ weighted: UnsafePointer<UInt16>, over target: UnsafeMutablePointer<UInt8>,
        count: Int
    ) {
        for index in 0..<count {
            let through = UInt16(truncatingIfNeeded: target[index]) &* (255 &- UInt16(truncatingIfNeeded: alpha[index]))
            // x / 255 to the nearest, for every x up to 65,025, without a division.
            let sum = through &+ weighted[index] &+ 128
            target[index] = UInt8(truncatingIfNeeded: (sum &+ (sum >> 8)) >> 8)
        }
    }
}
