/// Why an order was not accepted: nothing has changed.
package struct OrderRefusal: Error, Hashable, Sendable {
    /// Stable word, such as `not-cued`.
    package var code: String
    /// Why not and what to do, one line each.
    package var problems: [String]

    /// For a conflict: what others have done since.
    package var theirs: [JournalEntry] = []
    /// And what was asked.
    package var yours: String?

    package init(_ code: String, _ problems: String...) {
        self.code = code
        self.problems = problems
    }

    package init(code: String, problems: [String]) {
        self.code = code
        self.problems = problems
    }
}
