/// The formats in which playlists come and go. The raw value is what `--format`, `--from` and `--to` say.
public enum ExchangeFormat: String, Hashable, Sendable, CaseIterable {
    /// The playlist document as YAML.
    case native
    /// The playlist document as JSON.
    case json
    /// ffplayout's JSON playlist of a day.
    case ffplayout
    /// M3U and M3U8.
    case m3u
    /// Comma-separated values (RFC 4180).
    case csv
    /// OpenTimelineIO JSON.
    case otio
    /// Broadcast eXchange Format (SMPTE ST 2021-2).
    case bxf

    /// What a person calls it.
    public var title: String {
        switch self {
        case .native: "the playlist document"
        case .json: "the playlist document (JSON)"
        case .ffplayout: "ffplayout JSON"
        case .m3u: "M3U"
        case .csv: "CSV"
        case .otio: "OpenTimelineIO"
        case .bxf: "BXF"
        }
    }

    /// Whether it has the playlist document's own keys.
    public var isNative: Bool { self == .native || self == .json }

    /// The names, for messages.
    public static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Endings that mean one format and no other; `.json` and `.xml` need a look inside.
    static let endings: [(ending: String, format: ExchangeFormat)] = [
        (".yaml", .native), (".yml", .native), (".otio", .otio), (".m3u", .m3u), (".m3u8", .m3u), (".csv", .csv),
        (".tsv", .csv), (".bxf", .bxf), (".xml", .bxf),
    ]

    /// The format that a file's name alone says; `nil` where it says none.
    public init?(ending file: String) {
        let name = file.lowercased()
        guard let match = Self.endings.first(where: { name.hasSuffix($0.ending) })?.format else {
            guard name.hasSuffix(".json") else { return nil }
            self = .json
            return
        }
        self = match
    }
}
