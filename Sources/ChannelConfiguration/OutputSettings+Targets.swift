import Playlist
import PlaylistFormats

extension OutputSettings.Kind {
    /// What an output writes to, in one spelling, with the key of the document that says so. No two outputs share a target.
    var targets: [(key: String, target: String)] {
        switch self {
        case .audio: []
        case .stream(let stream): [("url", StreamURL.target(of: stream.url))]
        case .hls(let hls): [("folder", hls.folder)]
        case .file(let file): [("path", file.path)]
        case .raw(let raw): [("path", raw.path)] + (raw.audioPath.map { [("audioPath", $0)] } ?? [])
        }
    }
}

extension DocumentNode {
    /// Where the value of a key stands, else the mapping itself.
    func mark(of key: String) -> SourceMark {
        guard case .mapping(let entries) = content, let entry = entries.first(where: { $0.key == key }) else {
            return mark
        }
        return entry.value.mark
    }
}
