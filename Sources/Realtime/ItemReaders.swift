/// The ports between the engine that fills a `SourceRing` and whatever understands media files.
///
/// They lie on this floor because the media adapter (which implements them) and the decode engine (which calls them) may
/// both import it. Each reader is used by one thread at a time.

/// Why an item cannot be read any further. The text is one line for the operator.
public enum ItemFailure: Error, Hashable, Sendable {
    /// Bytes that are not the sealed ones, or are no longer there.
    case verification(String)
    /// Not media, damaged, unreadable, or of a kind that cannot be decoded.
    case media(String)
}

/// What the picture of the next channel frame is.
public enum PictureStep: Hashable, Sendable {
    /// A new picture: ask `draw` for it. The number of the source frame goes into the as-run.
    case new(sourceFrame: Int64)
    /// The same picture as for the channel frame before.
    case same
    /// The media has no picture for this channel frame nor for any later one.
    case end
}

/// Slots of a ring that pictures may be decoded straight into. Thread-safe; nothing here waits.
public protocol PicturePlaces: AnyObject, Sendable {
    var layout: PictureLayout { get }
    /// Slots in all; each begins `layout.byteCount` after the one before.
    var count: Int { get }
    /// A slot that nobody shows and nobody writes, or `nil` when none can be spared. It is the caller's until given back.
    func take() -> Int?
    /// The caller neither writes nor reads the slot any more; it may still be on show.
    func giveBack(_ slot: Int)
    /// Where a slot begins; planes as in `layout`.
    func picture(_ slot: Int) -> UnsafeMutableRawPointer
}

/// The pictures of one item in presentation order, conformed to the channel.
public protocol PictureReader: AnyObject {
    /// Moves on to channel frame `frame`, counted from the media's first presented picture; never backwards.
    func step(to frame: Int64) throws(ItemFailure) -> PictureStep
    /// The slot that the picture just stepped to lies in, fit to be shown as it is; `nil` when it has to be drawn. The slot
    /// keeps it at least until the next step.
    var place: Int? { get }
    /// Draws the picture just stepped to; planes as in the channel's `PictureLayout`.
    func draw(into picture: UnsafeMutableRawPointer) throws(ItemFailure)
}

/// The sound of one item at the channel's rate and number of channels, without a gap.
public protocol SoundReader: AnyObject {
    /// Reads the next `count` samples per channel, interleaved. Fewer only at the end of the media's sound; then 0.
    func read(_ count: Int, into samples: UnsafeMutablePointer<Float>) throws(ItemFailure) -> Int
}

/// One opened media file.
public protocol ItemMedia: AnyObject {
    /// Whether one picture is shown for as long as the item lasts.
    var isStill: Bool { get }
    /// The pictures from channel frame `frame` on; `nil` when the media has sound alone.
    ///
    /// - Parameter places: slots that pictures may be decoded into where they need no conversion; `nil` to have all drawn.
    func pictures(from frame: Int64, places: (any PicturePlaces)?) throws(ItemFailure) -> (any PictureReader)?
    /// The sound from channel sample `sample` on, counted from the first presented picture; `nil` when it has none.
    ///
    /// Called after `pictures`, on the thread that will read.
    func sound(from sample: Int64) throws(ItemFailure) -> (any SoundReader)?
}
