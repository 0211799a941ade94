import Playlist

/// A writer of one other format.
protocol ExchangeWriter {
    /// Keys of an event that the format holds; what else an event has is said to be lost. `id` and `start` are for the
    /// writer itself to speak of where they are not here. `nil` = every key there is.
    static var held: Set<String>? { get }
    /// Keys of the document that the format holds; `nil` = every key there is.
    static var heldOfDocument: Set<String>? { get }

    init(writing: ExchangeWriting)

    mutating func text(_ document: PlaylistDocument) -> String
}
