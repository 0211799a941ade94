import Playlist
import PlaylistFormats
import Timecode

/// M3U and M3U8: one path a line, what is known of it in the `#EXT` lines before it.
struct M3UReader {
    private let foreign: ForeignReading

    init(_ foreign: ForeignReading) { self.foreign = foreign }

    /// What the lines before a path say of it.
    private struct Clip {
        var mark: SourceMark?
        var title: DocumentNode?
        var id: DocumentNode?
        var category: DocumentNode?
        /// Seconds as written.
        var length: DocumentNode?
        var start: DocumentNode?
        var stop: DocumentNode?
    }

    /// Lines that speak of how segments are served, and of nothing that a schedule has.
    private static let transport: Set<Substring> = [
        "#EXT-X-VERSION", "#EXT-X-TARGETDURATION", "#EXT-X-MEDIA-SEQUENCE", "#EXT-X-DISCONTINUITY-SEQUENCE",
        "#EXT-X-PLAYLIST-TYPE", "#EXT-X-ALLOW-CACHE", "#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-DISCONTINUITY",
        "#EXT-X-ENDLIST", "#EXTENC", "#EXT-X-BITRATE",
    ]
    /// Lines without which what follows cannot be played as a file.
    private static let refused: [Substring: String] = [
        "#EXT-X-STREAM-INF": "this is a list of streams, not of clips", "#EXT-X-KEY": "encrypted segments are not read",
        "#EXT-X-BYTERANGE": "parts of files are not read", "#EXT-X-MAP": "segments with a header apart are not read",
        "#EXT-X-I-FRAME-STREAM-INF": "this is a list of streams, not of clips",
    ]

    func document(_ text: [UInt8]) -> DocumentNode? {
        var clip = Clip()
        var events: [DocumentNode] = []
        var title: DocumentNode?
        for (bytes, number) in TextLines(text) {
            let line = String(decoding: bytes, as: UTF8.self)
            let content = line.drop { $0 == " " || $0 == "\t" }
            let end = content.lastIndex { $0 != " " && $0 != "\t" }
            guard let end else { continue }
            let start = SourceMark(line: number, column: line.unicodeScalars.count - content.unicodeScalars.count + 1)
            let trimmed = content[...end]
            guard trimmed.hasPrefix("#") else {
                events.append(event(trimmed, at: start, clip))
                clip = Clip()
                continue
            }
            directive(trimmed, at: start, &clip, &title)
        }
        if let mark = clip.mark {
            foreign.reading.warning(
                .notUsed, at: mark, "no file follows the last `#EXTINF`: the list ends there",
                "look whether it is whole")
        }
        let top = SourceMark(line: 1, column: 1)
        return .mapping(
            [("qalqan", .word("1", at: top)), ("title", title), ("events", .list(events, at: top))], at: top)
    }

    private func directive(_ line: Substring, at mark: SourceMark, _ clip: inout Clip, _ title: inout DocumentNode?) {
        let colon = line.firstIndex(of: ":")
        let name = line[..<(colon ?? line.endIndex)]
        let value = colon.map { line[line.index(after: $0)...] } ?? ""
        let valueMark = SourceMark(line: mark.line, column: mark.column + name.unicodeScalars.count + 1)
        switch name {
        case "#EXTM3U": return
        case "#PLAYLIST": title = foreign.title(String(value), at: valueMark)
        case "#EXTINF": information(value, at: valueMark, &clip)
        case "#QALQAN-ID": clip.id = value.isEmpty ? nil : .text(value, at: valueMark)
        case "#EXTGRP": clip.category = foreign.category(String(value), at: valueMark)
        case "#EXTVLCOPT": option(value, at: valueMark, &clip)
        case _ where Self.refused[name] != nil:
            foreign.reading.error(
                .notSupported, at: mark, "`\(name)`: \(Self.refused[name] ?? "")", "make a list of whole files")
        case _ where Self.transport.contains(name): return
        case _ where name.hasPrefix("#EXT"):
            foreign.notUsed("`\(name.prefix(40))` is not used", at: mark)
        default: return
        }
    }

    /// `#EXTINF:SECONDS key="value" ...,TITLE`
    private func information(_ value: Substring, at mark: SourceMark, _ clip: inout Clip) {
        clip.mark = mark
        let scalars = Array(value.unicodeScalars)
        var index = 0
        func place() -> SourceMark { SourceMark(line: mark.line, column: mark.column + index) }
        func take(while condition: (Unicode.Scalar) -> Bool) -> String {
            var text = String.UnicodeScalarView()
            while index < scalars.count, condition(scalars[index]) {
                text.append(scalars[index])
                index += 1
            }
            return String(text)
        }
        _ = take { $0 == " " }
        let numberMark = place()
        let number = take { $0 != "," && $0 != " " }
        if number.isEmpty {
            foreign.reading.error(
                .wrongValue, at: numberMark, "`#EXTINF` says no length",
                "write the seconds, or -1 where they are not known")
        } else if ExactNumber(number)?.isNegative != true, number != "0" {
            clip.length = .word(number, at: numberMark)
        }
        while index < scalars.count, scalars[index] != "," {
            _ = take { $0 == " " }
            let key = take { $0 != "=" && $0 != "," && $0 != " " }
            guard index < scalars.count, scalars[index] == "=" else { continue }
            index += 1
            let isQuoted = index < scalars.count && scalars[index] == "\""
            if isQuoted { index += 1 }
            let valueMark = place()
            let text = take { isQuoted ? $0 != "\"" : $0 != " " && $0 != "," }
            if isQuoted, index < scalars.count { index += 1 }
            switch key {
            case "tvg-id": if !text.isEmpty { clip.id = .text(text, at: valueMark) }
            case "group-title": clip.category = foreign.category(text, at: valueMark)
            case "tvg-name": if clip.title == nil { clip.title = foreign.title(text, at: valueMark) }
            default: foreign.notUsed("`\(key.prefix(40))` of `#EXTINF` is not used", at: valueMark)
            }
        }
        guard index < scalars.count else { return }
        index += 1
        let titleMark = place()
        clip.title = foreign.title(take { _ in true }, at: titleMark) ?? clip.title
    }

    private func option(_ value: Substring, at mark: SourceMark, _ clip: inout Clip) {
        let parts = value.split(separator: "=", maxSplits: 1)
        let node = parts.count == 2 ? DocumentNode.word(parts[1], at: mark) : nil
        switch parts.first {
        case "start-time": clip.start = node
        case "stop-time": clip.stop = node
        default: foreign.notUsed("`#EXTVLCOPT` other than start-time and stop-time is not used", at: mark)
        }
    }

    private func event(_ path: Substring, at mark: SourceMark, _ clip: Clip) -> DocumentNode {
        let media = foreign.media(String(path), at: mark, fromList: true)
        let id: DocumentNode
        if let own = clip.id, let text = own.scalar, EventNames.isIdentifier(text) {
            foreign.names.reserve(text)
            id = own
        } else {
            id = .text(foreign.names.make(media.scalar ?? ""), at: mark)
        }
        foreign.reading.event = id.scalar ?? ""
        func frames(_ node: DocumentNode?, _ what: String) -> Int64? {
            node.flatMap { foreign.frames(seconds: $0.scalar ?? "", at: $0.mark, what) }
        }
        let start = frames(clip.start, "`start-time`")
        let stop = frames(clip.stop, "`stop-time`")
        var length = frames(clip.length, "the length")
        if let stop {
            if stop <= start ?? 0 {
                foreign.reading.error(
                    .amount, at: clip.stop?.mark ?? mark, "`stop-time` does not lie after `start-time`", "correct it")
            } else {
                length = stop - (start ?? 0)
            }
        }
        return .mapping(
            [
                ("id", id), ("title", clip.title), ("category", clip.category),
                ("media", media),
                (
                    "in",
                    start.flatMap { $0 > 0 ? foreign.amount($0, at: clip.start?.mark ?? mark, "`start-time`") : nil }
                ),
                ("duration", length.flatMap { foreign.amount($0, at: clip.length?.mark ?? mark, "the length") }),
            ], at: clip.mark.map { SourceMark(line: $0.line, column: 1) } ?? mark)
    }
}
