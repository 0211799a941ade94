import Playlist
import PlaylistFormats

/// Reads playlists of every format as playlist documents, all mistakes in one pass.
///
/// A reader of another format translates it into a tree in the playlist's own keys whose marks are places in the foreign
/// text; what such a tree may say is then for `PlaylistReader` to judge, as for a document of its own.
public enum PlaylistImport {
    /// Reads the bytes of `file`.
    ///
    /// - Parameter format: what they are; absent: told by the name's ending and the content.
    /// - Returns: the document when there is no error, and all diagnostics in reading order.
    public static func read(
        _ bytes: [UInt8], file: String, format: ExchangeFormat? = nil, settings: ExchangeSettings
    ) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        PlaylistReader.whole(draft(bytes, file: file, format: format, settings: settings))
    }

    /// The same, as far as it can be understood: with errors too, for checking what else is wrong.
    package static func draft(
        _ bytes: [UInt8], file: String, format: ExchangeFormat? = nil, settings: ExchangeSettings
    ) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        let limits = DocumentLimits.playlist
        guard bytes.count <= limits.bytes else { return PlaylistReader.draft(bytes, file: file) }
        let format = format ?? .sniff(bytes, file: file)
        var problems: [Diagnostic] = []
        let foreign = ForeignReading(file: file, settings: settings)
        var tree: DocumentNode?
        switch format {
        case .native: return PlaylistReader.draft(bytes, file: file, syntax: .yaml)
        case .json: return PlaylistReader.draft(bytes, file: file, syntax: .json)
        case .ffplayout, .otio:
            let source = DocumentText.tree(
                bytes, file: file, syntax: .json, limits: .exchange, diagnostics: &problems)
            // Other systems' JSON may repeat keys: the first one counts, and it is said.
            foreign.reading.add(contentsOf: problems)
            tree = source.flatMap {
                format == .otio ? OTIOReader(foreign).document($0) : FFplayoutReader(foreign).document($0)
            }
        case .m3u, .csv:
            let text = DocumentText.plain(bytes, file: file, limits: limits, diagnostics: &problems)
            foreign.reading.add(contentsOf: problems)
            tree = text.flatMap { format == .csv ? TableReader(foreign).document($0) : M3UReader(foreign).document($0) }
        case .bxf:
            tree = XMLTree.parse(bytes, foreign: foreign).flatMap { BXFReader(foreign).document($0) }
        }
        foreign.sayRemarks()
        // Where every line was refused, that there are none is no news.
        let isBare = if case .sequence(let events)? = tree?["events"]?.content { events.isEmpty } else { false }
        guard let tree, !isBare || !foreign.reading.diagnostics.hasErrors else {
            return (nil, foreign.reading.diagnostics.inReadingOrder())
        }
        return PlaylistReader.draft(tree, reading: foreign.reading)
    }

    /// Reads a file.
    public static func load(
        _ path: String, format: ExchangeFormat? = nil, settings: ExchangeSettings
    ) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        PlaylistReader.whole(draft(path, format: format, settings: settings))
    }

    /// Reads a file as far as it can be understood.
    package static func draft(
        _ path: String, format: ExchangeFormat? = nil, settings: ExchangeSettings
    ) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        switch DocumentFile.read(path, limit: DocumentLimits.playlist.bytes) {
        case .failure(let diagnostic): (nil, [diagnostic])
        case .success(let bytes): draft(bytes, file: path, format: format, settings: settings)
        }
    }
}
