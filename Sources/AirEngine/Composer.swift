import PlayoutCore
import Realtime
import Timecode

/// Puts pictures and samples together. Everything it needs is there before the first frame. Real-time safe.
struct Composer: @unchecked Sendable {
    let format: ChannelFormat
    let layout: PictureLayout
    let time: HouseTime
    /// Read-only after start.
    let slates: SlateBank
    /// Read-only after start; `nil` where nothing is to be marked.
    let marks: MarkBank?

    init(format: ChannelFormat, slates: SlateBank, marks: MarkBank?) {
        self.format = format
        layout = PictureLayout(format)
        time = format.time
        self.slates = slates
        self.marks = marks
    }

    /// Copies the visible rows of the three planes.
    func copyPicture(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
        target.copyMemory(from: source, byteCount: layout.height * layout.lumaStride)
        let chromaBytes = layout.height / 2 * layout.chromaStride
        (target + layout.blueOffset).copyMemory(from: source + layout.blueOffset, byteCount: chromaBytes)
        (target + layout.redOffset).copyMemory(from: source + layout.redOffset, byteCount: chromaBytes)
    }

    /// Draws the marks of a decision over its picture.
    func drawMarks(_ decision: Decision, on picture: UnsafeMutableRawPointer) {
        guard decision.marks != 0, let marks else { return }
        marks.draw(decision.marks, on: picture)
    }

    func slatePicture(reason: UInt32) -> UnsafeRawPointer {
        UnsafeRawPointer(slates.picture(slates.pictureIndex(for: reason)))
    }

    /// Sets the clock over a slate's picture.
    func drawClock(_ face: ClockFace, on picture: UnsafeMutableRawPointer) {
        let clock = slates.clock
        guard clock.glyphWidth > 0, clock.glyphHeight > 0 else { return }
        for index in 0..<8 {
            let glyph = UnsafePointer(slates.glyph(Int(face.glyphs[index])))
            let (left, top) = (clock.left + index * clock.glyphWidth, clock.top)
            Kernels.blendLuma(
                (picture + top * layout.lumaStride + left).assumingMemoryBound(to: UInt8.self),
                stride: layout.lumaStride, coverage: glyph, width: clock.glyphWidth, height: clock.glyphHeight)
            drawChroma(glyph, on: picture + layout.blueOffset, left: left, top: top)
            drawChroma(glyph, on: picture + layout.redOffset, left: left, top: top)
        }
    }

    private func drawChroma(_ glyph: UnsafePointer<UInt8>, on plane: UnsafeMutableRawPointer, left: Int, top: Int) {
        Kernels.blendChroma(
            (plane + top / 2 * layout.chromaStride + left / 2).assumingMemoryBound(to: UInt8.self),
            stride: layout.chromaStride, coverage: glyph, width: slates.clock.glyphWidth,
            height: slates.clock.glyphHeight)
    }

    /// The slates' sound for `frame`: its place in the loop follows from the frame number alone.
    func slateSamples(frame: Int64, count: Int, to target: UnsafeMutablePointer<Float>) {
        let loop = slates.loopSamples
        let phase = loop > 0 ? Int(time.firstSample(of: frame).modulo(Int64(loop))) : 0
        Kernels.copyLoop(
            UnsafePointer(slates.loop), count: loop, phase: phase, to: target, samples: count,
            channels: Int(format.channels))
    }
}

extension Composer {
    /// The second a slate's clock shows at `frame`. Real-time safe.
    ///
    /// - Parameter offset: local time minus TAI in seconds; `nil` shows UTC.
    func clockSecond(frame: Int64, offset: Int64?) -> Int64 {
        let nanoseconds = time.start(of: frame).nanoseconds
        return scaledDown(nanoseconds, by: 1, over: 1_000_000_000) + (offset ?? -Self.utcOffset)
    }

    /// TAI - UTC at the end of the table this version knows.
    private static var utcOffset: Int64 { 37 }
}
