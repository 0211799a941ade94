import Foundation
import Realtime
import StreamFFmpeg
import Testing
import Timecode

@testable import PreviewEngine

extension JPEGCoder: SmallPictureCoder {}

@Suite("Preview, meters and confidence")
struct PreviewTests {
    static let format = ChannelFormat(
        width: 640, height: 360, rate: .fps25, colour: .bt709, sampleRate: 48_000, channels: 2)!

    private final class Bench {
        let ring: ProgrammeRing
        let board: PreviewBoard
        let engine: PreviewEngine
        let layout: PictureLayout

        init(_ format: ChannelFormat = PreviewTests.format) throws {
            let memory = try SharedMemory.create(
                name: "ring", count: ProgrammeRing.byteCount(format: format, slots: 6))
            ring = try ProgrammeRing.create(in: memory, format: format, slots: 6)
            board = try PreviewBoard(in: SharedMemory.create(name: "preview", count: PreviewBoard.byteCount))
            engine = PreviewEngine(ring: ring, board: board, coder: try JPEGCoder(format: format))
            layout = PictureLayout(format)
        }

        func show(
            _ frame: Int64, y: UInt8 = 120, cb: UInt8 = 128, cr: UInt8 = 128,
            sound: (Int64, Int) -> Float = { _, _ in 0 }
        ) {
            let slot = ring.begin(frame)
            let bytes = slot.picture.assumingMemoryBound(to: UInt8.self)
            bytes.update(repeating: y, count: layout.blueOffset)
            (bytes + layout.blueOffset).update(repeating: cb, count: layout.redOffset - layout.blueOffset)
            (bytes + layout.redOffset).update(repeating: cr, count: layout.chromaStride * layout.height / 2)
            let first = ring.format.time.firstSample(of: frame)
            let channels = Int(ring.format.channels)
            for i in 0..<1920 * channels { slot.samples[i] = sound(first + Int64(i / channels), i % channels) }
            ring.publish(
                frame,
                ProgrammeFacts(sampleCount: 1920, segment: 0, revision: 1, slate: 0, itemFrame: 0, lateness: 0))
            #expect(engine.step(atMost: 0) == frame)
        }

        var status: PreviewStatus { board.status.read()! }
    }

    private static func tone(_ decibels: Double) -> (Int64, Int) -> Float {
        let amplitude = pow(10, decibels / 20)
        return { sample, _ in Float(amplitude * sin(2 * Double.pi * 1000 * Double(sample) / 48_000)) }
    }

    @Test("a stereo tone of 1 kHz at -23 dBFS is -23 LUFS (EBU Tech 3341, case 1)")
    func loudness() throws {
        let bench = try Bench()
        let tone = Self.tone(-23)
        for frame in Int64(0)..<100 { bench.show(frame, sound: tone) }
        #expect(abs(bench.status.momentary + 2300) <= 10)
        #expect(abs(bench.status.shortTerm + 2300) <= 10)
        #expect(abs(bench.status.peaks[0] + 2300) <= 2 && abs(bench.status.peaks[1] + 2300) <= 2)
        #expect(bench.status.peaks[2] == -12_000)
        #expect(bench.status.silentFrames == 0)
    }

    @Test("a peak stays for 100 ms and goes; each channel has its own")
    func peaks() throws {
        let bench = try Bench()
        bench.show(0) { sample, channel in channel == 1 && sample == 500 ? -0.5 : 0 }
        #expect(bench.status.peaks[0] == -12_000 && bench.status.peaks[1] == -602)
        bench.show(1)
        bench.show(2)
        #expect(bench.status.peaks[1] == -602)
        bench.show(3)
        #expect(bench.status.peaks[1] == -12_000)
    }

    @Test("black, frozen and silent frames are counted in a row")
    func confidence() throws {
        let bench = try Bench()
        let tone = Self.tone(-20)
        bench.show(0, y: 100, sound: tone)
        for frame in Int64(1)...4 { bench.show(frame, y: 16) }
        #expect(bench.status.blackFrames == 4 && bench.status.frozenFrames == 3 && bench.status.silentFrames == 4)
        bench.show(5, y: 60, sound: tone)
        #expect(bench.status.blackFrames == 0 && bench.status.frozenFrames == 0 && bench.status.silentFrames == 0)
        #expect(bench.status.frame == 5)
    }

    @Test("five pictures a second, each a JPEG of the channel's aspect")
    func pictures() throws {
        let bench = try Bench()
        var seen: Set<Int64> = []
        for frame in Int64(0)..<25 {
            bench.show(frame, y: UInt8(40 + frame))
            seen.insert(bench.status.pictureFrame)
        }
        #expect(seen == [0, 5, 10, 15, 20])
        let picture = try #require(bench.board.readPicture())
        #expect(picture.count == Int(bench.status.pictureBytes) && picture.starts(with: [0xff, 0xd8, 0xff]))
    }

    @Test(
        "the colours are those of the programme, from either matrix",
        arguments: [
            // 75 % red, green, blue and 50 % grey in BT.709 and BT.601, limited range; what a screen must show.
            (ChannelFormat.Colour.bt709, [51, 109, 212], [191, 0, 0]), (.bt709, [133, 63, 52], [0, 191, 0]),
            (.bt709, [28, 212, 120], [0, 0, 191]), (.bt601at625, [65, 100, 212], [191, 0, 0]),
            (.bt601at625, [112, 72, 58], [0, 191, 0]), (.bt601at525, [35, 212, 114], [0, 0, 191]),
            (.bt709, [126, 128, 128], [128, 128, 128]), (.bt709, [235, 128, 128], [255, 255, 255]),
            (.bt709, [16, 128, 128], [0, 0, 0]),
        ] as [(ChannelFormat.Colour, [UInt8], [Int])])
    func colours(matrix: ChannelFormat.Colour, ycc: [UInt8], rgb: [Int]) throws {
        let format = ChannelFormat(
            width: 1280, height: 720, rate: .fps25, colour: matrix, sampleRate: 48_000, channels: 2)!
        let bench = try Bench(format)
        bench.show(0, y: ycc[0], cb: ycc[1], cr: ycc[2])
        let picture = try #require(bench.board.readPicture())
        let scratch = try Scratch()
        try Data(picture).write(to: URL(fileURLWithPath: scratch.path("p.jpg")))
        let decoded = try Command.run([
            "ffmpeg", "-v", "error", "-i", scratch.path("p.jpg"), "-f", "rawvideo", "-pix_fmt", "rgb24", "-",
        ])
        #expect(decoded.count == 480 * 270 * 3)
        let middle = (135 * 480 + 240) * 3
        for channel in 0..<3 { #expect(abs(Int(decoded[middle + channel]) - rgb[channel]) <= 4) }
    }

    @Test("a preview that fell behind shows the newest frame")
    func behind() throws {
        let bench = try Bench()
        bench.show(0)
        let air = bench.ring
        for frame in Int64(1)..<40 {
            _ = air.begin(frame)
            air.publish(
                frame,
                ProgrammeFacts(sampleCount: 1920, segment: 0, revision: 1, slate: 0, itemFrame: 0, lateness: 0))
        }
        #expect(bench.engine.step(atMost: 0) == nil)
        #expect(bench.engine.step(atMost: 0) == 39)
    }
}
