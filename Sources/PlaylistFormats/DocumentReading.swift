import Playlist
import Timecode

/// Turns a document's tree into values, noting everything that is wrong and going on: all errors in one pass.
package final class DocumentReading {
    package let file: String
    package private(set) var diagnostics: [Diagnostic] = []
    /// Identifier of the event being read; goes into every diagnostic.
    package var event = ""
    /// How many errors there are, those that are no longer listed included.
    package private(set) var errors = 0
    private var isFull = false

    package init(file: String) { self.file = file }

    /// At most so many diagnostics of one file: a wrong file of 100,000 lines need not say so 100,000 times.
    package static let mostDiagnostics = 1000

    package func add(_ diagnostic: Diagnostic) {
        if diagnostic.severity == .error { errors += 1 }
        if diagnostics.count < Self.mostDiagnostics {
            diagnostics.append(diagnostic)
        } else if !isFull {
            isFull = true
            diagnostics.append(
                Diagnostic(
                    .tooManyErrors, file: file, mark: diagnostic.mark, message: "there is more; the rest is not listed",
                    remedy: "mend these first"))
        }
    }

    package func add(contentsOf more: [Diagnostic]) { for diagnostic in more { add(diagnostic) } }

    package func error(_ code: DiagnosticCode, at mark: SourceMark, _ message: String, _ remedy: String) {
        add(Diagnostic(code, file: file, mark: mark, event: event, message: message, remedy: remedy))
    }

    package func warning(_ code: DiagnosticCode, at mark: SourceMark, _ message: String, _ remedy: String) {
        add(
            Diagnostic(
                code, severity: .warning, file: file, mark: mark, event: event, message: message, remedy: remedy))
    }

    /// The fields of a mapping; keys that are not `known` are errors naming the nearest one.
    package func fields(_ node: DocumentNode, of what: String, known: [String]) -> DocumentFields? {
        guard case .mapping(let entries) = node.content else {
            error(
                .wrongType, at: node.mark, "\(what) is a mapping of keys, not \(node.kindName)", "keys: \(list(known))")
            return nil
        }
        var isKnown = true
        for entry in entries where !known.contains(entry.key) {
            isKnown = false
            let remedy =
                NearestName.of(entry.key, among: known).map { "did you mean `\($0)`?" } ?? "keys: \(list(known))"
            error(.unknownKey, at: entry.keyMark, "`\(entry.key)` is not a key of \(what)", remedy)
        }
        return DocumentFields(
            reading: self, what: what, mark: node.mark,
            entries: isKnown ? entries : entries.filter { known.contains($0.key) })
    }

    package func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
