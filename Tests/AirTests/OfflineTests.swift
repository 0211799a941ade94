import AirEngine
import Foundation
import PlayoutCore
import Realtime
import Testing
import Timecode
import Timeline

/// The offline loop: every picture and every sample, as planned.
@Suite struct OfflineTests {
    /// What came out for one frame.
    struct Seen: Equatable {
        var tag: UInt8
        var frame: Int64
        var slate: UInt32
        var samples: [Float]
    }

    private func render(
        _ revision: TimelineRevision, _ format: ChannelFormat, _ frames: Range<Int64>,
        _ behaviours: [String: FakeSources.Behaviour] = [:], edgeFade: Int = 0
    ) throws -> (seen: [Seen], sources: FakeSources) {
        let sources = FakeSources(format: format)
        sources.behaviours = behaviours
        let engine = FrameEngine(
            format: format, slates: try LastSlate.makeBank(format: format), edgeFade: edgeFade, waits: true)
        let desk = SourceDesk(format: format, frames: engine, broker: sources)
        sources.desk = desk
        engine.publish(PlayoutPlan(revision))
        let loop = OfflineLoop(engine: engine, desk: desk) {
            sources.pump()
            return false
        }
        var seen: [Seen] = []
        for frame in frames {
            sources.pump()
            loop.make(frame) { made in
                #expect(made.frame == frame)
                let picture = made.slate == 0 ? TestPicture.read(made.picture, format) : (0, -1)
                let samples = Array(UnsafeBufferPointer(start: made.samples, count: made.sampleCount * 2))
                #expect(picture != nil, "torn picture at \(frame)")
                seen.append(
                    Seen(tag: picture?.tag ?? 0, frame: picture?.frame ?? -2, slate: made.slate, samples: samples))
            }
        }
        return (seen, sources)
    }

    @Test(arguments: [FrameRate.fps25, .fps2997, .fps50, .fps5994, .fps24])
    func everyFrameAndSampleOfEveryCut(rate: FrameRate) throws {
        let format = ChannelFormat.small(rate)
        let first: Int64 = 1_799_999_983
        let events: [(String, Int64, Int64)] = [
            ("a", 0, 61), ("b", 262, 40), ("c", 17, 1), ("a", 9, 77), ("d", 100_003, 90), ("b", 5, 31),
        ]
        let length = events.reduce(0) { $0 + $1.2 }
        let (seen, sources) = try render(
            schedule(events, from: first, rate: rate), format, first..<first + length)
        #expect(seen.count == Int(length))
        var frame = first
        let time = format.time
        for (file, inFrame, frames) in events {
            let start = frame
            for k in 0..<frames {
                let here = seen[Int(frame - first)]
                #expect(here.slate == 0)
                #expect(here.tag == TestPicture.tag(file) && here.frame == inFrame + k)
                let sample = time.firstSample(of: inFrame) + time.firstSample(of: frame) - time.firstSample(of: start)
                let count = time.firstSample(of: frame + 1) - time.firstSample(of: frame)
                let expected = (sample..<sample + count).flatMap { index in
                    (0..<2).map { TestPicture.sample(index, channel: $0) }
                }
                #expect(here.samples == expected, "samples of frame \(frame)")
                frame += 1
            }
        }
        #expect(sources.requests.count == events.count)
    }

    /// Only the edges of a piece are touched, and a piece that goes on in the next segment has none there.
    @Test func edgesAreFadedWhereSoundBeginsAndEnds() throws {
        let format = ChannelFormat.small(.fps25)
        // One event in two segments, of which the second goes on where the first ends; `b`; then `a` from another place.
        var revision = schedule([("a", 7, 10), ("a", 17, 8), ("b", 5, 9), ("a", 9, 7)], from: 1000, rate: .fps25)
        revision.segments[1].event = revision.segments[0].event
        let (plain, _) = try render(revision, format, 1000..<1034)
        let (faded, _) = try render(revision, format, 1000..<1034, edgeFade: 5)
        let length = Int(format.sampleRate) / 200
        func gains(_ at: Int) -> [Float] {
            (0..<plain[at].samples.count / 2).map { index in
                plain[at].samples[2 * index] == 0 ? 1 : faded[at].samples[2 * index] / plain[at].samples[2 * index]
            }
        }
        for frame in 0..<34 {
            let gains = gains(frame)
            let (head, tail) = (Array(gains.prefix(length)), Array(gains.suffix(length)))
            let isSame = faded[frame].tag == plain[frame].tag && faded[frame].frame == plain[frame].frame
            let isPlainBetween = gains.dropFirst(length).dropLast(length).allSatisfy { $0 == 1 }
            let rises = head[0] < 0.001 && head[length - 1] > 0.999 && head == head.sorted()
            let falls = tail[0] > 0.999 && tail[length - 1] < 0.001 && tail == tail.sorted(by: >)
            #expect(isSame && isPlainBetween)
            #expect(rises == [0, 18, 27].contains(frame) && (rises || head.allSatisfy { $0 == 1 }), "frame \(frame)")
            #expect(falls == [17, 26, 33].contains(frame) && (falls || tail.allSatisfy { $0 == 1 }), "frame \(frame)")
        }
    }

    @Test func resultsDoNotDependOnWhenSourcesAreReady() throws {
        let format = ChannelFormat.small(.fps25)
        var revision = schedule([("a", 0, 60), ("b", 3, 60), ("c", 0, 60)], from: 1000, rate: .fps25)
        revision.assets.append(.file("z"))
        revision.segments[1].alternate = 3
        let bad: [String: FakeSources.Behaviour] = ["b": .init(failsAt: (23, .verificationFailed))]
        let (seen, _) = try render(revision, format, 1000..<1180, bad)
        let shown = seen.map { $0.slate == 0 ? "\($0.tag):\($0.frame)" : "slate \($0.slate)" }
        var expected: [String] = []
        for frame in 0..<60 { expected.append("\(TestPicture.tag("a")):\(frame)") }
        for frame in 3..<23 { expected.append("\(TestPicture.tag("b")):\(frame)") }
        // The alternate from where the event stands, on the frame after the last good one.
        for frame in 20..<60 { expected.append("\(TestPicture.tag("z")):\(frame)") }
        for frame in 0..<60 { expected.append("\(TestPicture.tag("c")):\(frame)") }
        #expect(shown == expected)
    }

    @Test func whatCannotAirIsASlateAndTheNextEventIsOnItsFrame() throws {
        let format = ChannelFormat.small(.fps2997)
        let events: [(String, Int64, Int64)] = [("a", 0, 40), ("gone", 0, 40), ("short", 10, 40), ("a", 0, 20)]
        let (seen, _) = try render(
            schedule(events, from: 5000, rate: .fps2997), format, 5000..<5150,
            ["gone": .init(failsAt: (0, .missing)), "short": .init(length: 30)])
        let codes = seen.map(\.slate)
        #expect(codes[0..<40].allSatisfy { $0 == 0 })
        #expect(codes[40..<80].allSatisfy { $0 == SlateReason.missing.rawValue })
        #expect(codes[80..<100].allSatisfy { $0 == 0 })
        #expect(codes[100..<120].allSatisfy { $0 == SlateReason.mediaEnded.rawValue })
        #expect(codes[120..<140].allSatisfy { $0 == 0 })
        #expect(codes[140...].allSatisfy { $0 == SlateReason.nothingScheduled.rawValue })
        #expect(seen[120].frame == 0)
    }

    @Test func joiningInTheMiddleOfAnEventIsExact() throws {
        let format = ChannelFormat.small(.fps2997)
        let revision = schedule([("a", 7, 900)], from: 10_000, rate: .fps2997)
        let whole = try render(revision, format, 10_000..<10_900).seen
        for start in [1, 2, 3, 100, 333] {
            let part = try render(revision, format, Int64(10_000 + start)..<10_900).seen
            #expect(part == Array(whole[start...]), "joined at \(start)")
        }
    }

    @Test func aLongListOpensNoMoreThanAShortOne() throws {
        let format = ChannelFormat.small(.fps25)
        let events = (0..<10_000).map { ("file\($0 % 5)", Int64($0 % 11), Int64(30)) }
        let (seen, sources) = try render(schedule(events, from: 0, rate: .fps25), format, 0..<120)
        #expect(seen.allSatisfy { $0.slate == 0 })
        #expect(sources.requests.count <= 4 + 4)
        #expect(sources.requests.count - sources.released.count <= Ladder.slotCount)
    }
}
