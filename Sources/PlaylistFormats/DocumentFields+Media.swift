import Playlist
import Timecode

/// Media, regions and lengths, as playlists and configurations write them alike.
extension DocumentFields {
    /// The keys of a medium.
    package static let sourceKeys = ["media", "in", "inTimecode"]

    /// `media` with `in` or `inTimecode`, from this mapping.
    package func source(isRequired: Bool) -> MediaSource? {
        if isRequired {
            guard required("media", "name a file below a media folder, as `media: news/0600.mov`") != nil else {
                return nil
            }
        }
        let inPoint = amount("in")
        let inTimecode = label("inTimecode")
        if self["in"] != nil, self["inTimecode"] != nil {
            reading.error(
                .conflict, at: keyMark(of: "inTimecode") ?? mark, "`in` and `inTimecode` say the same thing twice",
                "keep one of them")
        }
        if !isRequired, self["media"] == nil, let key = ["in", "inTimecode"].first(where: { self[$0] != nil }) {
            reading.error(
                .missingKey, at: self.mark(of: key), "an in-point of a region needs the region's media",
                "name the media beside it")
        }
        guard let media = text("media", most: 1024) else { return nil }
        guard MediaSource.isSafe(media) else {
            reading.error(
                .mediaPath, at: self.mark(of: "media"), "`\(media)` does not stay below a media folder",
                "write a path relative to one of the media folders, without `..`")
            return nil
        }
        return MediaSource(media: media, inPoint: inPoint, inTimecode: inTimecode)
    }

    /// A medium under a key of its own: `alternate: { media: ..., in: ... }`.
    package func source(under key: String) -> MediaSource? {
        fields(key, known: Self.sourceKeys)?.source(isRequired: true)
    }

    /// A length of at least one frame.
    package func length(_ key: String, whenAbsent: String) -> FrameAmount? {
        guard let amount = amount(key) else { return nil }
        let isNothing: Bool =
            switch amount {
            case .frames(let count), .seconds(let count): count == 0
            case .label(let label): label.wholeSeconds == 0 && label.frames == 0
            }
        guard isNothing else { return amount }
        reading.error(
            .amount, at: mark(of: key), "an event lasts at least one frame",
            "correct the \(key), or leave it out \(whenAbsent)")
        return nil
    }

    /// An identifier: one word without `#`, which numbers occurrences.
    package func identifier(_ key: String, _ remedy: String) -> String? {
        guard required(key, remedy) != nil, let id = text(key, most: 128) else { return nil }
        if id.contains(where: { $0.isWhitespace || $0 == "#" }) {
            reading.error(
                .wrongValue, at: mark(of: key), "`\(id)` cannot be an id: spaces and `#` are not allowed in it",
                "write it with `-` or `_`")
            return nil
        }
        return id
    }

    /// A mapping by region; entries whose key is not an ISO 3166 code are reported and left out.
    package func regions(_ key: String, _ example: String) -> [DocumentNode.Entry] {
        guard let node = self[key] else { return [] }
        guard case .mapping(let entries) = node.content else {
            reading.error(
                .wrongType, at: node.mark, "`\(key)` is a mapping by region, not \(node.kindName)", "write \(example)")
            return []
        }
        return entries.filter { isRegion($0.key, at: $0.keyMark) }
    }

    package func isRegion(_ name: String, at mark: SourceMark) -> Bool {
        if RegionCode.isWellFormed(name) { return true }
        reading.error(
            .wrongValue, at: mark, "`\(name)` is not an ISO 3166 code",
            "write a country in capitals (KZ) or one of its parts (KZ-75)")
        return false
    }
}
