import Timecode

/// What a desk signs to withdraw a seal: which one, why, and where it may not air any more. There is no way back: what is to
/// air again is sealed anew.
public struct RecallStatement: Hashable, Sendable {
    /// The seal that is withdrawn.
    public var serial: String
    /// File name in the seal; empty when only the serial was known.
    public var name: String
    /// SHA-256 and fs-verity digest of the sealed file, 32 bytes each; empty when only the serial was known.
    public var sha256: [UInt8]
    public var verityDigest: [UInt8]
    /// Why, in the desk's words, for operators.
    public var reason: String
    public var recalledAt: TAIInstant
    /// ISO 3166 codes where it is withdrawn; empty = everywhere.
    public var territories: [String]

    public init(
        serial: String, name: String = "", sha256: [UInt8] = [], verityDigest: [UInt8] = [], reason: String,
        recalledAt: TAIInstant, territories: [String] = []
    ) {
        self.serial = serial
        self.name = name
        self.sha256 = sha256
        self.verityDigest = verityDigest
        self.reason = reason
        self.recalledAt = recalledAt
        self.territories = territories
    }

    /// Whether it is about this seal, in this region; without one, a recall for any place is
    /// taken to hold.
    public func covers(_ seal: SealStatement, in region: String?) -> Bool {
        guard serial == seal.serial else { return false }
        if !verityDigest.isEmpty, verityDigest != seal.verityDigest { return false }
        if !sha256.isEmpty, sha256 != seal.sha256 { return false }
        guard let region, !region.isEmpty, !territories.isEmpty else { return true }
        // Withdrawn for a country is withdrawn for its parts; withdrawn for a part, a channel for the whole country is
        // seen there too.
        return territories.contains { code in
            code == region || region.hasPrefix(code + "-") || code.hasPrefix(region + "-")
        }
    }
}
