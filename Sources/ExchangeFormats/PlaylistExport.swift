import Playlist
import PlaylistFormats

/// Writes playlist documents in every format, and says what a format cannot hold.
public enum PlaylistExport {
    /// Writes a document.
    ///
    /// - Parameter languages: languages in the order in which a format with one title takes it.
    /// - Parameter lengths: frames that an event without a `duration` lasts, where its media say so.
    /// - Returns: the text, `nil` when an error keeps it from being written; a warning for everything that is lost.
    public static func write(
        _ document: PlaylistDocument, as format: ExchangeFormat, settings: ExchangeSettings, languages: [String] = [],
        lengths: @escaping (PlaylistEvent) -> Int64? = { _ in nil }
    ) -> (text: String?, diagnostics: [Diagnostic]) {
        let writer: any ExchangeWriter.Type
        switch format {
        case .native: return (PlaylistWriter.yaml(document), [])
        case .json: return (PlaylistWriter.json(document), [])
        case .ffplayout: writer = FFplayoutWriter.self
        case .m3u: writer = M3UWriter.self
        case .csv: writer = TableWriter.self
        case .otio: writer = OTIOWriter.self
        case .bxf: writer = BXFWriter.self
        }
        let writing = ExchangeWriting(
            document: document, format: format, settings: settings, languages: languages, lengths: lengths)
        var instance = writer.init(writing: writing)
        let text = instance.text(document)
        writing.sayLosses(held: writer.held, heldOfDocument: writer.heldOfDocument)
        let all = writing.diagnostics.inReadingOrder()
        return (all.hasErrors ? nil : text, all)
    }
}
