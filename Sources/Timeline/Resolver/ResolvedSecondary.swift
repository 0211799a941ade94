import Playlist

/// A secondary event on its frames.
public struct ResolvedSecondary: Hashable, Sendable {
    public var kind: SecondaryEvent.Kind
    /// House frames; empty when it is lost.
    public var frames: Range<Int64>
    /// Its frames lie outside what airs of its event: nothing happens.
    public var isLost: Bool
    public var mark: SourceMark
}
