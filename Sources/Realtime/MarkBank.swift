import CLinux
import Timecode

/// The resident marks: small pictures with transparency, each with a place of its own, in one memory file.
///
/// Rasterised before the channel goes on air, sealed against writing, mapped and locked by air. Drawing one costs no I/O
/// and touches only its rectangle. A mark is known by its number, its bit in a set of marks (`MarkSet` in `Timeline`).
///
/// Each mark is stored as it is laid over 4:2:0 planes: alpha and alpha-weighted values, luma at full and chroma at half
/// resolution, so that the blend is one multiplication a sample.
///
/// `@unchecked Sendable`: written by its maker before it is shared, read-only afterwards.
public final class MarkBank: @unchecked Sendable {
    static let magic: UInt64 = 0x31_4b_4e_42_4d_51_41_51
    static let headerBytes = 4096
    /// Numbers a bank can hold.
    public static let capacity = 64

    /// Where a mark lies in the picture, in luma samples; all even. Zero width: there is no such mark.
    public struct Place: Hashable, Sendable {
        public let left: Int
        public let top: Int
        public let width: Int
        public let height: Int

        public init(left: Int, top: Int, width: Int, height: Int) {
            self.left = left
            self.top = top
            self.width = width
            self.height = height
        }

        public static let none = Place(left: 0, top: 0, width: 0, height: 0)

        /// Bytes of its planes: two for a value, one for an alpha, which both colour differences share.
        var byteCount: Int { width * height * 3 + width / 2 * (height / 2) * 5 }

        func lies(in format: ChannelFormat) -> Bool {
            let numbers = [left, top, width, height]
            return numbers.allSatisfy { $0 >= 0 && $0 % 2 == 0 } && width <= Int(format.width)
                && height <= Int(format.height) && left <= Int(format.width) - width
                && top <= Int(format.height) - height
        }
    }

    /// One mark's planes, row by row without padding.
    public struct Planes {
        public let place: Place
        /// `width x height`.
        public let luma: UnsafeMutablePointer<UInt16>
        /// `width / 2 x height / 2` each.
        public let blue: UnsafeMutablePointer<UInt16>
        public let red: UnsafeMutablePointer<UInt16>
        public let lumaAlpha: UnsafeMutablePointer<UInt8>
        public let chromaAlpha: UnsafeMutablePointer<UInt8>

        init(_ place: Place, at base: UnsafeMutableRawPointer) {
            let (full, half) = (place.width * place.height, place.width / 2 * (place.height / 2))
            self.place = place
            luma = base.assumingMemoryBound(to: UInt16.self)
            blue = luma + full
            red = blue + half
            lumaAlpha = UnsafeMutableRawPointer(red + half).assumingMemoryBound(to: UInt8.self)
            chromaAlpha = lumaAlpha + full
        }
    }

    public let memory: SharedMemory
    public let layout: PictureLayout
    /// Marks that are drawn over every frame, whatever the timeline says.
    public let standing: UInt64
    /// Marks that the bank holds.
    public let drawable: UInt64
    private let planes: UnsafeMutablePointer<Planes>

    // Words: 0 magic, 1 standing, then 4 for each place (left, top, width, height).

    private init(memory: SharedMemory, format: ChannelFormat, standing: UInt64, places: [Place]) {
        self.memory = memory
        self.standing = standing
        layout = PictureLayout(format)
        planes = .allocate(capacity: Self.capacity)
        var at = Self.headerBytes
        var drawable: UInt64 = 0
        for (number, place) in places.enumerated() {
            (planes + number).initialize(to: Planes(place, at: memory.base + at))
            if place.width > 0, place.height > 0 { drawable |= 1 << UInt64(number) }
            at += Self.room(for: place)
        }
        self.drawable = drawable
    }

    deinit { planes.deallocate() }

    private static func room(for place: Place) -> Int { (place.byteCount + 63) / 64 * 64 }

    private static func byteCount(_ places: [Place]) -> Int {
        places.reduce(headerBytes) { $0 + room(for: $1) }
    }

    /// A bank with marks at `places`, by their numbers; the maker then fills `planes(of:)`.
    public static func create(
        format: ChannelFormat, standing: UInt64, places: [Place]
    ) throws(SystemError) -> MarkBank {
        let all = (places + Array(repeating: Place.none, count: capacity)).prefix(capacity)
        guard places.count <= capacity, all.allSatisfy({ $0.lies(in: format) }) else {
            throw SystemError("outside the picture:", on: "mark bank", code: 22)
        }
        let memory = try SharedMemory.create(name: "qalqan-marks", count: byteCount(Array(all)))
        let words = memory.base.assumingMemoryBound(to: UInt64.self)
        words[1] = standing
        for (number, place) in all.enumerated() {
            for (index, value) in [place.left, place.top, place.width, place.height].enumerated() {
                words[2 + 4 * number + index] = UInt64(value)
            }
        }
        ql_store_release_u64(words, magic)
        return MarkBank(memory: memory, format: format, standing: standing, places: Array(all))
    }

    /// Attaches to a bank made by another process; every number in it is checked.
    public static func attach(to memory: SharedMemory, format: ChannelFormat) throws(SystemError) -> MarkBank {
        let words = memory.base.assumingMemoryBound(to: UInt64.self)
        guard memory.count >= headerBytes, ql_load_acquire_u64(words) == magic else {
            throw SystemError("not a", on: "mark bank", code: 22)
        }
        let places = (0..<capacity).map { number in
            let numbers = (0..<4).map { Int(clamping: words[2 + 4 * number + $0]) }
            return Place(left: numbers[0], top: numbers[1], width: numbers[2], height: numbers[3])
        }
        guard places.allSatisfy({ $0.lies(in: format) }), memory.count >= byteCount(places) else {
            throw SystemError("damaged", on: "mark bank", code: 22)
        }
        return MarkBank(memory: memory, format: format, standing: words[1], places: places)
    }

    /// The planes of a mark. Real-time safe.
    public func planes(of number: Int) -> Planes { planes[number] }

    /// Draws the marks of `set` over a picture (planes as in `layout`), lower numbers first. Real-time safe.
    public func draw(_ set: UInt64, on picture: UnsafeMutableRawPointer) {
        var left = set & drawable
        while left != 0 {
            draw(planes[left.trailingZeroBitCount], on: picture)
            left &= left &- 1
        }
    }

    private func draw(_ mark: Planes, on picture: UnsafeMutableRawPointer) {
        let place = mark.place
        let origin = picture.assumingMemoryBound(to: UInt8.self)
        let luma = origin + place.top * layout.lumaStride + place.left
        for row in 0..<place.height {
            MarkKernels.lay(
                mark.lumaAlpha + row * place.width, mark.luma + row * place.width,
                over: luma + row * layout.lumaStride, count: place.width)
        }
        let (width, corner) = (place.width / 2, place.top / 2 * layout.chromaStride + place.left / 2)
        for row in 0..<place.height / 2 {
            let target = origin + corner + row * layout.chromaStride
            let alpha = UnsafePointer(mark.chromaAlpha + row * width)
            MarkKernels.lay(alpha, mark.blue + row * width, over: target + layout.blueOffset, count: width)
            MarkKernels.lay(alpha, mark.red + row * width, over: target + layout.redOffset, count: width)
        }
    }
}
