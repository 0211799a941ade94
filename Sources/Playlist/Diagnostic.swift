/// One thing wrong with a document or a schedule: where, what was expected, what to do.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// The document is refused.
        case error
        /// The document is accepted, but something will not go as it seems to be meant.
        case warning
    }

    public var code: DiagnosticCode
    public var severity: Severity
    /// Name of the file as the person gave it; empty where there is none.
    public var file: String
    public var mark: SourceMark
    /// Identifier of the event it is about; empty where it is about none.
    public var event: String
    /// What is wrong and what was expected.
    public var message: String
    /// What to do about it.
    public var remedy: String

    public init(
        _ code: DiagnosticCode, severity: Severity = .error, file: String, mark: SourceMark = .none, event: String = "",
        message: String, remedy: String
    ) {
        self.code = code
        self.severity = severity
        self.file = file
        self.mark = mark
        self.event = event
        self.message = message
        self.remedy = remedy
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: event news-0600: message; remedy [code]`
    public var description: String {
        var place = file
        if mark != .none { place += ":\(mark.line):\(mark.column)" }
        if !place.isEmpty { place += ": " }
        let about = event.isEmpty ? "" : "event \(event): "
        let advice = remedy.isEmpty ? "" : "; \(remedy)"
        return "\(place)\(severity.rawValue): \(about)\(message)\(advice) [\(code.rawValue)]"
    }
}

extension Sequence<Diagnostic> {
    public var hasErrors: Bool { contains { $0.severity == .error } }

    /// In the order a reader of the files meets them.
    public func inReadingOrder() -> [Diagnostic] {
        enumerated().sorted { a, b in
            (a.element.file, a.element.mark, a.offset) < (b.element.file, b.element.mark, b.offset)
        }.map(\.element)
    }
}
