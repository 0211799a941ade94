import Playlist
import PlaylistFormats
import Timecode

/// ffplayout's playlist of a day: `channel`, `date`, and `program`, one clip after the other, in seconds.
struct FFplayoutReader {
    private let foreign: ForeignReading

    init(_ foreign: ForeignReading) { self.foreign = foreign }

    private static let clipKeys: Set<String> = [
        "in", "out", "duration", "source", "category", "title", "audio", "custom_filter",
    ]

    func document(_ tree: DocumentNode) -> DocumentNode? {
        let reading = foreign.reading
        guard case .mapping(let entries) = tree.content else {
            reading.error(
                .foreignFormat, at: tree.mark, "an ffplayout playlist is an object, not \(tree.kindName)",
                "it has the keys `channel`, `date` and `program`")
            return nil
        }
        for entry in entries where !["channel", "date", "program"].contains(entry.key) {
            foreign.notUsed("`\(entry.key.prefix(60))` is not a key of ffplayout's playlists", at: entry.keyMark)
        }
        guard let program = tree["program"] else {
            reading.error(
                .missingKey, at: tree.mark, "an ffplayout playlist has a `program`", "list its clips under `program`")
            return nil
        }
        guard case .sequence(let clips) = program.content else {
            reading.error(.wrongType, at: program.mark, "`program` is a list, not \(program.kindName)", "write [ ... ]")
            return nil
        }
        let events = clips.compactMap(event)
        return .mapping(
            [
                ("qalqan", .word("1", at: tree.mark)), ("channel", text(tree, "channel").flatMap(channel)),
                ("day", text(tree, "date")), ("events", .list(events, at: program.mark)),
            ], at: tree.mark)
    }

    private func channel(_ node: DocumentNode) -> DocumentNode? { foreign.channel(node.scalar, at: node.mark) }

    private func event(_ clip: DocumentNode) -> DocumentNode? {
        let reading = foreign.reading
        reading.event = ""
        guard case .mapping(let entries) = clip.content else {
            reading.error(
                .wrongType, at: clip.mark, "a clip is an object, not \(clip.kindName)",
                "write { \"in\": 0, \"out\": 30, \"duration\": 30, \"source\": ... }")
            return nil
        }
        for entry in entries where !Self.clipKeys.contains(entry.key) {
            foreign.notUsed("`\(entry.key.prefix(60))` is not a key of ffplayout's clips", at: entry.keyMark)
        }
        guard let source = text(clip, "source") else {
            if clip["source"] == nil {
                reading.error(.missingKey, at: clip.mark, "a clip has no `source`", "name its file")
            }
            return nil
        }
        let media = foreign.media(source.scalar ?? "", at: source.mark)
        let id = foreign.names.make(media.scalar ?? "")
        reading.event = id
        if let audio = text(clip, "audio"), audio.scalar != "" {
            foreign.notUsed(
                "sound from a file of its own (`audio`) is not used", at: audio.mark, "mux it into the clip")
        }
        if let filter = text(clip, "custom_filter"), filter.scalar != "" {
            foreign.notUsed(
                "`custom_filter` is not used: the clip airs as it is", at: filter.mark, "render the filter in")
        }
        let (inPoint, length) = times(clip)
        let title = text(clip, "title")
        let category = text(clip, "category")
        return .mapping(
            [
                ("id", .text(id, at: clip.mark)),
                ("title", title.flatMap { foreign.title($0.scalar, at: $0.mark) }),
                ("category", category.flatMap { foreign.category($0.scalar, at: $0.mark) }),
                ("media", media),
                ("in", inPoint), ("duration", length),
            ], at: clip.mark)
    }

    /// `in` and `out` count from the start of the file; `duration` is the file's own, and only checked.
    private func times(_ clip: DocumentNode) -> (inPoint: DocumentNode?, length: DocumentNode?) {
        let reading = foreign.reading
        let first = seconds(clip, "in", isRequired: false)
        let end = seconds(clip, "out", isRequired: true)
        let whole = seconds(clip, "duration", isRequired: false, isUsed: false)
        guard let end, first != nil || clip["in"] == nil else { return (nil, nil) }
        let (inFrame, outFrame) = (first?.frames ?? 0, end.frames)
        guard outFrame > inFrame else {
            reading.error(
                .amount, at: end.mark, "`out` (\(outFrame) frames) does not lie after `in` (\(inFrame) frames)",
                "correct the clip's times")
            return (nil, nil)
        }
        if let whole, outFrame > whole.frames, whole.frames > 0 {
            reading.warning(
                .beyondMedia, at: end.mark, "`out` lies \(outFrame - whole.frames) frames beyond the clip's `duration`",
                "correct one of the two")
        }
        let inPoint = inFrame > 0 ? foreign.amount(inFrame, at: first?.mark ?? clip.mark, "`in`") : nil
        return (inPoint, foreign.amount(outFrame - inFrame, at: end.mark, "the clip's length"))
    }

    private func seconds(_ clip: DocumentNode, _ key: String, isRequired: Bool, isUsed: Bool = true) -> (
        frames: Int64, mark: SourceMark
    )? {
        guard let node = clip[key] else {
            if isRequired {
                foreign.reading.error(
                    .missingKey, at: clip.mark, "a clip has no `\(key)`", "give it in seconds from the file's start")
            }
            return nil
        }
        guard case .scalar(let text, isQuoted: false) = node.content, text != "true", text != "false" else {
            foreign.reading.error(
                .wrongType, at: node.mark, "`\(key)` is a number of seconds, not \(node.kindName)", "write it as 30.04")
            return nil
        }
        return foreign.frames(seconds: text, at: node.mark, "`\(key)`", saysRounding: isUsed).map { ($0, node.mark) }
    }

    /// A key's text; `nil` when it is not there, or, with a diagnostic, no text.
    private func text(_ node: DocumentNode, _ key: String) -> DocumentNode? {
        guard let value = node[key] else { return nil }
        guard case .scalar(let text, isQuoted: true) = value.content else {
            foreign.reading.error(
                .wrongType, at: value.mark, "`\(key)` is text, not \(value.kindName)", "write it in quotes")
            return nil
        }
        // ffplayout writes empty texts for what is not there.
        return text.isEmpty && key != "source" && key != "date" ? nil : value
    }
}
