import Playlist

/// What `check --json` prints.
struct CheckReport: Encodable {
    struct Entry: Encodable {
        var code: String
        var severity: String
        var file: String
        /// Both from 1; absent where the whole file is meant.
        var line: Int?
        var column: Int?
        var event: String?
        var message: String
        var remedy: String
    }

    /// An event that airs with marks over its picture.
    struct Mark: Encodable {
        var file: String
        var line: Int
        var event: String
        var media: String
        /// Their names, as in `/status`.
        var marks: [String]
    }

    var events: Int
    var errors: Int
    var warnings: Int
    var diagnostics: [Entry]
    var marks: [Mark]

    init(_ diagnostics: [Diagnostic], events: Int, marks: [Mark]) {
        self.events = events
        self.marks = marks
        errors = diagnostics.count { $0.severity == .error }
        warnings = diagnostics.count - errors
        self.diagnostics = diagnostics.map { diagnostic in
            Entry(
                code: diagnostic.code.rawValue, severity: diagnostic.severity.rawValue, file: diagnostic.file,
                line: diagnostic.mark == .none ? nil : diagnostic.mark.line,
                column: diagnostic.mark == .none ? nil : diagnostic.mark.column,
                event: diagnostic.event.isEmpty ? nil : diagnostic.event, message: diagnostic.message,
                remedy: diagnostic.remedy)
        }
    }
}
