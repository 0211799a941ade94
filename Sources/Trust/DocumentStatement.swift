import Timecode

/// What a desk signs about a document that steers the channel: which bytes it is, for which channel and day, and from when
/// until when it may be taken. It has no technical facts: it is read, not shown.
public struct DocumentStatement: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A playlist, in the syntax that channels read.
        case playlist
    }

    public var kind: Kind
    /// File name at sealing, without folders. Information only.
    public var name: String
    /// Bytes of the file, and SHA-256 of them all.
    public var size: Int64
    public var sha256: [UInt8]
    /// Identifies this seal for ever.
    public var serial: String
    public var sealedAt: TAIInstant
    public var origin: SealStatement.Origin?
    /// The only channel that may take it; `nil` = any that trusts its desks.
    public var channel: String?
    /// Broadcast day of a playlist, `YYYY-MM-DD`; `nil` for one without.
    public var day: String?
    /// First instant at which it may be taken, and the first at which it may not any more.
    public var notBefore: TAIInstant?
    public var notAfter: TAIInstant?

    public init(
        kind: Kind, name: String, size: Int64, sha256: [UInt8], serial: String, sealedAt: TAIInstant,
        origin: SealStatement.Origin? = nil, channel: String? = nil, day: String? = nil, notBefore: TAIInstant? = nil,
        notAfter: TAIInstant? = nil
    ) {
        self.kind = kind
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.serial = serial
        self.sealedAt = sealedAt
        self.origin = origin
        self.channel = channel
        self.day = day
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}
