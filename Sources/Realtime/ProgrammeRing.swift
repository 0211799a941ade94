import CLinux
import Timecode

/// The programme as air publishes it: the last few composed frames, each with its picture and its samples.
///
/// One writer (air), any number of readers (sound, encoders, preview), no back-pressure: frame *n* lies in slot
/// *n mod slots* until frame *n + slots* overwrites it. A reader copies or uses a slot and then asks whether it was still
/// that frame (`isIntact`). Audio is interleaved 32-bit float at the channel's rate.
///
/// `@unchecked Sendable`: only the writer stores; every slot carries a sequence word (a seqlock).
public final class ProgrammeRing: @unchecked Sendable {
    static let magic: UInt64 = 0x31_47_52_50_4c_51_41_51
    static let headerBytes = 4096
    static let slotHeaderBytes = 4096

    public let memory: SharedMemory
    public let format: ChannelFormat
    public let layout: PictureLayout
    public let slots: Int
    let slotBytes: Int
    let samplesOffset: Int
    public let mostSamples: Int

    // Header words: 0 magic, 1 slots, 2 head (last published frame), 3 futex word, 4 writer generation, 5 closed.
    var words: UnsafeMutablePointer<UInt64> { memory.base.assumingMemoryBound(to: UInt64.self) }

    /// Bytes a ring of `slots` frames takes.
    public static func byteCount(format: ChannelFormat, slots: Int) -> Int {
        headerBytes + slots * slotByteCount(format)
    }

    static func slotByteCount(_ format: ChannelFormat) -> Int {
        let samples = Int(format.time.mostSamplesInAFrame) * Int(format.channels) * 4
        return slotHeaderBytes + PictureLayout(format).byteCount + (samples + 4095) / 4096 * 4096
    }

    private init(memory: SharedMemory, format: ChannelFormat, slots: Int) {
        self.memory = memory
        self.format = format
        self.slots = slots
        layout = PictureLayout(format)
        slotBytes = Self.slotByteCount(format)
        samplesOffset = Self.slotHeaderBytes + layout.byteCount
        mostSamples = Int(format.time.mostSamplesInAFrame)
    }

    /// Lays an empty ring out in fresh memory.
    public static func create(in memory: SharedMemory, format: ChannelFormat, slots: Int) throws(SystemError)
        -> ProgrammeRing
    {
        guard slots >= 2, memory.count >= byteCount(format: format, slots: slots) else {
            throw SystemError("too small:", on: "programme ring", code: 22)
        }
        let ring = ProgrammeRing(memory: memory, format: format, slots: slots)
        ring.words[1] = UInt64(slots)
        ring.words[2] = UInt64(bitPattern: Int64.min)
        ql_store_release_u64(ring.words, magic)
        return ring
    }

    /// Attaches to a ring laid out by another process; refused when its size does not match the format.
    public static func attach(to memory: SharedMemory, format: ChannelFormat) throws(SystemError) -> ProgrammeRing {
        let words = memory.base.assumingMemoryBound(to: UInt64.self)
        guard memory.count >= headerBytes, ql_load_acquire_u64(words) == magic else {
            throw SystemError("not a", on: "programme ring", code: 22)
        }
        let slots = Int(clamping: words[1])
        guard (2...1024).contains(slots), memory.count >= byteCount(format: format, slots: slots) else {
            throw SystemError("wrong size:", on: "programme ring", code: 22)
        }
        return ProgrammeRing(memory: memory, format: format, slots: slots)
    }

    func slotBase(_ frame: Int64) -> UnsafeMutableRawPointer {
        memory.base + Self.headerBytes + Int(frame.modulo(Int64(slots))) * slotBytes
    }

    /// The last published house frame, or `nil` before the first. Real-time safe.
    public var head: Int64? {
        let value = Int64(bitPattern: ql_load_acquire_u64(words + 2))
        return value == .min ? nil : value
    }

    // MARK: Writing (air only)

    /// Opens the slot of `frame` for writing. Real-time safe.
    public func begin(_ frame: Int64) -> ProgrammeSlot {
        let base = slotBase(frame)
        // An odd sequence tells readers that the slot is being rewritten.
        let sequence = base.assumingMemoryBound(to: UInt64.self)
        ql_store_release_u64(sequence, ql_load_relaxed_u64(sequence) | 1)
        ql_fence_release()
        return slot(base, frame: frame)
    }

    /// Publishes the slot opened by `begin(_:)` and wakes the readers. Real-time safe.
    public func publish(_ frame: Int64, _ facts: ProgrammeFacts) {
        let base = slotBase(frame)
        facts.store(at: base + 64, frame: frame)
        ql_fence_release()
        let sequence = base.assumingMemoryBound(to: UInt64.self)
        ql_store_release_u64(sequence, (ql_load_relaxed_u64(sequence) | 1) &+ 1)
        ql_store_release_u64(words + 2, UInt64(bitPattern: frame))
        let word = futexWord
        _ = ql_fetch_add_u32(word, 1)
        _ = ql_futex_wake(word, .max)
    }

    var futexWord: UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(words + 3).assumingMemoryBound(to: UInt32.self)
    }

    // MARK: Reading

    /// A frame as a reader found it.
    public struct Reading {
        public let slot: ProgrammeSlot
        public let facts: ProgrammeFacts
        let sequence: UInt64
    }

    public enum Outcome {
        /// The frame; use it, then ask `isIntact`.
        case frame(Reading)
        /// The frame has been overwritten; the oldest one still there is `oldest`.
        case lost(oldest: Int64)
        /// Not published within the timeout.
        case notYet
    }

    /// Waits until `frame` is published, at most `timeoutNanoseconds`.
    public func wait(for frame: Int64, timeoutNanoseconds: Int64) -> Outcome {
        let deadline = ql_monotonic_nanoseconds() + timeoutNanoseconds
        while true {
            let word = ql_load_acquire_u32(futexWord)
            if let head, head >= frame {
                if let reading = reading(of: frame) { return .frame(reading) }
                return .lost(oldest: max(head - Int64(slots) + 2, frame + 1))
            }
            let left = deadline - ql_monotonic_nanoseconds()
            guard left > 0 else { return .notYet }
            _ = ql_futex_wait(futexWord, word, left)
        }
    }

    /// The frame if it is in the ring now. Real-time safe.
    public func reading(of frame: Int64) -> Reading? {
        let base = slotBase(frame)
        let sequence = ql_load_acquire_u64(base.assumingMemoryBound(to: UInt64.self))
        guard sequence & 1 == 0, let facts = ProgrammeFacts(at: base + 64, frame: frame) else { return nil }
        guard (0...mostSamples).contains(facts.sampleCount) else { return nil }
        let reading = Reading(slot: slot(base, frame: frame), facts: facts, sequence: sequence)
        return isIntact(reading) ? reading : nil
    }

    /// Whether the slot still holds what `reading` found, so that what was copied from it may be used. Real-time safe.
    public func isIntact(_ reading: Reading) -> Bool {
        ql_fence_acquire()
        return ql_load_relaxed_u64(slotBase(reading.slot.frame).assumingMemoryBound(to: UInt64.self))
            == reading.sequence
    }

    private func slot(_ base: UnsafeMutableRawPointer, frame: Int64) -> ProgrammeSlot {
        ProgrammeSlot(
            frame: frame, picture: base + Self.slotHeaderBytes,
            samples: (base + samplesOffset).assumingMemoryBound(to: Float.self))
    }
}

/// Where one programme frame lies in memory.
public struct ProgrammeSlot {
    public let frame: Int64
    /// Start of the picture; planes as in the ring's `layout`.
    public let picture: UnsafeMutableRawPointer
    /// Interleaved samples, `facts.sampleCount` per channel.
    public let samples: UnsafeMutablePointer<Float>
}

extension Int64 {
    /// The remainder of floored division: never negative for a positive divisor. Real-time safe.
    @inlinable
    public func modulo(_ divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
