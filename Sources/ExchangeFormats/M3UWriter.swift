import Playlist
import PlaylistFormats
import Timecode

/// M3U8: lengths and titles as `#EXTINF`, categories as `#EXTGRP`, in-points as VLC writes them, identifiers as comments.
struct M3UWriter: ExchangeWriter {
    static let held: Set<String>? = ["id", "title", "category", "media", "in", "duration"]
    static let heldOfDocument: Set<String>? = ["title", "events"]

    let writing: ExchangeWriting

    mutating func text(_ document: PlaylistDocument) -> String {
        var lines = ["#EXTM3U"]
        if document.titles.count > 1 {
            writing.warning(.notHeld, "M3U has one title: the document has it in several languages", "one is written")
        }
        if let title = document.titles.text(in: writing.languages) { lines.append("#PLAYLIST:\(title)") }
        for event in document.events {
            writing.startIsFollow(event)
            guard let first = writing.inFrame(of: event) else { continue }
            let length = writing.knownLength(of: event)
            let rate = writing.settings.rate
            // Attributes in `#EXTINF` are known to some players and an error to others: comments are neither.
            lines.append("#QALQAN-ID:\(event.id)")
            if let category = event.category { lines.append("#EXTGRP:\(category)") }
            lines.append("#EXTINF:\(length.map { rate.seconds($0) } ?? "-1"),\(writing.title(of: event) ?? "")")
            if first > 0 {
                lines.append("#EXTVLCOPT:start-time=\(rate.seconds(first))")
                if let length { lines.append("#EXTVLCOPT:stop-time=\(rate.seconds(first + length))") }
            }
            let path = writing.path(event.source.media)
            // A line that starts with # is none of a file.
            if path.hasSuffix(" ") { writing.lose("`media` with a space at its end", of: event) }
            lines.append(path.hasPrefix("#") || path.hasPrefix(" ") ? "./" + path : path)
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
