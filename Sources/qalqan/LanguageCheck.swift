import ChannelConfiguration
import ControlService
import Playlist
import Trust

/// Events that a region's viewers cannot read or hear in a language of theirs: one diagnostic an event and kind.
///
/// A region's languages are those that the list's `languages` has for it; of the channel's own region else `channel.languages`.
struct LanguageCheck {
    let settings: ChannelSettings?
    /// Finds media and their seals; `nil` when only the documents are known.
    let library: MediaLibrary?

    func diagnostics(_ document: PlaylistDocument) -> [Diagnostic] {
        let regions: [(region: String, languages: [String])] = RegionCheck.all(document, settings).compactMap {
            region in
            languages(of: region, document).map { (region, $0) }
        }
        guard !regions.isEmpty else { return [] }
        var seals: [MediaUseKey: [String]] = [:]
        return document.events.flatMap { event in
            [titles(event, regions, document), sound(event, regions, document, &seals)].compactMap { $0 }
        }
    }

    private struct MediaUseKey: Hashable {
        var media: String
        var category: String?
    }

    private func languages(of region: String, _ document: PlaylistDocument) -> [String]? {
        if let own = RegionName.entry(of: region, in: document.languages), !own.isEmpty { return own }
        // A channel that names no languages has the default one: nobody asked for it.
        guard let settings, region == settings.channel.region, settings.channel.languages != ["en"] else { return nil }
        return settings.channel.languages
    }

    private func titles(
        _ event: PlaylistEvent, _ regions: [(region: String, languages: [String])], _ document: PlaylistDocument
    ) -> Diagnostic? {
        let tags = event.titles.map(\.language)
        guard !tags.isEmpty, !tags.contains(LocalisedText.anyLanguage) else { return nil }
        let without = regions.filter { region, languages in
            !Self.isSkipped(event, in: region) && !Self.meet(tags, languages)
        }
        guard let first = without.first else { return nil }
        return Diagnostic(
            .language, severity: .warning, file: document.file, mark: event.marks.event, event: event.id,
            message: "it has no title in a language of \(Self.names(without.map(\.region))) "
                + "(\(first.languages.joined(separator: ", "))): viewers there read the one in \(tags[0])",
            remedy: "add a title in one of them")
    }

    private func sound(
        _ event: PlaylistEvent, _ regions: [(region: String, languages: [String])], _ document: PlaylistDocument,
        _ seals: inout [MediaUseKey: [String]]
    ) -> Diagnostic? {
        guard let library else { return nil }
        var without: [(region: String, languages: [String], media: String, spoken: [String])] = []
        for (region, languages) in regions where !Self.isSkipped(event, in: region) {
            var media = event.source.media
            if case .replace(let source?, _, _) = RegionName.entry(of: region, in: event.regions) {
                media = source.media
            }
            let key = MediaUseKey(media: media, category: event.category)
            let spoken = seals[key] ?? Self.spoken(library.find(media, category: event.category))
            seals[key] = spoken
            if !spoken.isEmpty, !Self.meet(spoken, languages) { without.append((region, languages, media, spoken)) }
        }
        guard let first = without.first else { return nil }
        return Diagnostic(
            .language, severity: .warning, file: document.file, mark: event.marks.media, event: event.id,
            message: "\(first.media) speaks \(first.spoken.joined(separator: ", ")), which is no language of "
                + "\(Self.names(without.map(\.region))) (\(first.languages.joined(separator: ", ")))",
            remedy: "name other media for the region under `regions`, or correct `languages`")
    }

    /// What the seal says is spoken; empty where it says nothing or is not accepted.
    private static func spoken(_ finding: MediaFinding) -> [String] {
        finding.verdict.isAccepted ? finding.seal?.languages ?? [] : []
    }

    private static func isSkipped(_ event: PlaylistEvent, in region: String) -> Bool {
        RegionName.entry(of: region, in: event.regions) == .skip
    }

    /// Whether two lists of tags have a language in common, whatever script or country they add.
    private static func meet(_ some: [String], _ others: [String]) -> Bool {
        func bare(_ tag: String) -> Substring { tag.split(separator: "-", maxSplits: 1)[0] }
        return some.contains { tag in others.contains { bare($0) == bare(tag) } }
    }

    private static func names(_ regions: [String]) -> String {
        regions.prefix(4).joined(separator: ", ") + (regions.count > 4 ? " and \(regions.count - 4) more" : "")
    }
}
