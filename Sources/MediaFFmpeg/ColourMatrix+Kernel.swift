extension ColourMatrix.Change {
    /// Converts a part of an 8-bit 4:2:0 picture in place; each chroma sample serves the four luma samples it covers.
    ///
    /// - Parameters: planes at the part's first sample; its size in luma samples, both even.
    func apply(
        luma: UnsafeMutablePointer<UInt8>, lumaStride: Int, blue: UnsafeMutablePointer<UInt8>,
        red: UnsafeMutablePointer<UInt8>, chromaStride: Int, width: Int, height: Int
    ) {
        let half = width / 2
        for row in 0..<height / 2 {
            let cb = blue + row * chromaStride
            let cr = red + row * chromaStride
            let upper = luma + 2 * row * lumaStride
            let lower = upper + lumaStride
            var x = 0
            while x + 16 <= half {
                sixteen(upper + 2 * x, lower + 2 * x, cb + x, cr + x)
                x += 16
            }
            while x < half {
                one(upper + 2 * x, lower + 2 * x, cb + x, cr + x)
                x += 1
            }
        }
    }

    @inline(__always)
    private func sixteen(
        _ upper: UnsafeMutablePointer<UInt8>, _ lower: UnsafeMutablePointer<UInt8>,
        _ blue: UnsafeMutablePointer<UInt8>, _ red: UnsafeMutablePointer<UInt8>
    ) {
        typealias Wide = SIMD16<Int16>
        let cb = Wide(truncatingIfNeeded: load16(blue)) &- 128
        let cr = Wide(truncatingIfNeeded: load16(red)) &- 128
        let half = Wide(repeating: 256)
        let y = (cb &* lumaFromBlue &+ cr &* lumaFromRed &+ half) &>> 9
        let b = (cb &* blueFromBlue &+ cr &* blueFromRed &+ half) &>> 9
        let r = (cb &* redFromBlue &+ cr &* redFromRed &+ half) &>> 9
        store16(clamped(cb &+ 128 &+ b), blue)
        store16(clamped(cr &+ 128 &+ r), red)
        var twice = SIMD32<Int16>()
        twice.evenHalf = y
        twice.oddHalf = y
        add32(twice.lowHalf, twice.highHalf, upper)
        add32(twice.lowHalf, twice.highHalf, lower)
    }

    @inline(__always)
    private func add32(_ low: SIMD16<Int16>, _ high: SIMD16<Int16>, _ luma: UnsafeMutablePointer<UInt8>) {
        store16(clamped(SIMD16<Int16>(truncatingIfNeeded: load16(luma)) &+ low), luma)
        store16(clamped(SIMD16<Int16>(truncatingIfNeeded: load16(luma + 16)) &+ high), luma + 16)
    }

    @inline(__always)
    private func clamped(_ value: SIMD16<Int16>) -> SIMD16<UInt8> {
        SIMD16<UInt8>(
            truncatingIfNeeded: value.clamped(lowerBound: SIMD16(repeating: 1), upperBound: SIMD16(repeating: 254)))
    }

    @inline(__always)
    private func load16(_ at: UnsafeMutablePointer<UInt8>) -> SIMD16<UInt8> {
        UnsafeRawPointer(at).loadUnaligned(as: SIMD16<UInt8>.self)
    }

    @inline(__always)
    private func store16(_ value: SIMD16<UInt8>, _ at: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(at).storeBytes(of: value, as: SIMD16<UInt8>.self)
    }

    private func one(
        _ upper: UnsafeMutablePointer<UInt8>, _ lower: UnsafeMutablePointer<UInt8>,
        _ blue: UnsafeMutablePointer<UInt8>, _ red: UnsafeMutablePointer<UInt8>
    ) {
        let cb = Int(blue[0]) - 128
        let cr = Int(red[0]) - 128
        let y = (cb * Int(lumaFromBlue) + cr * Int(lumaFromRed) + 256) >> 9
        func clamp(_ value: Int) -> UInt8 { UInt8(min(254, max(1, value))) }
        blue[0] = clamp(cb + 128 + (cb * Int(blueFromBlue) + cr * Int(blueFromRed) + 256) >> 9)
        red[0] = clamp(cr + 128 + (cb * Int(redFromBlue) + cr * Int(redFromRed) + 256) >> 9)
        for row in [upper, lower] {
            row[0] = clamp(Int(row[0]) + y)
            row[1] = clamp(Int(row[1]) + y)
        }
    }
}
