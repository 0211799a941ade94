import Realtime
import Testing
import Timecode

@testable import AudioALSA
@testable import SoundEngine

/// A programme ring on a test clock, fed as air does: frame *n* is published 40 ms before it starts, unless told otherwise.
final class SoundBench {
    let clock = TestClock()
    let format: ChannelFormat
    let ring: ProgrammeRing
    let anchor: HouseAnchor
    let time: HouseTime
    var nextFrame: Int64
    /// Frames that are published late, by so many nanoseconds after their start, or never (`nil`).
    var faults: [Int64: Int64?] = [:]
    private var late: [(frame: Int64, at: Int64)] = []

    init(rate: FrameRate = .fps25, channels: Int32 = 2) throws {
        format = ChannelFormat(
            width: 16, height: 16, rate: rate, colour: .bt709, sampleRate: 48_000, channels: channels)!
        time = format.time
        let memory = try SharedMemory.create(
            name: "bench", count: ProgrammeRing.byteCount(format: format, slots: 25))
        ring = try ProgrammeRing.create(in: memory, format: format, slots: 25)
        anchor = HouseAnchor(tai: TAIInstant(nanoseconds: 1_800_000_000_123_456_789), monotonic: clock.now)
        nextFrame = time.frame(at: anchor.tai(atMonotonic: clock.now)) + 2
    }

    /// What house sample *s* is in the first channel: every sample of five seconds is unlike all others, none is silent,
    /// and each is a 24-bit value.
    static func value(_ sample: Int64) -> Float { Float(Int(sample.modulo(240_000)) + 1) / 524_288 }

    private func startsAt(_ frame: Int64) -> Int64 { anchor.monotonic(at: time.start(of: frame)) }

    private func publish(_ frame: Int64) {
        let slot = ring.begin(frame)
        let first = time.firstSample(of: frame)
        let count = Int(time.firstSample(of: frame + 1) - first)
        let channels = Int(format.channels)
        for index in 0..<count {
            for channel in 0..<channels {
                let value = Self.value(first + Int64(index))
                slot.samples[index * channels + channel] = channel == 0 ? value : -value
            }
        }
        ring.publish(
            frame,
            ProgrammeFacts(
                sampleCount: count, segment: 0, revision: 1, slate: 0, itemFrame: frame, lateness: -40_000_000))
    }

    /// The instant of the next publication.
    private var nextPublication: Int64 {
        min(startsAt(nextFrame) - 40_000_000, late.map(\.at).min() ?? .max)
    }

    private func publishDue() {
        while startsAt(nextFrame) - 40_000_000 <= clock.now {
            if let fault = faults[nextFrame] {
                if let delay = fault { late.append((nextFrame, startsAt(nextFrame) + delay)) }
            } else {
                publish(nextFrame)
            }
            nextFrame += 1
        }
        for entry in late where entry.at <= clock.now { publish(entry.frame) }
        late.removeAll { $0.at <= clock.now }
    }

    /// Turns the pump for so long, waking it exactly when it asks. `each` is called before every turn.
    func drive<Card, Converter>(
        _ pump: SoundPump<Card, Converter>, seconds: Double, each: (Int64) -> Void = { _ in }
    ) -> Int32? {
        let end = clock.now + Int64(seconds * 1e9)
        while clock.now < end {
            publishDue()
            each(clock.now)
            let next = pump.turn(now: clock.now)
            let wake: Int64
            switch next {
            case .sleep(let until): wake = until
            case .wait(_, let until): wake = min(until, nextPublication)
            case .closed(let code): return code
            }
            let goal = min(max(wake, clock.now + 1000), end)
            while nextPublication < goal {
                clock.now = nextPublication
                publishDue()
            }
            clock.now = goal
        }
        return nil
    }

    /// The house sample that should be heard at an instant, the nearest one.
    func due(at instant: Int64, delay: Int64 = 120_000_000) -> Int64 {
        let house = anchor.tai(atMonotonic: instant - delay).nanoseconds
        return scaledDown(house + 10_416, by: 48_000, over: 1_000_000_000)
    }
}
