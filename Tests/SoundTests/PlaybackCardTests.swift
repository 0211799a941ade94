import Foundation
import Realtime
import Testing
import Timecode

@testable import AudioALSA
@testable import SoundEngine

private typealias Pump = SoundPump<PlaybackCard, SincConverter>

/// The whole way through a real alsa-lib to a paced PCM, on a clock that the test moves.
@Suite struct PlaybackCardTests {
    private let bench: SoundBench
    private let folder: String
    private let clockFile: UnsafeMutablePointer<Int64>

    init() throws {
        _ = PacedCard.configuration
        bench = try SoundBench()
        folder = try PacedCard.folder()
        try Data().write(to: URL(fileURLWithPath: folder + "/present"))
        try Data(count: 4096).write(to: URL(fileURLWithPath: folder + "/clock"))
        let descriptor = Glibc.open(folder + "/clock", O_RDWR)
        clockFile = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0).assumingMemoryBound(
            to: Int64.self)
        close(descriptor)
        clockFile.pointee = bench.clock.now
    }

    private func open(_ arguments: String = "", channels: Int = 2) throws -> PlaybackCard {
        let clock = bench.clock
        return try PlaybackCard(
            "paced:DIR=\(folder)\(arguments)", PlaybackRequest(channels: channels, rate: 48_000), now: { clock.now })
    }

    private func pump(_ follow: SoundSettings.Follow) -> Pump {
        Pump(ring: bench.ring, anchor: bench.anchor, settings: SoundSettings(follow: follow))
    }

    /// Drives the pump while the card's clock follows the bench's.
    private func drive(_ pump: Pump, seconds: Double) -> Int32? {
        bench.clock.moved = { [clockFile] in clockFile.pointee = $0 }
        return bench.drive(pump, seconds: seconds)
    }

    private func capture() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: folder + "/capture")) }

    /// The first channel's samples of a 32-bit stereo capture.
    private func captured() throws -> [Float] {
        try capture().withUnsafeBytes { bytes in
            let values = bytes.bindMemory(to: Int32.self)
            return stride(from: 0, to: values.count, by: 2).map { Float(values[$0]) / 2_147_483_648 }
        }
    }

    /// Samples that are not silence and not the one due when the card plays them, to one sample.
    private func misplaced(_ samples: [Float]) throws -> (wrong: Int, sounding: Int) {
        // A card opened again counts from nothing, while the capture goes on.
        var base = 0
        var starts = try PacedCard.events(folder).compactMap { event -> (name: String, clock: Int64, accepted: Int)? in
            let at = base + event.accepted
            if event.name == "close" { base = at }
            return event.name == "start" || event.name == "prepare" ? (event.name, event.clock, at) : nil
        }[...]
        var (wrong, sounding) = (0, 0)
        // Frames of one run, from one prepare to the next, are heard one after the other from its start.
        while let prepare = starts.popFirst() {
            guard prepare.name == "prepare", let start = starts.first, start.name == "start" else { continue }
            starts.removeFirst()
            let end = starts.first?.accepted ?? samples.count
            for index in prepare.accepted..<min(end, samples.count) where samples[index] != 0 {
                sounding += 1
                let heard = start.clock + Int64(index - prepare.accepted) * 1_000_000_000 / 48_000
                let due = bench.due(at: heard)
                if !(-1...1).contains(where: { SoundBench.value(due + $0) == samples[index] }) { wrong += 1 }
            }
        }
        return (wrong, sounding)
    }

    @Test("A locked card gets the programme bit for bit, in order, at its instants")
    func bitExact() throws {
        let card = try open()
        #expect(card.setup.format == .s32)
        #expect(card.setup.periodFrames == 480)
        #expect(card.setup.bufferFrames == 4800)
        let pump = pump(.locked)
        pump.take(card, converter: nil)
        #expect(drive(pump, seconds: 3) == nil)
        let samples = try captured()
        let result = try misplaced(samples)
        #expect(result.wrong == 0)
        #expect(result.sounding > 2 * 48_000)
        let sounding = Array(samples.drop { $0 == 0 })
        let first = try #require((Int64(0)..<240_000).first { SoundBench.value($0) == sounding[0] })
        #expect(sounding.indices.allSatisfy { sounding[$0] == SoundBench.value(first + Int64($0)) })
        #expect(pump.status.recoveries == 0)
        #expect(pump.status.framesLost == 0)
    }

    @Test("Every format reaches the card as the same values", arguments: SampleFormat.allCases)
    func formats(format: SampleFormat) throws {
        let card = try open(",FORMAT=\(format.rawValue)")
        #expect(card.setup.format == format)
        let pump = pump(.locked)
        pump.take(card, converter: nil)
        #expect(drive(pump, seconds: 1) == nil)
        let bytes = try capture()
        let frames = bytes.count / format.bytes / 2
        let values: [Float] = (0..<frames).map { frame in
            bytes.withUnsafeBytes { raw in
                let at = frame * 2 * format.bytes
                switch format {
                case .s32: return Float(raw.loadUnaligned(fromByteOffset: at, as: Int32.self)) / 2_147_483_648
                case .s24: return Float(raw.loadUnaligned(fromByteOffset: at, as: Int32.self)) / 8_388_608
                case .float: return raw.loadUnaligned(fromByteOffset: at, as: Float.self)
                case .s16: return Float(raw.loadUnaligned(fromByteOffset: at, as: Int16.self)) / 32_768
                case .s24Packed:
                    let value = Int32(raw[at]) | Int32(raw[at + 1]) << 8 | Int32(Int8(bitPattern: raw[at + 2])) << 16
                    return Float(value) / 8_388_608
                }
            }
        }
        let lead = frames > 0 ? values.firstIndex { abs($0) > 0.0001 } ?? 0 : 0
        let sounding = values[lead...]
        #expect(sounding.count > 30_000)
        // The value of a sample names it: 24 bits exactly, 16 bits with dither to a step and a half.
        let tolerance: Float = format == .s16 ? 1.51 / 32_768 : 0
        let near = Int64((sounding.first! * 524_288).rounded()) - 1
        let reach: Int64 = format == .s16 ? 40 : 0
        let origin = (near - reach...near + reach).first { origin in
            sounding.indices.allSatisfy {
                abs(sounding[$0] - SoundBench.value(origin + Int64($0 - lead))) <= tolerance
            }
        }
        #expect(origin != nil)
    }

    @Test("A card with other channels: mapped, the rest silent", arguments: [1, 4, 8])
    func channels(count: Int) throws {
        let card = try open(",CHANNELS=\(count)")
        #expect(card.setup.channels == count)
        let pump = pump(.locked)
        pump.take(card, converter: nil)
        #expect(drive(pump, seconds: 0.5) == nil)
        let bytes = try capture()
        let frame: [Int32] = bytes.withUnsafeBytes { raw in
            let values = raw.bindMemory(to: Int32.self)
            return Array(values[(values.count - count)...])
        }
        // The second channel is the first one's negative: folded down to one they cancel.
        if count == 1 {
            #expect(frame[0] == 0)
        } else {
            #expect(frame[0] != 0 && frame[1] == -frame[0])
            #expect(frame.dropFirst(2).allSatisfy { $0 == 0 })
        }
    }

    @Test("Seeded under-runs are recovered from, counted, and never move the sound", arguments: [1, 2, 3])
    func underruns(seed: Int) throws {
        let card = try open(",SEED=\(seed),EVERY=700")
        let pump = pump(.locked)
        pump.take(card, converter: nil)
        #expect(drive(pump, seconds: 6) == nil)
        let injected = try PacedCard.events(folder).count { $0.name == "xrun" }
        #expect(injected >= 5)
        #expect(Int(pump.status.recoveries) == injected)
        let result = try misplaced(try captured())
        #expect(result.wrong == 0)
        #expect(result.sounding > 4 * 48_000)
        #expect(pump.status.realignments == 0)
        #expect(pump.status.framesLost == 0)
    }

    @Test("A card that runs 100 ppm wrong is found out and kept in place", arguments: [-100, 100])
    func drifts(ppm: Int64) throws {
        // The position comes in bursts of 6 ms, as from a USB card.
        let card = try open(",PPM=\(ppm),GRAIN=288")
        let pump = pump(.resample)
        let converter = try #require(SincConverter(channels: 2))
        pump.take(card, converter: converter)
        #expect(drive(pump, seconds: 120) == nil)
        #expect(pump.loop.mode == .tracking)
        #expect(abs(pump.status.driftPartsPerBillion - ppm * 1000) < 20_000)
        #expect(abs(pump.status.offsetNanoseconds) < 500_000)
        #expect(pump.status.realignments == 0)
        #expect(pump.status.recoveries == 0)
        #expect(pump.status.framesLost == 0)
    }

    @Test("A card pulled out is an error that may pass; once it is back, the sound goes on in its place")
    func pulledOut() throws {
        let pump = pump(.locked)
        pump.take(try open(), converter: nil)
        #expect(drive(pump, seconds: 1) == nil)
        try FileManager.default.removeItem(atPath: folder + "/present")
        #expect(drive(pump, seconds: 1) == ENODEV)
        pump.drop(error: ENODEV)
        let refused = #expect(throws: SoundError.self) { try open() }
        #expect(refused?.mayPass == true)
        try Data().write(to: URL(fileURLWithPath: folder + "/present"))
        bench.clock.now += 700_000_000
        clockFile.pointee = bench.clock.now
        pump.take(try open(), converter: nil)
        #expect(drive(pump, seconds: 1) == nil)
        let result = try misplaced(try captured())
        #expect(result.wrong == 0)
        #expect(result.sounding > 70_000)
    }

    @Test("A name that ALSA does not know is refused with the name")
    func unknownName() throws {
        let refused = #expect(throws: SoundError.self) {
            try PlaybackCard("no-such-card", PlaybackRequest(channels: 2, rate: 48_000))
        }
        #expect(refused?.description.contains("no-such-card") == true)
    }
}
