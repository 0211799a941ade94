/// Where a mark stands over the picture, and how large it is.
public struct MarkPlacement: Hashable, Sendable {
    public enum Position: Hashable, Sendable {
        case topLeft, topRight, bottomLeft, bottomRight
    }

    /// Corner of the graphics-safe area.
    public var position: Position
    /// Per cent of the standard size, 75 to 200.
    public var size: Int64 = 100

    public init(_ position: Position) { self.position = position }
}
