import Timecode

extension TimelineRevision {
    /// Reads and validates a revision: size, checksum, every number, every reference. Nothing in `bytes` is trusted.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(Malformed) {
        guard bytes.count >= Layout.headerBytes + 4 else { throw Malformed("too short") }
        let reader = Reader(bytes: bytes)
        guard reader.integer(at: Header.magic, UInt64.self) == Layout.magic else { throw Malformed("not one") }
        guard reader.integer(at: Header.byteCount, Int64.self) == Int64(bytes.count) else {
            throw Malformed("wrong length")
        }
        let body = bytes.count - 4
        guard reader.integer(at: body, UInt32.self) == CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<body]))
        else { throw Malformed("checksum does not match") }

        let counts = try Counts(reader, body: body)
        guard
            let rate = FrameRate(
                reader.integer(at: Header.rateNumerator), reader.integer(at: Header.rateDenominator)),
            rate.numerator == reader.integer(at: Header.rateNumerator, Int64.self)
        else { throw Malformed("bad frame rate") }
        let latched = reader.integer(at: Header.latched, UInt64.self)
        let latchedSlate = SlateReason(rawValue: UInt32(clamping: latched))
        guard latched == 0 || latchedSlate != nil else { throw Malformed("unknown slate") }
        let emergencyOver = reader.integer(at: Header.emergencyOver, Int64.self)
        guard Reader.houseFrames.contains(emergencyOver) else { throw Malformed("frame out of range") }

        var segments: [Segment] = []
        segments.reserveCapacity(counts.segments)
        var last = Int64.min
        for index in 0..<counts.segments {
            let segment = try reader.segment(counts.segmentBase + index * Layout.segmentBytes, counts)
            guard segment.firstFrame >= last, segment.endFrame > segment.firstFrame else {
                throw Malformed("segments out of order")
            }
            last = segment.endFrame
            segments.append(segment)
        }
        var assets: [Asset] = []
        assets.reserveCapacity(counts.assets)
        for index in 0..<counts.assets {
            assets.append(try reader.asset(counts.assetBase + index * Layout.assetBytes, counts))
        }
        var offsets: [LocalOffset] = []
        for index in 0..<counts.offsets {
            let at = counts.offsetBase + index * Layout.offsetBytes
            let offset = LocalOffset(fromFrame: reader.integer(at: at), seconds: reader.integer(at: at + 8))
            guard offset.fromFrame > offsets.last?.fromFrame ?? .min || offsets.isEmpty,
                (-200_000...200_000).contains(offset.seconds)
            else { throw Malformed("bad local time") }
            offsets.append(offset)
        }
        self.init(
            number: reader.integer(at: Header.number), rate: rate,
            effectiveFrom: reader.integer(at: Header.effectiveFrom),
            holdUntilFrame: reader.integer(at: Header.holdUntil), segments: segments, assets: assets,
            localOffsets: offsets, latchedSlate: latchedSlate, marks: reader.marks(at: Header.marks),
            emergencyOverFrame: emergencyOver)
    }

    /// Reads and validates a revision.
    public init(decoding bytes: [UInt8]) throws(Malformed) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(Malformed) in try TimelineRevision(decoding: bytes) }
        }
        self = try result.get()
    }

    /// The sizes of the tables, checked against the length of the whole.
    fileprivate struct Counts {
        let segments: Int
        let assets: Int
        let offsets: Int
        let text: Int

        var segmentBase: Int { Layout.headerBytes }
        var assetBase: Int { segmentBase + segments * Layout.segmentBytes }
        var offsetBase: Int { assetBase + assets * Layout.assetBytes }
        var textBase: Int { offsetBase + offsets * Layout.offsetBytes }

        init(_ reader: Reader, body: Int) throws(Malformed) {
            segments = Int(clamping: reader.integer(at: Header.segments, Int64.self))
            assets = Int(clamping: reader.integer(at: Header.assets, Int64.self))
            offsets = Int(clamping: reader.integer(at: Header.offsets, Int64.self))
            text = Int(clamping: reader.integer(at: Header.text, Int64.self))
            guard (0...Layout.mostSegments).contains(segments), (0...Layout.mostAssets).contains(assets),
                (0...Layout.mostOffsets).contains(offsets), (0...Layout.mostText).contains(text),
                textBase + text == body
            else { throw Malformed("tables do not fill it") }
        }
    }

    /// Little-endian fields at offsets that the caller has checked.
    fileprivate struct Reader {
        let bytes: UnsafeRawBufferPointer

        func integer<Value: FixedWidthInteger & BitwiseCopyable>(at offset: Int, _: Value.Type = Value.self) -> Value {
            Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
        }

        func text(at offset: Int, _ counts: Counts) throws(Malformed) -> String {
            let start = Int(integer(at: offset, UInt32.self))
            let count = Int(integer(at: offset + 4, UInt32.self))
            guard start + count <= counts.text else { throw Malformed("text outside") }
            let slice = bytes[(counts.textBase + start)..<(counts.textBase + start + count)]
            guard let text = String(validating: slice, as: UTF8.self) else { throw Malformed("text is not UTF-8") }
            return text
        }

        func reason(at offset: Int) throws(Malformed) -> SlateReason? {
            let code = integer(at: offset, UInt32.self)
            if code == 0 { return nil }
            guard let reason = SlateReason(rawValue: code) else { throw Malformed("unknown slate") }
            return reason
        }

        /// Marks that this version does not know are kept: air shows no programme whose marks it cannot draw.
        func marks(at offset: Int) -> MarkSet { MarkSet(rawValue: integer(at: offset)) }

        func segment(_ base: Int, _ counts: Counts) throws(Malformed) -> Segment {
            let index = integer(at: base + 20, Int32.self)
            let inFrame = integer(at: base + 24, Int64.self)
            let source: Segment.Source
            if let reason = try reason(at: base + 16) {
                source = .slate(reason)
            } else {
                guard index >= 0, Int(index) < counts.assets, Self.inFrames.contains(inFrame) else {
                    throw Malformed("bad source")
                }
                source = .asset(Int(index), inFrame: inFrame)
            }
            let alternate = integer(at: base + 32, Int32.self)
            let alternateIn = integer(at: base + 40, Int64.self)
            guard alternate >= -1, Int(alternate) < counts.assets, Self.inFrames.contains(alternateIn) else {
                throw Malformed("bad alternate")
            }
            let first = integer(at: base, Int64.self)
            let end = integer(at: base + 8, Int64.self)
            guard Self.houseFrames.contains(first), Self.houseFrames.contains(end) else {
                throw Malformed("frame out of range")
            }
            return Segment(
                firstFrame: first, endFrame: end, source: source, alternate: alternate < 0 ? nil : Int(alternate),
                alternateInFrame: alternateIn, marks: marks(at: base + 88), alternateMarks: marks(at: base + 96),
                event: try text(at: base + 72, counts),
                title: try text(at: base + 80, counts), withheld: try reason(at: base + 36),
                notAfterFrame: integer(at: base + 48), plannedFirstFrame: integer(at: base + 56),
                plannedEndFrame: integer(at: base + 64))
        }

        func asset(_ base: Int, _ counts: Counts) throws(Malformed) -> Asset {
            let size = integer(at: base, Int64.self)
            let flags = integer(at: base + 8, UInt64.self)
            guard size >= 0, flags <= 1 else { throw Malformed("bad asset") }
            return Asset(
                path: try text(at: base + 80, counts), treePath: try text(at: base + 88, counts),
                verityDigest: Array(bytes[(base + 16)..<(base + 48)]), sha256: Array(bytes[(base + 48)..<(base + 80)]),
                size: size, isStill: flags & 1 == 1)
        }

        /// House frames and in-points stay far from the ends of `Int64`, so that no arithmetic on air overflows.
        static let houseFrames: ClosedRange<Int64> = -(1 << 48)...(1 << 48)
        static let inFrames: ClosedRange<Int64> = 0...(1 << 40)
    }
}
