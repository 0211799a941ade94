/// One event of a simulated list as its author means it: on frames, not on labels.
///
/// The document says the same in labels; the oracles go by the script, so that they check the way from one to the other.
package struct ScriptItem: Hashable, Sendable {
    package enum Rule: Hashable, Sendable {
        case follow
        case hard(Int64)
        case soft(Int64, latest: Int64)
        case manual

        var fixed: Int64? {
            switch self {
            case .hard(let frame), .soft(let frame, _): frame
            case .follow, .manual: nil
            }
        }
    }

    /// A file and the frame in it to start on.
    package struct Cut: Hashable, Sendable {
        package var file: Int
        package var inFrame: Int64
    }

    package var id: String
    package var rule: Rule
    package var cut: Cut
    /// Output frames of one pass, and how many passes.
    package var pass: Int64
    package var passes: Int64 = 1
    /// As an operator wants it, however long its passes are.
    package var length: Int64?
    package var alternate: Cut?
    /// Regions whose list does not have it; the region that has another file instead.
    package var skippedIn: String?
    package var replacedIn: (region: String, cut: Cut)?
    /// Where its media are withheld: it is left out, instead of its alternate or a slate.
    package var givesWay = false
    /// The list of one region that airs in its place.
    package var window: (region: String, items: [ScriptItem])?

    package var frames: Int64 { length ?? pass * passes }

    /// The frame of its media that is due so many frames after its beginning.
    func mediaFrame(_ into: Int64) -> Int64 { cut.inFrame + (passes > 1 ? into % pass : into) }

    package static func == (a: ScriptItem, b: ScriptItem) -> Bool { a.id == b.id && a.rule == b.rule && a.cut == b.cut }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A list of a day: the script and the document that says the same.
package struct DayScript: Sendable {
    /// Tells versions of one day apart; the digest of the document stands for its text.
    package var version: Int
    package var firstFrame: Int64
    package var endFrame: Int64
    package var items: [ScriptItem]
    package var digest: String
}
