import Playlist
import Timecode

/// Writes a playlist document in its own keys, as YAML or JSON: what `PlaylistReader` reads back as the same document.
///
/// Every key that the reader knows is written here; one that is added there is added to `document` or `event` too.
public struct PlaylistWriter {
    /// The document as YAML, one event a block.
    public static func yaml(_ document: PlaylistDocument) -> String { YAMLWriter.text(tree(document)) }

    /// The document as JSON (RFC 8259), one event a line.
    public static func json(_ document: PlaylistDocument) -> String { JSONWriter.text(tree(document)) }

    /// The document as a tree in the playlist's own keys.
    package static func tree(_ document: PlaylistDocument) -> DocumentNode {
        .mapping(head(document) + [("events", .list(document.events.map(event)))])
    }

    /// Everything but the events.
    package static func head(_ document: PlaylistDocument) -> [(key: String, value: DocumentNode?)] {
        [
            ("qalqan", .word("1")),
            ("channel", document.channel.map { .text($0) }),
            ("title", texts(document.titles)),
            ("day", document.day.map { .text("\($0)") }),
            ("timeZone", document.timeZone.map { .text($0) }),
            ("repeat", document.cycle.map(amount)),
            ("replaces", document.replaces ? .word("true") : nil),
            ("late", document.defaults.late.map { .text($0.rawValue) }),
            ("hold", document.defaults.hold.map(hold)),
            ("onMissing", onMissing(document.defaults)),
            ("languages", languages(document.languages)),
            ("fillers", document.fillers.isEmpty ? nil : .list(document.fillers.map(fillers))),
        ]
    }

    /// An event of the list, or of a regional one.
    package static func event(_ event: PlaylistEvent) -> DocumentNode {
        .mapping(
            [
                ("id", .text(event.id)), ("title", texts(event.titles)), ("category", event.category.map { .text($0) }),
                ("start", start(event.start)),
            ] + entries(event.source) + [
                ("duration", event.duration.map(amount)), ("alternate", event.alternate.map(source)),
                ("regions", regions(event.regions)),
                ("priority", event.priority == 0 ? nil : .word("\(event.priority)")),
                ("late", event.late.map { .text($0.rawValue) }), ("loop", event.loop.map(loop)),
                ("hold", event.hold.map(hold)), ("onMissing", event.onMissing.map(steps)),
                ("optOut", event.optOut.map(optOut)),
                ("secondary", event.secondary.isEmpty ? nil : .list(event.secondary.map(secondary))),
            ])
    }

    // MARK: Values

    /// One text for every language by itself, else by language.
    package static func texts(_ texts: [LocalisedText]) -> DocumentNode? {
        guard !texts.isEmpty else { return nil }
        if texts.count == 1, texts[0].language == LocalisedText.anyLanguage { return .text(texts[0].text) }
        return .mapping(texts.map { ($0.language, .text($0.text)) })
    }

    /// An amount as it is read back: the number of seconds in a unit whose count has at most 12 digits.
    package static func amount(_ amount: FrameAmount) -> DocumentNode {
        guard case .seconds(let seconds) = amount, seconds >= 1_000_000_000_000 else { return .text("\(amount)") }
        return .text(seconds % 3600 == 0 ? "\(seconds / 3600)h" : "\(seconds / 60)m")
    }

    static func source(_ source: MediaSource) -> DocumentNode { .mapping(entries(source)) }

    static func entries(_ source: MediaSource) -> [(key: String, value: DocumentNode?)] {
        [
            ("media", .text(source.media)), ("in", source.inPoint.map(amount)),
            ("inTimecode", source.inTimecode.map { .text("\($0)") }),
        ]
    }

    /// `nil` for an event that follows, which is what no `start` means.
    static func start(_ rule: StartRule) -> DocumentNode? {
        switch rule {
        case .follow: nil
        case .manual: .text("manual")
        case .at(let label, let soft, let occurrence):
            .mapping([
                ("at", .text("\(label)")), ("soft", soft.map(amount)),
                ("occurrence", occurrence.map { .word("\($0)") }),
            ])
        case .cycle(let offset): .mapping([("cycle", amount(offset))])
        case .with(let id, let offset): .mapping([("with", .text(id)), ("offset", self.offset(offset))])
        case .after(let id, let offset): .mapping([("after", .text(id)), ("offset", self.offset(offset))])
        case .fromEnd(let id, let offset): .mapping([("fromEnd", .text(id)), ("offset", self.offset(offset))])
        }
    }

    static func offset(_ offset: FrameAmount) -> DocumentNode? {
        offset == .frames(0) ? nil : amount(offset)
    }

    private static func regions(_ regions: [String: RegionalChange]) -> DocumentNode? {
        guard !regions.isEmpty else { return nil }
        return .mapping(
            regions.sorted { $0.key < $1.key }.map { code, change in
                switch change {
                case .skip: (code, .mapping([("skip", .word("true"))]))
                case .replace(let source, let duration, let alternate):
                    (
                        code,
                        .mapping(
                            (source.map(entries) ?? []) + [
                                ("duration", duration.map(amount)), ("alternate", alternate.map(self.source)),
                            ])
                    )
                }
            })
    }
}
