/// One valid signature on a seal, made by the key of a known desk. Whoever makes this value has checked the signature.
public struct Approval: Hashable, Sendable {
    /// SHA-256 of the key's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits: two approvals with one key are one.
    public var keyID: String
    public var desk: String
    public var country: String

    public init(keyID: String, desk: String, country: String) {
        self.keyID = keyID
        self.desk = desk
        self.country = country
    }
}

extension [Approval] {
    /// Those that count: each key once, and each desk once, whichever of its keys it used.
    var distinct: [Approval] {
        var keys: Set<String> = []
        var desks: Set<String> = []
        return filter { keys.insert($0.keyID).inserted && desks.insert($0.desk).inserted }
    }
}
