import Playlist
import PlaylistFormats
import Timecode

/// An OpenTimelineIO timeline: the clips of its lowest video track, one after the other.
///
/// What a file made here holds of the playlist beyond clips lies in `metadata.qalqan`, and counts as long as the clips
/// themselves do not say otherwise.
struct OTIOReader {
    private let foreign: ForeignReading
    private var reading: DocumentReading { foreign.reading }

    init(_ foreign: ForeignReading) { self.foreign = foreign }

    func document(_ tree: DocumentNode) -> DocumentNode? {
        guard Self.schema(tree) == "Timeline" else {
            let found = tree["OTIO_SCHEMA"]?.scalar.map { "`\($0.prefix(40))`" } ?? tree.kindName
            reading.error(
                .foreignFormat, at: tree["OTIO_SCHEMA"]?.mark ?? tree.mark,
                "an OpenTimelineIO playlist is a Timeline, not \(found)", "export one timeline")
            return nil
        }
        guard let stack = tree["tracks"], case .sequence(let tracks)? = stack["children"]?.content else {
            reading.error(
                .missingKey, at: tree.mark, "the timeline has no tracks", "export a timeline with a video track")
            return nil
        }
        guard let track = programme(tracks) else {
            reading.error(
                .noEvents, at: stack.mark, "the timeline has no track with clips", "put the clips on a video track")
            return nil
        }
        var clips = OTIOTrack(foreign: foreign)
        clips.add(track)
        clips.finish()
        if let start = tree["global_start_time"] {
            foreign.notUsed(
                "`global_start_time` is not used: the list starts when the channel starts it", at: start.mark)
        }
        let own = OTIOTrack.own(tree)
        let name = tree["name"].flatMap { foreign.title($0.scalar, at: $0.mark) }
        var head: [(key: String, value: DocumentNode?)] =
            own?.entries.filter { $0.key != "events" }.map { ($0.key, $0.value) }
            ?? [("qalqan", .word("1", at: tree.mark)), ("title", name)]
        head.append(("events", .list(clips.events, at: track.mark)))
        return .mapping(head, at: tree.mark)
    }

    /// The name of an object's schema without its version.
    static func schema(_ node: DocumentNode) -> String? {
        node["OTIO_SCHEMA"]?.scalar?.split(separator: ".").first.map(String.init)
    }

    static func isEnabled(_ node: DocumentNode) -> Bool { node["enabled"]?.scalar != "false" }

    /// The track that airs: the lowest video track with clips, else the lowest audio track with clips.
    private func programme(_ tracks: [DocumentNode]) -> DocumentNode? {
        var used: DocumentNode?
        let filled = tracks.filter { Self.isEnabled($0) && $0["children"].map(hasClips) == true }
        used = filled.first { $0["kind"]?.scalar == "Video" || $0["kind"] == nil } ?? filled.first
        for track in filled where track.mark != used?.mark {
            let kind = track["kind"]?.scalar ?? "Video"
            let name = track["name"]?.scalar ?? ""
            foreign.notUsed(
                "the \(kind == "Audio" ? "audio" : "video") track `\(name.prefix(60))` is not used", at: track.mark,
                kind == "Audio"
                    ? "clips air with the sound of their own files" : "render what lies on top into the clips")
        }
        return used
    }

    /// Whether something in a list of items, at whatever depth, is a clip. Trees are at most 64 deep.
    private func hasClips(_ children: DocumentNode) -> Bool {
        guard case .sequence(let items) = children.content else { return false }
        return items.contains { Self.schema($0) == "Clip" || $0["children"].map(hasClips) == true }
    }
}
