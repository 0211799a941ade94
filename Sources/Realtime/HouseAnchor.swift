import CLinux
import Timecode

/// The clock anchor: which TAI instant was at which instant of CLOCK_MONOTONIC.
///
/// Lives in a memory file held by the launcher, so that every process, also one restarted later, counts house frames alike.
public struct HouseAnchor: Hashable, Sendable {
    public let tai: TAIInstant
    /// CLOCK_MONOTONIC in nanoseconds at `tai`.
    public let monotonic: Int64

    public init(tai: TAIInstant, monotonic: Int64) {
        self.tai = tai
        self.monotonic = monotonic
    }

    /// An anchor taken from the system's clocks now: CLOCK_REALTIME through the leap-second table.
    public static func now(leapSeconds: LeapSeconds = .builtIn) -> HouseAnchor {
        // The reading with the least time between the two monotonic reads around it is the truest of a few.
        var best: (width: Int64, anchor: HouseAnchor)?
        for _ in 0..<8 {
            let before = ql_monotonic_nanoseconds()
            let real = ql_realtime_nanoseconds()
            let after = ql_monotonic_nanoseconds()
            let width = after - before
            if best == nil || width < best!.width {
                best = (width, HouseAnchor(tai: leapSeconds.tai(unixNanoseconds: real), monotonic: before + width / 2))
            }
        }
        return best!.anchor
    }

    /// The TAI instant at an instant of CLOCK_MONOTONIC. Real-time safe.
    @inlinable
    public func tai(atMonotonic nanoseconds: Int64) -> TAIInstant {
        TAIInstant(nanoseconds: tai.nanoseconds + (nanoseconds - monotonic))
    }

    /// The instant of CLOCK_MONOTONIC at a TAI instant. Real-time safe.
    @inlinable
    public func monotonic(at instant: TAIInstant) -> Int64 { monotonic + (instant.nanoseconds - tai.nanoseconds) }

    static let magic: UInt64 = 0x31_43_4e_41_4c_51_41_51  // "QAQLANC1"
    public static let byteCount = 4096

    /// Writes the anchor into a new memory file.
    public func store(in memory: SharedMemory) {
        memory.base.storeBytes(of: tai.nanoseconds, toByteOffset: 8, as: Int64.self)
        memory.base.storeBytes(of: monotonic, toByteOffset: 16, as: Int64.self)
        ql_store_release_u64(memory.base.assumingMemoryBound(to: UInt64.self), Self.magic)
    }

    /// Reads the anchor from a memory file; `nil` when it holds none.
    public init?(in memory: SharedMemory) {
        guard memory.count >= 24, ql_load_acquire_u64(memory.base.assumingMemoryBound(to: UInt64.self)) == Self.magic
        else { return nil }
        tai = TAIInstant(nanoseconds: memory.base.load(fromByteOffset: 8, as: Int64.self))
        monotonic = memory.base.load(fromByteOffset: 16, as: Int64.self)
    }
}
