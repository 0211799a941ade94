import CLinux
import Timecode

/// The decoder's side of the ring. One thread for pictures, one for samples, or one for both.
extension SourceRing {
    /// Slots named by descriptors that air has not consumed yet: what a (re)started decoder must not write into.
    public func slotsInUse() -> Set<Int> {
        let (from, to) = (framesConsumed, framesWritten)
        guard from < to, to - from <= Int64(geometry.depth) else { return [] }
        return Set((from..<to).map { Int(descriptor($0).load(fromByteOffset: 8, as: UInt32.self)) })
    }

    /// The slot that shows an unconsumed frame.
    public func slot(ofWritten frame: Int64) -> Int { Int(descriptor(frame).load(fromByteOffset: 8, as: UInt32.self)) }

    /// Whether another frame fits.
    public var hasRoomForFrame: Bool { framesWritten - framesConsumed < Int64(geometry.depth) }

    /// Samples per channel that fit now.
    public var roomForSamples: Int { max(0, sampleCapacity - Int(samplesWritten - samplesConsumed)) }

    /// Publishes item frame `framesWritten` as shown by `slot`. The caller has checked `hasRoomForFrame`.
    public func publishFrame(slot: Int, sourceFrame: Int64) {
        let frame = framesWritten
        let base = descriptor(frame)
        base.storeBytes(of: frame, as: Int64.self)
        base.storeBytes(of: UInt32(slot), toByteOffset: 8, as: UInt32.self)
        base.storeBytes(of: sourceFrame, toByteOffset: 16, as: Int64.self)
        base.storeBytes(of: ql_crc32c(0, base, 24), toByteOffset: 24, as: UInt32.self)
        ql_store_release_u64(words + 3, UInt64(bitPattern: frame + 1))
        signal(words + 7)
    }

    /// Appends interleaved samples. The caller has checked `roomForSamples`.
    public func publishSamples(_ interleaved: UnsafePointer<Float>, count: Int) {
        let channels = Int(format.channels)
        let start = Int(samplesWritten % Int64(sampleCapacity))
        let first = min(count, sampleCapacity - start)
        samples.advanced(by: start * channels).update(from: interleaved, count: first * channels)
        if first < count {
            samples.update(from: interleaved.advanced(by: first * channels), count: (count - first) * channels)
        }
        ql_store_release_u64(words + 4, UInt64(bitPattern: samplesWritten + Int64(count)))
        signal(words + 7)
    }

    /// Declares that the item has no frame at or beyond `frame`. Sound after its last frame counts as silence.
    public func end(at frame: Int64) {
        ql_store_release_u64(words + 6, UInt64(bitPattern: frame))
        setState(.ended)
    }

    public func setState(_ state: SourceState) {
        ql_store_release_u64(words + 5, UInt64(state.rawValue))
        signal(words + 7)
    }

    /// Whether air has asked the decoder to stop.
    public var stopRequested: Bool { ql_load_acquire_u64(controlWords + 3) != 0 }

    /// Sleeps until air consumes something or asks to stop, at most `timeoutNanoseconds`.
    ///
    /// `seen` is `consumerSignal` read before the caller looked at the indices; so no wake-up is lost.
    public func waitForConsumer(seen: UInt32, timeoutNanoseconds: Int64) {
        _ = ql_futex_wait(futex(controlWords + 4), seen, timeoutNanoseconds)
    }

    public var consumerSignal: UInt32 { ql_load_acquire_u32(futex(controlWords + 4)) }

    func signal(_ word: UnsafeMutablePointer<UInt64>) {
        _ = ql_fetch_add_u32(futex(word), 1)
        _ = ql_futex_wake(futex(word), .max)
    }
}
