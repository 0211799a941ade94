import Playlist

/// Text that is no document at all: reading stops here.
struct DocumentFault: Error {
    var code: DiagnosticCode
    var mark: SourceMark
    var message: String
    var remedy: String
}
