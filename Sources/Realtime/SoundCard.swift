/// A sound card as the sound engine sees it: a queue of frames that plays at the card's own pace.
///
/// A *frame* here is one sample of every channel. One thread uses a card; no call blocks.
public protocol SoundCard: AnyObject {
    /// Frames per second the card was opened with.
    var rate: Int64 { get }
    /// Most frames the card can queue.
    var bufferFrames: Int { get }
    /// Frames between two of the card's own wake-ups.
    var periodFrames: Int { get }

    /// How the card stands now.
    func moment() -> SoundCardMoment

    /// Queues frames of the programme's channels, interleaved; the card maps channels and encodes.
    func write(_ interleaved: UnsafePointer<Float>, frames: Int) -> SoundCardWrite

    /// Empties the queue and makes the card ready to be filled. 0 or an error number.
    func prepare() -> Int32

    /// Starts to play what is queued. 0 or an error number.
    func start() -> Int32

    /// Wakes a suspended card. 0 when it plays on, EAGAIN while it is still asleep, else it must be prepared.
    func resume() -> Int32
}

/// How a card stands at one instant.
public enum SoundCardMoment: Hashable, Sendable {
    /// Prepared, not playing.
    case ready
    /// Playing: a frame written next is heard `delay` frames after the instant `at` (CLOCK_MONOTONIC, nanoseconds).
    case playing(delay: Int64, at: Int64)
    /// It ran out of frames and stopped; prepare it.
    case underrun
    /// The machine slept; resume it.
    case suspended
    /// It cannot be used any more; close it. The error number.
    case gone(Int32)
}

/// What came of a write.
public enum SoundCardWrite: Hashable, Sendable {
    /// So many frames are queued; fewer than given when the card is full.
    case accepted(Int)
    case underrun
    case suspended
    case gone(Int32)
}
