/// A source that the next seconds need.
struct Want: BitwiseCopyable, @unchecked Sendable {
    var source: UInt64 = 0
    var asset: Int32 = -1
    var segment: Int32 = -1
    var plan: UnsafeRawPointer
    /// The segment's in-point, the media frame needed first, and the first one not needed.
    var inFrame: Int64 = 0
    var mediaFrame: Int64 = 0
    var endFrame: Int64 = 0
    /// First media frame that is not needed because another revision takes over before the segment ends.
    var neededTo: Int64 = 0
    /// Media frame minus house frame.
    var shift: Int64 = 0
    /// The event is on air at the next frame.
    var isOnAir = false
    /// Where `isOnAir` and nothing covers it yet, cue for a later frame.
    var mayLag = false
}

/// The sources that are wanted, most urgent first. Fixed capacity. Real-time safe.
struct WantList: @unchecked Sendable {
    private var wants: InlineArray<8, Want?> = InlineArray(repeating: nil)
    private(set) var count = 0

    mutating func removeAll() { count = 0 }

    mutating func append(_ want: Want) {
        guard count < 8, want.mediaFrame < want.endFrame else { return }
        wants[count] = want
        count += 1
    }

    subscript(index: Int) -> Want { wants[index]! }
}
