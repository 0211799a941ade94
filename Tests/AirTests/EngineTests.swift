import AirEngine
import Foundation
import PlayoutCore
import Realtime
import Testing
import Timecode
import Timeline

/// The parts of the engine: the last slate, the clock on it, hostile rings, the mailboxes.
@Suite struct EngineTests {
    @Test(arguments: [ChannelFormat.standard, .small(.fps2997)])
    func theLastSlateIsAWholeBank(format: ChannelFormat) throws {
        let made = try LastSlate.makeBank(format: format)
        let bank = try SlateBank.attach(to: made.memory, format: format)
        let layout = PictureLayout(format)
        // Visible, not black, not flat: ground and mark.
        var values: Set<UInt8> = []
        for row in 0..<layout.height {
            for column in 0..<layout.width {
                values.insert(bank.picture(0).load(fromByteOffset: row * layout.lumaStride + column, as: UInt8.self))
            }
        }
        #expect(values.count >= 2 && values.min()! >= 30)
        // -23 dBFS in both channels: mean square of a sine of that peak.
        let samples = UnsafeBufferPointer(start: bank.loop, count: bank.loopSamples * 2)
        let square = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
        let level = 10 * log10(2 * square)
        #expect(abs(level + 23) < 0.01)
    }

    @Test func theSlatesClockShowsLocalTime() throws {
        let format = ChannelFormat.standard
        let bank = try LastSlate.makeBank(format: format)
        let engine = FrameEngine(format: format, slates: bank, waits: true)
        var revision = TimelineRevision(number: 1, rate: .fps25, effectiveFrom: 0, segments: [], assets: [])
        // 12:34:56 on some day, Asia/Almaty: TAI = UTC + 37 s, local = UTC + 5 h.
        let unix: Int64 = 1_795_000_000 / 86_400 * 86_400 + 12 * 3600 + 34 * 60 + 56 - 5 * 3600
        revision.localOffsets = [.init(fromFrame: 0, seconds: 5 * 3600 - 37)]
        engine.publish(PlayoutPlan(revision))
        engine.takeArrivals()
        let frame = format.time.firstFrame(from: TAIInstant(nanoseconds: (unix + 37) * 1_000_000_000))
        let decision = engine.decide(frame)
        let layout = PictureLayout(format)
        let picture = UnsafeMutableRawPointer.allocate(byteCount: layout.byteCount, alignment: 64)
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: 1920 * 2)
        defer {
            picture.deallocate()
            samples.deallocate()
        }
        #expect(engine.compose(decision, picture: picture, samples: samples) == SlateReason.nothingScheduled.rawValue)
        #expect(clockText(on: picture, bank) == "12:34:56")
        // One frame earlier it is the second before.
        _ = engine.compose(engine.decide(frame + 24), picture: picture, samples: samples)
        #expect(clockText(on: picture, bank) == "12:34:56")
        _ = engine.compose(engine.decide(frame + 25), picture: picture, samples: samples)
        #expect(clockText(on: picture, bank) == "12:34:57")
        // The loop's phase follows from the house sample number.
        let phase = Int(format.time.firstSample(of: frame + 25) % Int64(bank.loopSamples))
        #expect(
            samples[0] == bank.loop[phase * 2] && samples[3839] == bank.loop[(phase + 1919) % bank.loopSamples * 2 + 1])
    }

    /// Reads the clock back by comparing each cell with every glyph.
    private func clockText(on picture: UnsafeMutableRawPointer, _ bank: SlateBank) -> String {
        let (clock, layout) = (bank.clock, bank.layout)
        return String(
            (0..<8).map { cell in
                let matches = (0..<SlateBank.glyphCount).filter { index in
                    let glyph = bank.glyph(index)
                    for y in 0..<clock.glyphHeight {
                        for x in 0..<clock.glyphWidth {
                            let at = (clock.top + y) * layout.lumaStride + clock.left + cell * clock.glyphWidth + x
                            let isWhite = picture.load(fromByteOffset: at, as: UInt8.self) > 220
                            if isWhite != (glyph[y * clock.glyphWidth + x] > 128) { return false }
                        }
                    }
                    return true
                }
                return matches.count == 1 ? Array("0123456789:")[matches[0]] : "?"
            })
    }

    /// A decoder that has been taken over writes whatever it likes; air must neither trap nor read outside.
    @Test(arguments: 0..<20)
    func hostileRings(seed: Int) throws {
        var random = SystemRandomNumberGenerator()
        let format = ChannelFormat.small(.fps25)
        let sources = FakeSources(format: format)
        let engine = FrameEngine(format: format, slates: try LastSlate.makeBank(format: format), waits: false)
        let desk = SourceDesk(format: format, frames: engine, broker: sources)
        sources.desk = desk
        engine.publish(PlayoutPlan(schedule([("a", 0, 500)], from: 100, rate: .fps25)))
        engine.takeArrivals()
        _ = engine.decide(95)
        engine.finish(95)
        desk.carryOut()
        engine.takeArrivals()
        let key = try #require(sources.requests.first?.key)
        let ring = try #require(desk.ring(key: key))
        let picture = UnsafeMutableRawPointer.allocate(byteCount: ring.layout.byteCount, alignment: 64)
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: 1920 * 2)
        defer {
            picture.deallocate()
            samples.deallocate()
        }
        for frame in Int64(100)..<400 {
            for word in 3...9 where Bool.random() {
                let extremes: [UInt64] = [0, .max, 1 << 63, UInt64(frame), .random(in: 0...200)]
                ring.data.base.storeBytes(
                    of: extremes.randomElement(using: &random)!, toByteOffset: word * 8, as: UInt64.self)
            }
            for _ in 0..<16 {
                ring.data.base.storeBytes(
                    of: .random(in: 0...255), toByteOffset: .random(in: 4096..<4096 + 12 * 64), as: UInt8.self)
            }
            for index in 0..<64 {
                ring.data.base.storeBytes(
                    of: [Float.nan, .infinity, -.infinity, 1e30].randomElement()!, toByteOffset: 8192 + index * 4,
                    as: Float.self)
            }
            let decision = engine.decide(frame)
            _ = engine.compose(decision, picture: picture, samples: samples)
            for index in 0..<3840 { #expect(abs(samples[index]) <= 16) }
            engine.finish(frame)
            desk.carryOut()
            engine.takeArrivals()
        }
    }

    @Test func aLostDecoderIsCuedAgainFurtherOn() throws {
        let format = ChannelFormat.small(.fps25)
        let sources = FakeSources(format: format)
        let engine = FrameEngine(format: format, slates: try LastSlate.makeBank(format: format), waits: false)
        let desk = SourceDesk(format: format, frames: engine, broker: sources)
        sources.desk = desk
        engine.publish(PlayoutPlan(schedule([("a", 0, 500)], from: 100, rate: .fps25)))
        var slates = 0
        for frame in Int64(90)..<400 {
            engine.takeArrivals()
            let decision = engine.decide(frame)
            if frame >= 100, decision.slot < 0 { slates += 1 }
            if decision.slot >= 0 {
                let picture = try #require(engine.sourcePicture(decision))
                #expect(TestPicture.read(picture, format)?.frame == frame - 100)
            }
            engine.finish(frame)
            desk.carryOut()
            if frame == 150 { sources.loseAll("a") }
            sources.pump()
        }
        #expect(slates >= 50 && slates < 80)
        #expect(sources.requests.count == 2)
    }

    @Test func mailboxKeepsOrderAndBounds() {
        let box = Mailbox<Int64>(capacity: 4)
        for value in Int64(0)..<4 { #expect(box.push(value)) }
        #expect(!box.push(4))
        #expect(box.count == 4)
        #expect(box.pop() == 0)
        #expect(box.push(4))
        #expect((0..<4).compactMap { _ in box.pop() } == [1, 2, 3, 4])
        #expect(box.pop() == nil)
    }
}
