extension ColourMatrix.Change {
    /// Converts a part of an 8-bit 4:2:0 picture in place; each chroma sample serves the four luma samples it covers.
    ///
    /// - Parameters: planes at the part's first sample; its size in luma samples, both even.
    func apply(
        luma: UnsafeMutablePointer<UInt8>, lumaStride: Int, blue: UnsafeMutablePointer<UInt8>,
        red: UnsafeMutablePointer<UInt8>, chromaStride: Int, width: Int, height: Int
    ) {
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: width) { change in
            let change = change.baseAddress!
            for row in 0..<height / 2 {
                convert(blue + row * chromaStride, red + row * chromaStride, count: width / 2, lumaChange: change)
                Self.add(change, to: luma + 2 * row * lumaStride, count: width)
                Self.add(change, to: luma + (2 * row + 1) * lumaStride, count: width)
            }
        }
    }

    /// Converts a row of chroma and writes what it adds to luma, once for each luma sample of a row.
    ///
    /// Plain 16-bit arithmetic over contiguous rows, which the compiler turns into vector code. It cannot overflow: no weight
    /// is over 128 (a quarter), so that two products stay within 16 bits.
    @inline(__always)
    private func convert(
        _ blue: UnsafeMutablePointer<UInt8>, _ red: UnsafeMutablePointer<UInt8>, count: Int,
        lumaChange: UnsafeMutablePointer<Int16>
    ) {
        for x in 0..<count {
            let cb = Int16(truncatingIfNeeded: blue[x]) &- 128
            let cr = Int16(truncatingIfNeeded: red[x]) &- 128
            let y = (cb &* lumaFromBlue &+ cr &* lumaFromRed &+ 256) &>> 9
            let b = (cb &* blueFromBlue &+ cr &* blueFromRed &+ 256) &>> 9
            let r = (cb &* redFromBlue &+ cr &* redFromRed &+ 256) &>> 9
            blue[x] = Self.clamped(cb &+ 128 &+ b)
            red[x] = Self.clamped(cr &+ 128 &+ r)
            lumaChange[2 * x] = y
            lumaChange[2 * x + 1] = y
        }
    }

    @inline(__always)
    private static func add(_ change: UnsafeMutablePointer<Int16>, to luma: UnsafeMutablePointer<UInt8>, count: Int) {
        for x in 0..<count { luma[x] = clamped(Int16(truncatingIfNeeded: luma[x]) &+ change[x]) }
    }

    /// 0 and 255 are kept for synchronisation (ITU-R BT.601, BT.709).
    @inline(__always)
    private static func clamped(_ value: Int16) -> UInt8 {
        let atLeast = value < 1 ? 1 : value
        return UInt8(truncatingIfNeeded: atLeast > 254 ? 254 : atLeast)
    }
}
