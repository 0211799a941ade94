/// What is known of an event's media, as the rundown shows it.
package enum Badge: String, Hashable, Sendable, Codable, CaseIterable {
    /// Not looked at yet.
    case unverified
    /// Carries a seal that the policy accepts; its bytes have not been read through yet.
    case sealed
    /// Every byte was read and matches the seal.
    case proven
    /// The bytes do not match the seal, or size or tree do not.
    case altered
    case missing
    case unsealed
    /// Cannot be read, or is not media.
    case unfit
    /// The seal is outside its validity, or rights forbid the item here.
    case refused
    /// Its seal was withdrawn.
    case recalled
}
