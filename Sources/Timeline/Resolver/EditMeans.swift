/// What an edit needs of the compiler: the item that it puts in, or the plans that take the place of others.
struct EditMeans {
    struct Replacement {
        var plan: Int
        /// Frames of one pass, and how many passes; `nil` = as often as before.
        var pass: Int64
        var times: Int64?
    }

    var inserted: FlowItem?
    /// By the plan that is replaced.
    var replacements: [Int: Replacement] = [:]
}
