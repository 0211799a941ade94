import Timecode

/// The fixed layout in which a revision travels from control to air and lies on disk. Little-endian, offsets only.
///
///     header   128 bytes   see `Header`
///     segments 104 bytes each
///     assets   104 bytes each
///     offsets   16 bytes each (from frame, seconds)
///     text      UTF-8, named by offset and length
///     CRC-32C    4 bytes over all that comes before
extension TimelineRevision {
    enum Layout {
        /// "QALQTLR2": the layout's version is its last figure.
        static let magic: UInt64 = 0x3252_4c54_514c_4151
        static let headerBytes = 128
        static let segmentBytes = 104
        static let assetBytes = 104
        static let offsetBytes = 16
        static let digestBytes = 32
        /// Bounds that no real timeline meets; beyond them the bytes are refused before anything is allocated.
        static let mostSegments = 1_000_000
        static let mostAssets = 1_000_000
        static let mostOffsets = 4096
        static let mostText = 512 << 20
    }

    /// Offsets of the header's fields.
    enum Header {
        static let magic = 0
        static let byteCount = 8
        static let number = 16
        static let rateNumerator = 24
        static let rateDenominator = 32
        static let effectiveFrom = 40
        static let holdUntil = 48
        static let segments = 56
        static let assets = 64
        static let offsets = 72
        static let text = 80
        /// `SlateReason` code, 0 when no slate is latched.
        static let latched = 88
        /// `MarkSet` over every frame.
        static let marks = 96
        static let emergencyOver = 104
        // 112..<128 zero.
    }

    /// Why bytes are not a revision.
    public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = "timeline revision: " + description }
    }
}
