import CLinux
import Timecode

/// The frames of one cued item, from its decoder to air: a queue of pictures and a queue of samples.
///
/// Two memory files, each with one writer. The decoder writes `data` (descriptors, pictures, samples, state) and reads
/// `control`; air writes `control` (how much it has consumed) and reads `data`. Neither trusts the other: air copies a
/// descriptor and checks it before use.
///
/// Pictures lie in a pool of slots; a descriptor names the slot that shows item frame *k* (0 at the in-point), and several
/// descriptors may name one slot (a still, a frame repeated by rate conversion). A slot may be reused by the decoder once
/// every descriptor that names it has been consumed. Samples are interleaved float at the channel's rate, counted from the
/// in-point; they lie in a ring of `sampleCapacity` samples per channel, independent of the frames, so that a cue does not
/// depend on the house frame at which it will air.
///
/// `@unchecked Sendable`: every word has one writer; indices are published with release and read with acquire.
public final class SourceRing: @unchecked Sendable {
    static let magic: UInt64 = 0x31_47_4e_52_53_51_41_51
    static let headerBytes = 4096
    static let descriptorBytes = 64

    /// Sizes of a ring, chosen by air when it cues.
    public struct Geometry: Hashable, Sendable {
        /// Most frames the decoder may be ahead, 2 to 128.
        public let depth: Int
        /// Picture slots in the pool, at least 2, at most 256.
        public let pictures: Int

        public init(depth: Int, pictures: Int) {
            self.depth = min(max(depth, 2), 128)
            self.pictures = min(max(pictures, 2), 256)
        }
    }

    public let data: SharedMemory
    public let control: SharedMemory
    public let format: ChannelFormat
    public let geometry: Geometry
    public let layout: PictureLayout
    /// Samples per channel the ring can hold: `depth + 4` frames' worth.
    public let sampleCapacity: Int
    let picturesOffset: Int
    let samplesOffset: Int

    // Data words: 0 magic, 1 depth, 2 pictures, 3 frames written, 4 samples written, 5 state, 6 end frame, 7 futex,
    // 8 decoder generation, 9 failure detail.  Control words: 0 magic, 1 frames consumed, 2 samples consumed, 3 stop, 4 futex.
    var words: UnsafeMutablePointer<UInt64> { data.base.assumingMemoryBound(to: UInt64.self) }
    var controlWords: UnsafeMutablePointer<UInt64> { control.base.assumingMemoryBound(to: UInt64.self) }

    public static let controlBytes = 4096

    static func sampleCapacity(_ format: ChannelFormat, _ geometry: Geometry) -> Int {
        Int(format.time.mostSamplesInAFrame) * (geometry.depth + 4)
    }

    static func offsets(_ format: ChannelFormat, _ geometry: Geometry) -> (samples: Int, pictures: Int, end: Int) {
        let samples = headerBytes + (geometry.depth * descriptorBytes + 4095) / 4096 * 4096
        let sampleBytes = sampleCapacity(format, geometry) * Int(format.channels) * 4
        let pictures = samples + (sampleBytes + 4095) / 4096 * 4096
        return (samples, pictures, pictures + geometry.pictures * PictureLayout(format).byteCount)
    }

    /// Bytes of the data memory of such a ring.
    public static func byteCount(format: ChannelFormat, geometry: Geometry) -> Int { offsets(format, geometry).end }

    private init(data: SharedMemory, control: SharedMemory, format: ChannelFormat, geometry: Geometry) {
        self.data = data
        self.control = control
        self.format = format
        self.geometry = geometry
        layout = PictureLayout(format)
        sampleCapacity = Self.sampleCapacity(format, geometry)
        let offsets = Self.offsets(format, geometry)
        samplesOffset = offsets.samples
        picturesOffset = offsets.pictures
    }

    /// Lays an empty ring out in fresh memory (the launcher does this).
    public static func create(
        data: SharedMemory, control: SharedMemory, format: ChannelFormat, geometry: Geometry
    ) throws(SystemError) -> SourceRing {
        guard data.count >= byteCount(format: format, geometry: geometry), control.count >= controlBytes else {
            throw SystemError("too small:", on: "source ring", code: 22)
        }
        let ring = SourceRing(data: data, control: control, format: format, geometry: geometry)
        ring.words[1] = UInt64(geometry.depth)
        ring.words[2] = UInt64(geometry.pictures)
        ring.words[6] = UInt64(bitPattern: Int64.max)
        ql_store_release_u64(ring.controlWords, magic)
        ql_store_release_u64(ring.words, magic)
        return ring
    }

    /// Attaches to a ring laid out elsewhere.
    public static func attach(
        data: SharedMemory, control: SharedMemory, format: ChannelFormat
    ) throws(SystemError) -> SourceRing {
        let words = data.base.assumingMemoryBound(to: UInt64.self)
        guard data.count >= headerBytes, control.count >= controlBytes, ql_load_acquire_u64(words) == magic else {
            throw SystemError("not a", on: "source ring", code: 22)
        }
        let (depth, pictures) = (Int(clamping: words[1]), Int(clamping: words[2]))
        guard (2...128).contains(depth), (2...256).contains(pictures) else {
            throw SystemError("bad geometry:", on: "source ring", code: 22)
        }
        let geometry = Geometry(depth: depth, pictures: pictures)
        guard data.count >= byteCount(format: format, geometry: geometry) else {
            throw SystemError("wrong size:", on: "source ring", code: 22)
        }
        return SourceRing(data: data, control: control, format: format, geometry: geometry)
    }

    /// Frames the decoder has published: item frames `0..<framesWritten` exist or existed. Real-time safe.
    public var framesWritten: Int64 { Int64(bitPattern: ql_load_acquire_u64(words + 3)) }
    /// Samples per channel published since the in-point. Real-time safe.
    public var samplesWritten: Int64 { Int64(bitPattern: ql_load_acquire_u64(words + 4)) }
    /// Frames air has given back. Real-time safe.
    public var framesConsumed: Int64 { Int64(bitPattern: ql_load_acquire_u64(controlWords + 1)) }
    /// Samples air has given back. Real-time safe.
    public var samplesConsumed: Int64 { Int64(bitPattern: ql_load_acquire_u64(controlWords + 2)) }

    /// Start of a picture slot; planes as in `layout`. Real-time safe.
    public func picture(_ slot: Int) -> UnsafeMutableRawPointer {
        data.base + picturesOffset + slot * layout.byteCount
    }

    var samples: UnsafeMutablePointer<Float> { (data.base + samplesOffset).assumingMemoryBound(to: Float.self) }

    func descriptor(_ frame: Int64) -> UnsafeMutableRawPointer {
        data.base + Self.headerBytes + Int(frame.modulo(Int64(geometry.depth))) * Self.descriptorBytes
    }

    func futex(_ word: UnsafeMutablePointer<UInt64>) -> UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self)
    }
}
