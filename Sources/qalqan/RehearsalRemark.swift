import Playlist

/// What a diagnostic is about: of days that are alike the first one alone is said.
struct RehearsalRemark: Hashable {
    private var code: DiagnosticCode
    private var file: String
    private var mark: SourceMark
    private var event: String

    init(_ diagnostic: Diagnostic) {
        code = diagnostic.code
        file = diagnostic.file
        mark = diagnostic.mark
        event = diagnostic.event
    }
}
