/// An instant on the TAI scale: nanoseconds since the SMPTE epoch, 1970-01-01T00:00:00 TAI (SMPTE ST 2059-1, 6).
public struct TAIInstant: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    @inlinable
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable
    public static func < (a: TAIInstant, b: TAIInstant) -> Bool { a.nanoseconds < b.nanoseconds }
}
