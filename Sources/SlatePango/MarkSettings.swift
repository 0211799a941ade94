import Timeline

/// What a channel's marks say and where they stand.
package struct MarkSettings: Hashable, Sendable {
    /// A corner of the picture, inside the safe area.
    package enum Corner: Hashable, Sendable, CaseIterable {
        case topLeft, topRight, bottomLeft, bottomRight

        var isLeft: Bool { self == .topLeft || self == .bottomLeft }
        var isTop: Bool { self == .topLeft || self == .topRight }
    }

    package struct Placement: Hashable, Sendable {
        package var corner: Corner
        /// Size against the standard one, in per cent.
        package var size: Int

        package init(_ corner: Corner, size: Int = 100) {
            self.corner = corner
            self.size = size
        }
    }

    /// Languages in which marks speak, the first one largest. Tags without texts are passed over.
    package var languages: [String]
    package var rehearsal: Placement
    package var synthetic: Placement
    /// What the label of synthetic content says instead of our own words, by BCP 47 tag; `und` = in every language.
    package var syntheticTexts: [String: String]
    /// Marks over every frame, whatever the timeline says.
    package var standing: MarkSet

    package init(
        languages: [String], rehearsal: Placement = Placement(.bottomRight),
        synthetic: Placement = Placement(.topRight), syntheticTexts: [String: String] = [:],
        standing: MarkSet = []
    ) {
        self.languages = languages
        self.rehearsal = rehearsal
        self.synthetic = synthetic
        self.syntheticTexts = syntheticTexts
        self.standing = standing
    }

    /// The label in the channel's languages in order, each text once: the channel's own words where it has some, else ours;
    /// English where there is neither. Never empty.
    var syntheticLines: [String] {
        var own: [String: String] = [:]
        for (tag, text) in syntheticTexts { own[SlateTexts.primary(tag)] = text }
        var seen: Set<String> = []
        let lines = languages.compactMap { tag in
            own[SlateTexts.primary(tag)] ?? own["und"] ?? MarkTexts.of(tag)?.synthetic
        }.filter { seen.insert($0).inserted }
        return lines.isEmpty ? [MarkTexts.english.synthetic] : lines
    }

    /// Texts of the channel's languages in order, each language once; English where the channel has none of ours.
    var texts: [MarkTexts] {
        var seen: Set<String> = []
        let found = languages.compactMap { MarkTexts.of($0) }.filter { seen.insert($0.language).inserted }
        return found.isEmpty ? [.english] : found
    }
}
