/// An editorial desk whose signature the channel may trust.
public struct Desk: Hashable, Sendable {
    /// Name used in messages and rundowns; unique within a channel.
    public var name: String
    /// ISO 3166-1 alpha-2 code of the country the desk answers to, in capitals.
    public var country: String
    /// Absolute path of its public key (`NAME.pub`: an Ed25519 SubjectPublicKeyInfo in PEM).
    public var keyPath: String

    public init(name: String, country: String, keyPath: String) {
        self.name = name
        self.country = country
        self.keyPath = keyPath
    }
}
