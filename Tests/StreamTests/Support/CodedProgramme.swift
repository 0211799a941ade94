import Foundation
import Realtime
import Timecode

/// A programme whose pictures and samples say which frame and which sample they are.
///
/// A picture carries its frame number as 24 blocks of 16x16 pixels in two rows, white for 1; below lies a flat colour that
/// changes with the frame. Sample `s` of channel `c` is a function of `s` and `c` alone.
final class CodedProgramme {
    let format: ChannelFormat
    let layout: PictureLayout
    let picture: UnsafeMutableRawPointer
    let samples: UnsafeMutablePointer<Float>

    private let isSweep: Bool

    init(_ format: ChannelFormat, sweep: Bool = false) {
        isSweep = sweep
        self.format = format
        layout = PictureLayout(format)
        picture = .allocate(byteCount: layout.byteCount, alignment: 4096)
        picture.initializeMemory(as: UInt8.self, repeating: 0, count: layout.byteCount)
        let most = Int(format.time.mostSamplesInAFrame) * Int(format.channels)
        samples = .allocate(capacity: most)
        samples.initialize(repeating: 0, count: most)
    }

    deinit {
        picture.deallocate()
        samples.deallocate()
    }

    static let blocks = 24
    static let perRow = 12
    static let block = 16

    func sampleCount(_ frame: Int64) -> Int {
        Int(format.time.firstSample(of: frame + 1) - format.time.firstSample(of: frame))
    }

    /// Value of a sample counted from the epoch: exact in 16 bits, never periodic within a test.
    static func value(_ sample: Int64, _ channel: Int) -> Float {
        let mixed = UInt64(bitPattern: sample &* 2 &+ Int64(channel)) &* 0x9E37_79B9_7F4A_7C15
        return Float(Int16(truncatingIfNeeded: Int64(mixed >> 48)) / 4) / 32_768
    }

    /// A sweep from 200 to 5,000 Hz every 4 s of house time: what a perceptual codec keeps and a correlation can place.
    static func sweep(_ sample: Int64) -> Float {
        let t = Double(sample.modulo(192_000)) / 48_000
        return Float(0.5 * sin(2 * Double.pi * (200 * t + 600 * t * t)))
    }

    func draw(_ frame: Int64) { draw(frame, into: picture) }

    func draw(_ frame: Int64, into picture: UnsafeMutableRawPointer) {
        let luma = picture.assumingMemoryBound(to: UInt8.self)
        let shade = UInt8(40 + frame.modulo(64) * 2)
        for row in 0..<layout.height {
            (luma + row * layout.lumaStride).update(repeating: shade, count: layout.width)
        }
        for index in 0..<Self.blocks {
            let white = frame >> Int64(index) & 1 == 1
            let (column, line) = (index % Self.perRow * Self.block, index / Self.perRow * Self.block)
            for row in line..<line + Self.block {
                (luma + row * layout.lumaStride + column).update(repeating: white ? 235 : 16, count: Self.block)
            }
        }
        for offset in [layout.blueOffset, layout.redOffset] {
            let plane = luma + offset
            let value = UInt8(112 + (frame &* (offset == layout.blueOffset ? 3 : 5)).modulo(32))
            for row in 0..<layout.height / 2 {
                (plane + row * layout.chromaStride).update(repeating: value, count: layout.width / 2)
            }
        }
    }

    func sound(_ frame: Int64) { sound(frame, into: samples) }

    func sound(_ frame: Int64, into samples: UnsafeMutablePointer<Float>) {
        let first = format.time.firstSample(of: frame)
        let channels = Int(format.channels)
        for i in 0..<sampleCount(frame) {
            for c in 0..<channels {
                samples[i * channels + c] =
                    isSweep ? Self.sweep(first + Int64(i)) : Self.value(first + Int64(i), c)
            }
        }
    }

    /// The frame number that a decoded luma plane carries.
    static func read(luma: UnsafePointer<UInt8>, stride: Int) -> Int64 {
        var frame: Int64 = 0
        for index in 0..<blocks {
            let (column, line) = (index % perRow * block + block / 2, index / perRow * block + block / 2)
            if luma[line * stride + column] > 126 { frame |= 1 << Int64(index) }
        }
        return frame
    }

    func write(_ frame: Int64, to sink: some ProgrammeSink, picture drawn: Bool = true) throws {
        if drawn { draw(frame) }
        sound(frame)
        try sink.write(
            picture: picture, layout: layout, samples: samples, sampleCount: sampleCount(frame), frame: frame)
    }
}
