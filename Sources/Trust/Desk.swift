import Timecode

/// An editorial desk whose signature the channel may trust.
public struct Desk: Hashable, Sendable {
    /// Name used in messages and rundowns; unique within a channel.
    public var name: String
    /// ISO 3166-1 alpha-2 code of the country the desk answers to, in capitals.
    public var country: String
    /// Absolute path of its public key (`NAME.pub`: an Ed25519 SubjectPublicKeyInfo in PEM).
    public var keyPath: String
    /// What its signature is asked for.
    public var roles: Set<DeskRole>
    /// First instant from which its signatures count; `nil` = always did.
    public var notBefore: TAIInstant?
    /// First instant at which its key signs no more; `nil` = no end. What was signed before keeps counting.
    public var notAfter: TAIInstant?

    public init(
        name: String, country: String, keyPath: String, roles: Set<DeskRole> = Set(DeskRole.allCases),
        notBefore: TAIInstant? = nil, notAfter: TAIInstant? = nil
    ) {
        self.name = name
        self.country = country
        self.keyPath = keyPath
        self.roles = roles
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// Why a valid signature by its key does not count; `nil` when it does.
    ///
    /// - Parameters:
    ///   - role: what the signature is for.
    ///   - signed: when the statement says that it was made. Whoever has an expired key can write any date: a key that may be
    ///     in wrong hands has to be revoked, not left to expire.
    ///   - now: the instant at which it is asked.
    ///   - revocation: that of its key.
    public func refusal(
        as role: DeskRole, signed: TAIInstant, at now: TAIInstant, revocation: KeyRevocation? = nil
    ) -> KeyRefusal? {
        if let revocation, now >= revocation.since { return .revoked(revocation.reason) }
        if let notBefore, now < notBefore { return .notYetValid(from: notBefore) }
        if let notAfter, signed >= notAfter { return .expired(notAfter) }
        return roles.contains(role) ? nil : .otherRole(role)
    }
}
