/// The marks that are drawn over a picture, by their numbers in the bank of marks that air keeps resident.
///
/// A mark is a picture with transparency and a place of its own. The timeline says which marks are on at which frames; air
/// and `render` draw them, and show a slate instead of programme whose marks they cannot draw.
public struct MarkSet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// "Rehearsal, not for air": on every frame, slates too, of a channel in rehearsal.
    public static let rehearsal = MarkSet(rawValue: 1 << 0)
    /// "Made with AI": on every frame of an item whose seal declares synthetic content.
    public static let synthetic = MarkSet(rawValue: 1 << 1)

    /// Numbers that are in use, each with its stable name for logs, status and messages.
    private static let known: [(mark: MarkSet, name: String)] = [
        (.rehearsal, "rehearsal"), (.synthetic, "synthetic"),
    ]

    /// Every mark this version knows.
    public static let all = MarkSet(known.map(\.mark))

    /// Stable names of the marks in it, in the order of their numbers.
    public var names: [String] { Self.known.filter { contains($0.mark) }.map(\.name) }
}
