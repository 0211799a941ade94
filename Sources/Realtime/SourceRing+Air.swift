import CLinux
import Timecode

/// Air's side of the ring. Everything here is real-time safe except `waitForProducer`.
extension SourceRing {
    /// The state the decoder last declared; an unknown value counts as failed media.
    public var state: SourceState {
        SourceState(rawValue: UInt32(truncatingIfNeeded: ql_load_acquire_u64(words + 5))) ?? .mediaFailed
    }

    /// First item frame that does not exist, once `state` is `.ended`; else `Int64.max`.
    public var endFrame: Int64 { Int64(bitPattern: ql_load_acquire_u64(words + 6)) }

    /// The picture of item frame `frame`, if it is published, unconsumed and its descriptor is sound.
    public func picture(ofFrame frame: Int64) -> UnsafeRawPointer? {
        guard frame >= 0, frame >= framesConsumed, frame < framesWritten, framesWritten - frame <= Int64(geometry.depth)
        else {
            return nil
        }
        let base = descriptor(frame)
        // Copied first, checked after: the other side may be writing.
        let number = base.load(as: Int64.self)
        let slot = base.load(fromByteOffset: 8, as: UInt32.self)
        let crc = base.load(fromByteOffset: 24, as: UInt32.self)
        guard number == frame, slot < UInt32(geometry.pictures), crc == ql_crc32c(0, base, 24) else { return nil }
        return UnsafeRawPointer(picture(Int(slot)))
    }

    /// Whether samples `start..<start + count` (from the in-point) can be read.
    ///
    /// After the item's end missing samples count as present: they are silence.
    public func hasSamples(from start: Int64, count: Int) -> Bool {
        start >= samplesConsumed && (samplesWritten >= start + Int64(count) || state == .ended)
    }

    /// Copies samples `start..<start + count`, silence where the item has none.
    public func copySamples(from start: Int64, count: Int, to target: UnsafeMutablePointer<Float>) {
        let channels = Int(format.channels)
        // The count comes from the other side: it may be anything, and must not trap.
        let ahead = samplesWritten.subtractingReportingOverflow(start).partialValue
        let available = max(0, min(count, Int(clamping: ahead)))
        let at = Int(start % Int64(sampleCapacity))
        let first = min(available, sampleCapacity - at)
        UnsafeMutableRawPointer(target).copyMemory(from: samples + at * channels, byteCount: first * channels * 4)
        if first < available {
            UnsafeMutableRawPointer(target + first * channels)
                .copyMemory(from: samples, byteCount: (available - first) * channels * 4)
        }
        for index in available * channels..<count * channels { target[index] = 0 }
    }

    /// Gives back all frames before `frame` and all samples before `sample`; wakes the decoder.
    public func consume(framesBefore frame: Int64, samplesBefore sample: Int64) {
        if frame > framesConsumed { ql_store_release_u64(controlWords + 1, UInt64(bitPattern: frame)) }
        if sample > samplesConsumed { ql_store_release_u64(controlWords + 2, UInt64(bitPattern: sample)) }
        signal(controlWords + 4)
    }

    /// Asks the decoder to stop and exit.
    public func requestStop() {
        ql_store_release_u64(controlWords + 3, 1)
        signal(controlWords + 4)
    }

    /// Sleeps until the decoder publishes something, at most `timeoutNanoseconds`. For offline rendering only.
    ///
    /// `seen` is `producerSignal` read before the caller looked at the indices.
    public func waitForProducer(seen: UInt32, timeoutNanoseconds: Int64) {
        _ = ql_futex_wait(futex(words + 7), seen, timeoutNanoseconds)
    }

    public var producerSignal: UInt32 { ql_load_acquire_u32(futex(words + 7)) }
}
