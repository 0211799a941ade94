import Timecode

/// A key whose signatures count no more, whatever date they bear: whoever has stolen a key writes any date.
public struct KeyRevocation: Hashable, Sendable {
    /// SHA-256 of the key's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.
    public var keyID: String
    /// First instant at which they do not count.
    public var since: TAIInstant
    /// In a few words, for operators.
    public var reason: String

    public init(keyID: String, since: TAIInstant, reason: String = "") {
        self.keyID = keyID
        self.since = since
        self.reason = reason
    }
}
