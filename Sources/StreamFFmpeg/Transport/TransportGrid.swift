import Timecode

/// Which 188-byte packet is sent when: packet *k* of a stream of constant rate starts `k x 1504 / rate` seconds after the
/// SMPTE epoch. A stream's position is therefore a function of the house clock, before and after any restart.
package struct TransportGrid: Hashable, Sendable {
    package static let packetBytes = 188
    static let packetBits: Int64 = 1504
    /// The system clock's frequency, Hz.
    package static let clock: Int64 = 27_000_000
    /// The clock reference wraps after this many ticks: 2^33 x 300.
    package static let clockWrap: Int64 = (1 << 33) * 300

    package let rate: Int64

    package init(rate: Int64) { self.rate = rate }

    /// When packet `index` starts, 27 MHz ticks since the epoch.
    package func start(of index: Int64) -> Int64 {
        scaledDown(index, by: Self.packetBits * Self.clock, over: rate)
    }

    /// The first packet that starts at or after `ticks`.
    package func firstPacket(from ticks: Int64) -> Int64 {
        scaledUp(ticks, by: rate, over: Self.packetBits * Self.clock)
    }

    /// The clock reference that packet `index` carries: the instant of the byte with the last bit of its base, the eleventh
    /// of the packet (ISO/IEC 13818-1, 2.4.3.5).
    package func clockReference(of index: Int64) -> Int64 {
        scaledDown(index * Self.packetBits + 80, by: Self.clock, over: rate)
    }

    /// When packet `index` starts, nanoseconds since the epoch.
    package func instant(of index: Int64) -> TAIInstant {
        TAIInstant(nanoseconds: scaledDown(index, by: Self.packetBits * 1_000_000_000, over: rate))
    }

    /// The first packet that starts at or after an instant.
    package func firstPacket(from instant: TAIInstant) -> Int64 {
        scaledUp(instant.nanoseconds, by: rate, over: Self.packetBits * 1_000_000_000)
    }
}
