import CLinux
import Timecode

/// The resident slates: finished pictures, one loop of sound, and the glyphs of the clock, in one memory file.
///
/// Drawn before the channel goes on air, sealed against writing, mapped and locked by air. Showing one costs no I/O.
///
/// `@unchecked Sendable`: written by its maker before it is shared, read-only afterwards.
public final class SlateBank: @unchecked Sendable {
    static let magic: UInt64 = 0x31_4b_4e_42_53_51_41_51
    static let headerBytes = 4096
    /// Glyphs of the clock, in this order: ten digits and the colon.
    public static let glyphCount = 11

    /// Where the clock stands on a slate and how large its glyphs are.
    public struct Clock: Hashable, Sendable {
        /// Left edge and top of the clock in pixels, both even.
        public let left: Int
        public let top: Int
        /// Width and height of every glyph cell in pixels, both even; 0 when there is no clock.
        public let glyphWidth: Int
        public let glyphHeight: Int

        public init(left: Int, top: Int, glyphWidth: Int, glyphHeight: Int) {
            self.left = left
            self.top = top
            self.glyphWidth = glyphWidth
            self.glyphHeight = glyphHeight
        }
    }

    public let memory: SharedMemory
    public let format: ChannelFormat
    public let layout: PictureLayout
    /// Pictures in the bank; slate *reason code r* shows picture `pictureIndex(for: r)`.
    public let pictures: Int
    /// Samples per channel of the sound loop.
    public let loopSamples: Int
    public let clock: Clock

    // Words: 0 magic, 1 pictures, 2 loop samples, 3-6 clock, 16... picture index per reason code (0...63).
    var words: UnsafeMutablePointer<UInt64> { memory.base.assumingMemoryBound(to: UInt64.self) }

    static func glyphBytes(_ clock: Clock) -> Int {
        (glyphCount * clock.glyphWidth * clock.glyphHeight + 4095) / 4096 * 4096
    }

    static func offsets(_ format: ChannelFormat, pictures: Int, loopSamples: Int, clock: Clock)
        -> (loop: Int, glyphs: Int, end: Int)
    {
        let loop = headerBytes + pictures * PictureLayout(format).byteCount
        let glyphs = loop + (loopSamples * Int(format.channels) * 4 + 4095) / 4096 * 4096
        return (loop, glyphs, glyphs + glyphBytes(clock))
    }

    public static func byteCount(format: ChannelFormat, pictures: Int, loopSamples: Int, clock: Clock) -> Int {
        offsets(format, pictures: pictures, loopSamples: loopSamples, clock: clock).end
    }

    private init(memory: SharedMemory, format: ChannelFormat, pictures: Int, loopSamples: Int, clock: Clock) {
        self.memory = memory
        self.format = format
        layout = PictureLayout(format)
        self.pictures = pictures
        self.loopSamples = loopSamples
        self.clock = clock
    }

    /// Lays out an empty bank; the maker then fills pictures, loop, glyphs and the reason table.
    public static func create(
        in memory: SharedMemory, format: ChannelFormat, pictures: Int, loopSamples: Int, clock: Clock
    ) throws(SystemError) -> SlateBank {
        let needed = byteCount(format: format, pictures: pictures, loopSamples: loopSamples, clock: clock)
        guard pictures >= 1, memory.count >= needed else { throw SystemError("too small:", on: "slate bank", code: 22) }
        let bank = SlateBank(
            memory: memory, format: format, pictures: pictures, loopSamples: loopSamples, clock: clock)
        for (index, value) in [
            pictures, loopSamples, clock.left, clock.top, clock.glyphWidth, clock.glyphHeight,
        ].enumerated() {
            bank.words[1 + index] = UInt64(value)
        }
        ql_store_release_u64(bank.words, magic)
        return bank
    }

    /// Attaches to a bank made by another process; every number in it is checked.
    public static func attach(to memory: SharedMemory, format: ChannelFormat) throws(SystemError) -> SlateBank {
        let words = memory.base.assumingMemoryBound(to: UInt64.self)
        guard memory.count >= headerBytes, ql_load_acquire_u64(words) == magic else {
            throw SystemError("not a", on: "slate bank", code: 22)
        }
        let numbers = (1...6).map { Int(clamping: words[$0]) }
        let clock = Clock(
            left: numbers[2], top: numbers[3], glyphWidth: numbers[4], glyphHeight: numbers[5])
        guard (1...256).contains(numbers[0]), (0...10_000_000).contains(numbers[1]),
            (0...1024).contains(clock.glyphWidth), (0...1024).contains(clock.glyphHeight),
            clock.left >= 0, clock.left + 8 * clock.glyphWidth <= Int(format.width), clock.top >= 0,
            clock.top + clock.glyphHeight <= Int(format.height),
            memory.count >= byteCount(format: format, pictures: numbers[0], loopSamples: numbers[1], clock: clock)
        else { throw SystemError("damaged", on: "slate bank", code: 22) }
        return SlateBank(
            memory: memory, format: format, pictures: numbers[0], loopSamples: numbers[1], clock: clock)
    }

    /// The picture shown for a reason; picture 0 for reasons without one of their own. Real-time safe.
    public func pictureIndex(for reason: UInt32) -> Int {
        let index = reason < 64 ? Int(clamping: words[16 + Int(reason)]) : 0
        return index < pictures ? index : 0
    }

    public func setPictureIndex(_ index: Int, for reason: UInt32) { words[16 + Int(reason & 63)] = UInt64(index) }

    /// A picture, planes as in `layout`. Real-time safe.
    public func picture(_ index: Int) -> UnsafeMutableRawPointer {
        memory.base + Self.headerBytes + index * layout.byteCount
    }

    private var offsets: (loop: Int, glyphs: Int, end: Int) {
        Self.offsets(format, pictures: pictures, loopSamples: loopSamples, clock: clock)
    }

    /// The sound loop, interleaved. Real-time safe.
    public var loop: UnsafeMutablePointer<Float> { (memory.base + offsets.loop).assumingMemoryBound(to: Float.self) }

    /// Coverage (0 to 255) of a glyph, row by row, `glyphWidth x glyphHeight`; white over the slate. Real-time safe.
    public func glyph(_ index: Int) -> UnsafeMutablePointer<UInt8> {
        (memory.base + offsets.glyphs + index * clock.glyphWidth * clock.glyphHeight)
            .assumingMemoryBound(to: UInt8.self)
    }
}
