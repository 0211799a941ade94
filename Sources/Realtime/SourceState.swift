/// How a decoder stands with its item; the decoder writes it into the ring, air acts on it.
public enum SourceState: UInt32, Hashable, Sendable {
    /// Opening, seeking or decoding; frames come as they are ready.
    case working = 0
    /// The media has ended: no frame at or beyond the ring's `endFrame` will come.
    case ended = 1
    /// A block did not match its digest: nothing further of the item may air.
    case verificationFailed = 2
    /// The file could not be read, opened, or understood as media.
    case mediaFailed = 3
    /// The file is not there.
    case missing = 4
}
