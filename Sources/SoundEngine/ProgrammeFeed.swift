import Realtime
import Timecode

/// The programme's sound as one endless run of samples, read from the programme ring by house sample number.
///
/// Copies every frame as soon as it is published and keeps it as long as the output's delay asks for, which may be longer
/// than the programme ring is. One thread.
final class ProgrammeFeed {
    let ring: ProgrammeRing
    let time: HouseTime
    let channels: Int
    /// Frames kept.
    let depth: Int

    private let store: UnsafeMutablePointer<Float>
    private let frames: UnsafeMutablePointer<Int64>
    private let counts: UnsafeMutablePointer<Int>
    private let stride: Int
    /// The last frame of which nothing more can be hoped: it is kept, or will never come.
    private var seen: Int64 = .min
    private var lastMissed: Int64 = .min
    /// The earliest frame ever kept: what was before it, this output has not missed.
    private var firstKept: Int64 = .max

    /// The last frame a sample was pulled from, `Int64.min` before the first.
    private(set) var lastFrame: Int64 = .min
    private(set) var framesTaken: UInt64 = 0
    /// Frames of which at least one sample was replaced by silence, counted from the first frame ever taken.
    private(set) var framesMissed: UInt64 = 0

    /// - Parameter delayNanoseconds: how long after its publication a frame may still be wanted.
    init(ring: ProgrammeRing, delayNanoseconds: Int64) {
        self.ring = ring
        time = ring.format.time
        channels = Int(ring.format.channels)
        let held = scaledUp(
            delayNanoseconds, by: time.rate.numerator, over: time.rate.denominator * 1_000_000_000)
        depth = max(ring.slots, Int(held) + 8)
        stride = ring.mostSamples * channels
        store = .allocate(capacity: depth * stride)
        frames = .allocate(capacity: depth)
        frames.initialize(repeating: .min, count: depth)
        counts = .allocate(capacity: depth)
        counts.initialize(repeating: 0, count: depth)
    }

    deinit {
        store.deallocate()
        frames.deallocate()
        counts.deallocate()
    }

    /// The frame that owns a sample: the last one whose first sample is not after it. Real-time safe.
    func frame(owning sample: Int64) -> Int64 {
        scaledUp(sample + 1, by: time.rate.numerator, over: time.rate.denominator * time.sampleRate) - 1
    }

    /// Takes over what has been published since the last call. Real-time safe.
    func collect() {
        // Read before the slots: a frame at or before this head that is not in its slot will not come any more.
        guard let head = ring.head else { return }
        // A head that went back is an air process that started anew at another place in time.
        if seen != .min, head < seen - Int64(depth) { seen = .min }
        guard head > seen else { return }
        var frame = max(seen == .min ? .min : seen + 1, head - Int64(ring.slots) + 1)
        while frame <= head {
            take(frame)
            frame += 1
        }
        seen = head
    }

    private func take(_ frame: Int64) {
        guard let reading = ring.reading(of: frame) else { return }
        let place = Int(frame.modulo(Int64(depth)))
        let count = min(reading.facts.sampleCount, ring.mostSamples)
        frames[place] = .min
        UnsafeMutableRawPointer(store + place * stride).copyMemory(
            from: reading.slot.samples, byteCount: count * channels * MemoryLayout<Float>.stride)
        guard ring.isIntact(reading) else { return }
        counts[place] = count
        frames[place] = frame
        framesTaken += 1
        firstKept = min(firstKept, frame)
    }

    /// Copies the samples from `sample` on, interleaved. Real-time safe.
    ///
    /// A frame that can no longer come is silence. One that has not come yet ends the copy, or is silence too where
    /// `orSilence` says that there is no time left to wait.
    ///
    /// - Returns: how many samples were copied, `count` unless a frame has not come yet.
    func pull(_ output: UnsafeMutablePointer<Float>, at sample: Int64, count: Int, orSilence: Bool) -> Int {
        var done = 0
        while done < count {
            let position = sample + Int64(done)
            let frame = frame(owning: position)
            let offset = Int(position - time.firstSample(of: frame))
            let part = min(count - done, Int(time.firstSample(of: frame + 1) - position))
            let target = output + done * channels
            let place = Int(frame.modulo(Int64(depth)))
            if frames[place] == frame {
                // Samples the frame should have and has not are silence.
                let held = max(0, min(part, counts[place] - offset))
                UnsafeMutableRawPointer(target).copyMemory(
                    from: store + place * stride + offset * channels,
                    byteCount: held * channels * MemoryLayout<Float>.stride)
                (target + held * channels).update(repeating: 0, count: (part - held) * channels)
                lastFrame = frame
            } else if frame <= seen || orSilence {
                miss(frame)
                target.update(repeating: 0, count: part * channels)
            } else {
                return done
            }
            done += part
        }
        return done
    }

    private func miss(_ frame: Int64) {
        guard frame > firstKept, frame != lastMissed else { return }
        lastMissed = frame
        framesMissed += 1
    }
}
