import Realtime
import Timecode

@testable import StreamFFmpeg

/// Pictures that are hard to code and change all the time: quiet stretches, sudden noise, cuts; different in every frame.
final class HardProgramme {
    let format: ChannelFormat
    private let programme: CodedProgramme
    private let noise: [UInt8]

    init(_ format: ChannelFormat) {
        self.format = format
        programme = CodedProgramme(format, sweep: true)
        var state: UInt64 = 0x1234_5678_9abc_def1
        noise = (0..<programme.layout.lumaStride * programme.layout.height * 2).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 32)
        }
    }

    func write(_ frame: Int64, to sink: some ProgrammeSink) throws {
        let layout = programme.layout
        let luma = programme.picture.assumingMemoryBound(to: UInt8.self)
        // Scenes of 1.3 s: a gradient that moves, soft noise, a still, full noise in a band.
        let scene = frame.modulo(132) / 33
        for row in 0..<layout.height {
            let line = luma + row * layout.lumaStride
            let from = Int((frame &* 7919 &+ Int64(row) &* 104_729).modulo(Int64(noise.count - layout.width)))
            let shift = scene == 0 ? 8 : scene == 1 ? 5 : row % 4 == 0 || scene == 2 ? 8 : 2
            let base = Int(frame) * (scene == 2 ? 0 : 3) + row * (scene == 0 ? 1 : 2)
            for column in 0..<layout.width {
                let value = (base + column * Int(scene + 1) / 2) & 0xff
                line[column] = UInt8(16 + (value / 2 + Int(noise[from + column] >> UInt8(shift))) * 219 / 383)
            }
        }
        try programme.write(frame, to: sink, picture: false)
    }
}
