import Playlist
import PlaylistFormats
import Timecode

/// An OpenTimelineIO timeline: one video track of clips; what it has no place for lies in `metadata.qalqan`.
struct OTIOWriter: ExchangeWriter {
    static let held: Set<String>? = nil
    static let heldOfDocument: Set<String>? = nil

    let writing: ExchangeWriting

    mutating func text(_ document: PlaylistDocument) -> String {
        var items: [DocumentNode] = []
        var previous: String?
        for event in document.events {
            if let gap = gap(before: event, previous: previous) { items.append(gap) }
            if let clip = clip(event) { items.append(clip) }
            previous = event.id
        }
        let track = Self.object(
            "Track.1", name: "programme",
            [("source_range", .word("null")), ("children", .list(items)), ("kind", .text("Video"))])
        let stack = Self.object(
            "Stack.1", name: "tracks", [("source_range", .word("null")), ("children", .list([track]))])
        let name = document.titles.text(in: writing.languages) ?? document.day.map { "\($0)" } ?? document.channel ?? ""
        let timeline = Self.object(
            "Timeline.1", name: name, metadata: .mapping(PlaylistWriter.head(document)),
            [("global_start_time", .word("null")), ("tracks", stack)])
        return JSONWriter.text(timeline, opening: ["tracks", "children"])
    }

    private func clip(_ event: PlaylistEvent) -> DocumentNode? {
        guard let first = writing.inFrame(of: event) else { return nil }
        var length = writing.knownLength(of: event)
        if length == nil, event.duration == nil {
            if first > 0 {
                length = writing.length(of: event)
                return nil
            }
            writing.warning(
                .noLength, event: event, "nobody says how long it lasts: the clip is written without a range",
                "give it a `duration`, or name the channel with --config")
        }
        let range = length.map {
            DocumentNode.mapping([
                ("OTIO_SCHEMA", .text("TimeRange.1")), ("duration", time($0)), ("start_time", time(first)),
            ])
        }
        let reference = Self.object(
            "ExternalReference.1", name: "",
            [("available_range", .word("null")), ("target_url", .text(address(event.source.media)))])
        return Self.object(
            "Clip.2", name: event.titles.text(in: writing.languages) ?? event.id, metadata: PlaylistWriter.event(event),
            [
                ("source_range", range ?? .word("null")),
                ("media_references", .mapping([("DEFAULT_MEDIA", reference)])),
                ("active_media_reference_key", .text("DEFAULT_MEDIA")),
            ])
    }

    /// The empty time that stands for a start so long after the event before it; other starts are metadata alone.
    private func gap(before event: PlaylistEvent, previous: String?) -> DocumentNode? {
        switch event.start {
        case .follow: return nil
        case .after(let id, let offset) where id == previous:
            guard let frames = writing.frames(offset, of: event, "`offset`", at: event.marks.start), frames > 0 else {
                return nil
            }
            return Self.object(
                "Gap.1", name: "",
                [
                    (
                        "source_range",
                        .mapping([
                            ("OTIO_SCHEMA", .text("TimeRange.1")), ("duration", time(frames)), ("start_time", time(0)),
                        ])
                    )
                ])
        default:
            writing.lose(
                "`start` as a place on the track", of: event,
                "it is in the clip's metadata, where other tools do not see it")
            return nil
        }
    }

    /// A `RationalTime` at the channel's rate; 1001 rates as the number nearest to them.
    private func time(_ frames: Int64) -> DocumentNode {
        let rate = writing.settings.rate
        return .mapping([
            ("OTIO_SCHEMA", .text("RationalTime.1")),
            ("rate", .word("\(Double(rate.numerator) / Double(rate.denominator))")), ("value", .word("\(frames).0")),
        ])
    }

    private func address(_ media: String) -> String {
        guard writing.settings.outputFolder != nil else { return media }
        let path = writing.path(media)
        guard path.hasPrefix("/") else { return path }
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        return "file://"
            + path.utf8.map { byte in
                if plain.contains(byte) { return String(Unicode.Scalar(byte)) }
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }.joined()
    }

    private static func object(
        _ schema: String, name: String, metadata: DocumentNode? = nil, _ parts: [(key: String, value: DocumentNode?)]
    ) -> DocumentNode {
        .mapping(
            [
                ("OTIO_SCHEMA", .text(schema)), ("metadata", .mapping(metadata.map { [("qalqan", $0)] } ?? [])),
                ("name", .text(name)),
            ] + parts)
    }
}
