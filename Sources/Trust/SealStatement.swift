import Timecode

/// What a desk signs about one media file: which bytes it is, what it is technically, and where and when it may air.
public struct SealStatement: Hashable, Sendable {
    /// Who made the programme.
    public struct Origin: Hashable, Sendable {
        public var desk: String
        /// ISO 3166-1 alpha-2.
        public var country: String

        public init(desk: String, country: String) {
            self.desk = desk
            self.country = country
        }
    }

    /// File name at sealing, without folders. Information only: a seal follows its bytes, not their name.
    public var name: String
    /// Bytes of the file.
    public var size: Int64
    /// SHA-256 of the whole file, 32 bytes.
    public var sha256: [UInt8]
    /// fs-verity file digest (SHA-256, 64 KiB blocks), 32 bytes.
    public var verityDigest: [UInt8]
    /// Identifies this seal for ever, for recalls and logs.
    public var serial: String
    public var sealedAt: TAIInstant
    public var origin: Origin?
    /// Category of programme, which picks the trust policy.
    public var category: String?
    /// Spoken languages, BCP 47, in order.
    public var languages: [String]
    /// ISO 3166 codes where it may air; empty = everywhere.
    public var territories: [String]
    /// First instant it may air; `nil` = always could.
    public var notBefore: TAIInstant?
    /// First instant it may not air any more; `nil` = no end.
    public var notAfter: TAIInstant?
    /// How the pictures came to be; `nil` when the desk says nothing.
    public var disclosure: DigitalSourceType?
    public var loudness: Loudness?
    public var technical: TechnicalFacts

    public init(
        name: String, size: Int64, sha256: [UInt8], verityDigest: [UInt8], serial: String, sealedAt: TAIInstant,
        origin: Origin? = nil, category: String? = nil, languages: [String] = [], territories: [String] = [],
        notBefore: TAIInstant? = nil, notAfter: TAIInstant? = nil, disclosure: DigitalSourceType? = nil,
        loudness: Loudness? = nil, technical: TechnicalFacts
    ) {
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.verityDigest = verityDigest
        self.serial = serial
        self.sealedAt = sealedAt
        self.origin = origin
        self.category = category
        self.languages = languages
        self.territories = territories
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.disclosure = disclosure
        self.loudness = loudness
        self.technical = technical
    }

    /// Whether it may air in a region (`KZ`, or a part of it: `KZ-75`). Rights for a country cover its parts.
    public func allows(region: String) -> Bool {
        territories.isEmpty
            || territories.contains {
                $0 == region || (region.hasPrefix($0) && region.dropFirst($0.count).first == "-")
            }
    }
}
