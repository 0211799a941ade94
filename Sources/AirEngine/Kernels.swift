/// The frame thread's inner loops. The compiler proves that they neither allocate nor lock.
enum Kernels {
    /// Blends white over luma by a coverage of 0 to 255; limited range.
    @_noLocks @_noAllocation
    static func blendLuma(
        _ luma: UnsafeMutablePointer<UInt8>, stride: Int, coverage: UnsafePointer<UInt8>, width: Int, height: Int
    ) {
        for row in 0..<height {
            for column in 0..<width {
                let cover = Int32(coverage[row &* width &+ column])
                let at = row &* stride &+ column
                let value = Int32(luma[at])
                luma[at] = UInt8(truncatingIfNeeded: value &+ (235 &- value) &* cover / 255)
            }
        }
    }

    /// Blends a chroma plane towards neutral by the mean coverage of each 2 x 2 block.
    @_noLocks @_noAllocation
    static func blendChroma(
        _ chroma: UnsafeMutablePointer<UInt8>, stride: Int, coverage: UnsafePointer<UInt8>, width: Int, height: Int
    ) {
        for row in 0..<height / 2 {
            for column in 0..<width / 2 {
                let first = 2 &* row &* width &+ 2 &* column
                let cover =
                    Int32(coverage[first]) &+ Int32(coverage[first &+ 1]) &+ Int32(coverage[first &+ width])
                    &+ Int32(coverage[first &+ width &+ 1])
                let at = row &* stride &+ column
                let value = Int32(chroma[at])
                chroma[at] = UInt8(truncatingIfNeeded: value &+ (128 &- value) &* cover / 1020)
            }
        }
    }

    /// Copies samples that lie in a loop, from `phase` on.
    @_noLocks @_noAllocation
    static func copyLoop(
        _ loop: UnsafePointer<Float>, count: Int, phase: Int, to target: UnsafeMutablePointer<Float>, samples: Int,
        channels: Int
    ) {
        guard count > 0 else {
            for index in 0..<samples &* channels { target[index] = 0 }
            return
        }
        var (at, done) = (phase, 0)
        while done < samples {
            let run = min(samples &- done, count &- at)
            for index in 0..<run &* channels { target[done &* channels &+ index] = loop[at &* channels &+ index] }
            done = done &+ run
            at = 0
        }
    }

    /// Fades samples in or out over all of them, on the smooth curve 3t^2 - 2t^3.
    @_noLocks @_noAllocation
    static func fade(_ samples: UnsafeMutablePointer<Float>, count: Int, channels: Int, isIn: Bool) {
        for index in 0..<count {
            let place = (Float(isIn ? index : count &- 1 &- index) + 0.5) / Float(count)
            let gain = place * place * (3 - 2 * place)
            for channel in 0..<channels { samples[index &* channels &+ channel] *= gain }
        }
    }

    /// Turns what no sound can be (not a number, infinite, far out of range) into silence; all else stays as it is.
    @_noLocks @_noAllocation
    static func sanitise(_ samples: UnsafeMutablePointer<Float>, count: Int) {
        for index in 0..<count where !(samples[index] > -16 && samples[index] < 16) { samples[index] = 0 }
    }
}
