import Playlist
import PlaylistFormats
import Timecode

/// What writers of other formats share: lengths, paths, and what a format cannot hold, said once a kind.
final class ExchangeWriting {
    let document: PlaylistDocument
    let format: ExchangeFormat
    let settings: ExchangeSettings
    /// Languages in the order in which one title is picked: those of the document's own texts.
    let languages: [String]
    private let lengths: (PlaylistEvent) -> Int64?
    private(set) var diagnostics: [Diagnostic] = []
    private var lost: [String: (count: Int, event: String, mark: SourceMark, remedy: String)] = [:]
    private var lostOrder: [String] = []

    init(
        document: PlaylistDocument, format: ExchangeFormat, settings: ExchangeSettings, languages: [String],
        lengths: @escaping (PlaylistEvent) -> Int64?
    ) {
        self.document = document
        self.format = format
        self.settings = settings
        self.languages = languages
        self.lengths = lengths
    }

    // MARK: Diagnostics

    func error(
        _ code: DiagnosticCode, event: PlaylistEvent? = nil, at mark: SourceMark? = nil, _ message: String,
        _ remedy: String
    ) {
        add(.error, code, event: event, at: mark, message, remedy)
    }

    func warning(
        _ code: DiagnosticCode, event: PlaylistEvent? = nil, at mark: SourceMark? = nil, _ message: String,
        _ remedy: String
    ) {
        add(.warning, code, event: event, at: mark, message, remedy)
    }

    private func add(
        _ severity: Diagnostic.Severity, _ code: DiagnosticCode, event: PlaylistEvent?, at mark: SourceMark?,
        _ message: String, _ remedy: String
    ) {
        guard diagnostics.count < DocumentReading.mostDiagnostics else { return }
        diagnostics.append(
            Diagnostic(
                code, severity: severity, file: document.file, mark: mark ?? event?.marks.event ?? .none,
                event: event?.id ?? "", message: message, remedy: remedy))
    }

    /// Notes that the format does not hold `what` of an event.
    func lose(_ what: String, of event: PlaylistEvent, _ remedy: String = "it is left out") {
        if let known = lost[what] {
            lost[what] = (known.count + 1, known.event, known.mark, known.remedy)
        } else {
            lost[what] = (1, event.id, event.marks.event, remedy)
            lostOrder.append(what)
        }
    }

    /// Notes every key of the document and of its events that is not among those held, then says what is lost.
    func sayLosses(held: Set<String>?, heldOfDocument: Set<String>?) {
        if let heldOfDocument {
            for entry in PlaylistWriter.tree(document).entries
            where !heldOfDocument.contains(entry.key) && entry.key != "qalqan" {
                warning(.notHeld, "\(format.title) does not hold the document's `\(entry.key)`", "it is left out")
            }
        }
        if let held {
            for event in document.events {
                for entry in PlaylistWriter.event(event).entries where !held.contains(entry.key) && entry.key != "start"
                {
                    lose("`\(entry.key)`", of: event)
                }
            }
        }
        for what in lostOrder {
            guard let known = lost[what] else { continue }
            let times = known.count > 1 ? ", nor that of \(known.count - 1) more" : ""
            diagnostics.append(
                Diagnostic(
                    .notHeld, severity: .warning, file: document.file, mark: known.mark, event: known.event,
                    message: "\(format.title) does not hold its \(what)\(times)", remedy: known.remedy))
        }
    }

    /// The broadcast day of the document, else the one that was named for it.
    var day: CivilDate? { document.day ?? settings.day }

    /// Notes a start that is not simply following.
    func startIsFollow(_ event: PlaylistEvent) {
        if event.start != .follow { lose("`start`", of: event) }
    }

    // MARK: Values

    /// Frames that the event lasts; `nil` with an error where neither the document nor the media say.
    func length(of event: PlaylistEvent) -> Int64? {
        if let length = knownLength(of: event) { return length }
        if event.duration == nil {
            error(
                .noLength, event: event, "\(format.title) says how long an event lasts, the document does not",
                "give it a `duration`, or name the channel with --config, whose sealed media say it")
        }
        return nil
    }

    /// Frames that the event lasts; `nil` where that is not known, and with an error where its duration is none.
    func knownLength(of event: PlaylistEvent) -> Int64? {
        guard let duration = event.duration else { return lengths(event) }
        return frames(duration, of: event, "`duration`", at: event.marks.duration)
    }

    /// Frames into the media at which the event starts; `nil` with an error where its in-point is none.
    func inFrame(of event: PlaylistEvent) -> Int64? {
        guard let inPoint = event.source.inPoint else { return 0 }
        return frames(inPoint, of: event, "`in`", at: event.marks.inPoint)
    }

    func frames(_ amount: FrameAmount, of event: PlaylistEvent, _ what: String, at mark: SourceMark? = nil) -> Int64? {
        do { return try amount.frames(at: settings.rate) } catch {
            self.error(
                .amount, event: event, at: mark, "\(what): \(error)",
                "correct it, or name the channel's rate with --rate")
            return nil
        }
    }

    /// The media path as the format writes it.
    func path(_ media: String) -> String {
        guard let folder = settings.outputFolder else { return media }
        return folder.hasSuffix("/") ? folder + media : folder + "/" + media
    }

    /// The one text that stands for texts in several languages; what is left out is noted.
    func title(of event: PlaylistEvent) -> String? {
        if event.titles.count > 1 { lose("`title` in more than one language", of: event) }
        return event.titles.text(in: languages)
    }
}
