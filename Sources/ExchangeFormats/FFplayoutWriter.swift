import Playlist
import PlaylistFormats
import Timecode

/// ffplayout's playlist of a day.
struct FFplayoutWriter: ExchangeWriter {
    static let held: Set<String>? = ["title", "category", "media", "in", "duration"]
    static let heldOfDocument: Set<String>? = ["channel", "day", "events"]

    let writing: ExchangeWriting

    mutating func text(_ document: PlaylistDocument) -> String {
        if writing.day == nil {
            writing.error(
                .notHeld, "an ffplayout playlist is one day's: the document names none",
                "give it a `day`, or name one with --day")
        }
        if document.channel == nil {
            writing.warning(
                .notHeld, "an ffplayout playlist names its channel, the document does not", "`channel` is used")
        }
        let clips = document.events.compactMap { event -> DocumentNode? in
            writing.startIsFollow(event)
            guard let length = writing.length(of: event), let first = writing.inFrame(of: event) else { return nil }
            let rate = writing.settings.rate
            return .mapping([
                ("title", writing.title(of: event).map { .text($0) }),
                ("in", .word(rate.seconds(first))),
                ("out", .word(rate.seconds(first + length))),
                ("duration", .word(rate.seconds(first + length))),
                ("category", event.category.map { .text($0) }),
                ("source", .text(writing.path(event.source.media))),
            ])
        }
        return JSONWriter.text(
            .mapping([
                ("channel", .text(document.channel ?? "channel")),
                ("date", .text(writing.day.map { "\($0)" } ?? "")), ("program", .list(clips)),
            ]))
    }
}
