import Foundation
import Realtime
import Testing
import Timecode

@testable import StreamFFmpeg

/// When packets arrive, by the clock references of the stream itself and the decoder model of ISO/IEC 13818-1, 2.4.2.
@Suite("Every picture is whole before it is decoded")
struct TransportTimingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var width: Int32
        var height: Int32
        var rate = FrameRate.fps25
        var codec = VideoSettings.Codec.h264
        var sound = AudioSettings.Codec.aac
        /// Bits a second; the raster's default without.
        var bits: Int64?
        var bidirectional: Int32 = 0
        var frames: Int64

        var testDescription: String {
            "\(width)x\(height) \(rate) \(codec) \(sound) \(bits.map(String.init) ?? "default") b\(bidirectional)"
        }

        var format: ChannelFormat {
            ChannelFormat(
                width: width, height: height, rate: rate, colour: height > 576 ? .bt709 : .bt601at625,
                sampleRate: 48_000, channels: 2)!
        }
    }

    static let cases = [
        Case(width: 640, height: 360, frames: 400),
        Case(width: 640, height: 360, bits: 600_000, frames: 300),
        Case(width: 640, height: 360, bits: 2_500_000, frames: 300),
        Case(width: 640, height: 360, bits: 1_000_000, bidirectional: 2, frames: 200),
        Case(width: 640, height: 360, codec: .mpeg2, sound: .mp2, bits: 2_000_000, frames: 300),
        Case(width: 320, height: 180, rate: .fps50, bits: 600_000, frames: 400),
        Case(width: 720, height: 576, sound: .mp2, frames: 200),
        Case(width: 720, height: 576, codec: .mpeg2, sound: .mp2, bits: 4_000_000, frames: 150),
        Case(width: 1920, height: 1080, frames: 80),
    ]

    @Test("no picture is late and no buffer runs over", arguments: cases)
    func inTime(_ item: Case) throws {
        let scratch = try Scratch()
        let path = scratch.path("a.ts")
        let format = item.format
        var video = VideoSettings(format)
        video.codec = item.codec
        video.bitRate = item.bits ?? video.bitRate
        video.bidirectionalFrames = item.bidirectional
        let audio = AudioSettings(format, codec: item.sound)
        var transport = TransportSettings()
        // The default of the command line.
        transport.muxRate = ((video.bitRate * 107 + audio.bitRate * 130) / 100 + 259_999) / 10_000 * 10_000
        let output = try TransportOutput(
            format: format, video: video, audio: audio, transport: transport,
            destination: try TransportFile(path: path, rate: transport.muxRate, notebook: nil))
        let programme = HardProgramme(format)
        let first = format.rate.nominal * 1_794_000_000 + 17
        for frame in first..<first + item.frames { try programme.write(frame, to: output) }
        #expect(output.report.lateUnits == 0)
        try output.finish()

        let reading = try TransportTests.read(path)
        #expect(reading.faults.isEmpty)
        let clocks = try #require(reading.clocks[0x100])
        let ticks = 1504 * 27_000_000 / Double(transport.muxRate)
        // When a packet's first byte arrives, 27 MHz ticks.
        func time(_ packet: Int) -> Double {
            Double(clocks[0].value) + Double(packet - clocks[0].packet) * ticks - ticks * 10 / 188
        }
        for pid in [0x100, 0x101] {
            let stamps = try #require(reading.stamps[pid])
            let ends = try #require(reading.ends[pid])
            #expect(stamps.count == ends.count && stamps.count >= Int(item.frames) * 4 / 5)
            let margins = zip(stamps, ends).map { (Double($0.dts * 300) - time($1 + 1)) / 27_000 }
            #expect(margins.count { $0 < 0 } == 0, "\(pid): worst \(margins.min() ?? 0) ms")
        }
        for (a, b) in zip(clocks, clocks.dropFirst()) { #expect(b.value - a.value <= 40 * 27_000) }
        // The transport buffer: 512 bytes that empty at 1.2 times the rate of the pictures, at 2 Mbit/s for sound.
        for (pid, rate) in [(0x100, Double(video.bitRate) * 1.2), (0x101, 2_000_000)] {
            var (fill, worst, before) = (0.0, 0.0, 0.0)
            for packet in try #require(reading.places[pid]) {
                fill = max(0, fill - (time(packet) - before) / 27_000_000 * rate / 8)
                before = time(packet)
                fill += 188
                worst = max(worst, fill)
            }
            #expect(worst <= 512, "\(pid): \(worst) bytes")
        }
        // The elementary buffers: of pictures what the level's decoder has, of sound 3,584 bytes (and a packet under way).
        let limits = [(0x100, Double(video.bitRate) * 0.7 * 1.25 / 8 + 4096), (0x101, 3768.0)]
        for (pid, limit) in limits {
            let stamps = try #require(reading.stamps[pid])
            let ends = try #require(reading.ends[pid])
            let places = try #require(reading.places[pid])
            var (entered, left, worst) = (0, 0, 0)
            var unit = 0
            for packet in places {
                while unit < stamps.count, Double(stamps[unit].dts * 300) <= time(packet), ends[unit] < packet {
                    left = places.partition { $0 <= ends[unit] }
                    unit += 1
                }
                entered += 1
                worst = max(worst, (entered - left) * 184)
            }
            #expect(Double(worst) <= limit, "\(pid): \(worst) of \(limit) bytes")
        }
    }
}

extension [Int] {
    /// How many leading elements of a sorted array satisfy a condition.
    fileprivate func partition(_ holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
