import Timecode

extension TimelineRevision {
    /// The revision in the layout that air reads (see `Layout`).
    public func encoded() -> [UInt8] {
        var text = TextPool()
        var body = Bytes()
        body.reserve(segments.count * Layout.segmentBytes + assets.count * Layout.assetBytes)
        for segment in segments { Self.append(segment, to: &body, &text) }
        for asset in assets { Self.append(asset, to: &body, &text) }
        for offset in localOffsets {
            body.append(offset.fromFrame)
            body.append(offset.seconds)
        }
        var result = Bytes()
        let count = Layout.headerBytes + body.bytes.count + text.bytes.count + 4
        result.reserve(count)
        result.append(Layout.magic)
        result.append(Int64(count))
        result.append(number)
        result.append(rate.numerator)
        result.append(rate.denominator)
        result.append(effectiveFrom)
        result.append(holdUntilFrame)
        for value in [segments.count, assets.count, localOffsets.count, text.bytes.count] {
            result.append(Int64(value))
        }
        result.append(UInt64(latchedSlate?.rawValue ?? 0))
        result.append(marks.rawValue)
        result.append(emergencyOverFrame)
        for _ in 0..<2 { result.append(UInt64(0)) }
        result.bytes += body.bytes
        result.bytes += text.bytes
        let checksum = result.bytes.withUnsafeBytes { CRC32C.checksum($0) }
        result.append(checksum)
        return result.bytes
    }

    private static func append(_ segment: Segment, to body: inout Bytes, _ text: inout TextPool) {
        body.append(segment.firstFrame)
        body.append(segment.endFrame)
        switch segment.source {
        case .asset(let index, let inFrame):
            body.append(UInt32(0))
            body.append(Int32(index))
            body.append(inFrame)
        case .slate(let reason):
            body.append(reason.rawValue)
            body.append(Int32(-1))
            body.append(Int64(0))
        }
        body.append(Int32(segment.alternate ?? -1))
        body.append(segment.withheld?.rawValue ?? 0)
        body.append(segment.alternateInFrame)
        body.append(segment.notAfterFrame)
        body.append(segment.plannedFirstFrame)
        body.append(segment.plannedEndFrame)
        text.append(segment.event, to: &body)
        text.append(segment.title, to: &body)
        body.append(segment.marks.rawValue)
        body.append(segment.alternateMarks.rawValue)
    }

    private static func append(_ asset: Asset, to body: inout Bytes, _ text: inout TextPool) {
        precondition(asset.verityDigest.count == Layout.digestBytes && asset.sha256.count == Layout.digestBytes)
        body.append(asset.size)
        body.append(UInt64(asset.isStill ? 1 : 0))
        body.bytes += asset.verityDigest
        body.bytes += asset.sha256
        text.append(asset.path, to: &body)
        text.append(asset.treePath, to: &body)
        body.append(UInt64(0))
    }

    /// Little-endian bytes in a row.
    private struct Bytes {
        var bytes: [UInt8] = []

        mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

        mutating func append<Value: FixedWidthInteger>(_ value: Value) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
    }

    /// All strings, each stored once.
    private struct TextPool {
        var bytes: [UInt8] = []
        private var places: [String: (offset: UInt32, count: UInt32)] = [:]

        mutating func append(_ text: String, to body: inout Bytes) {
            let place: (offset: UInt32, count: UInt32)
            if let known = places[text] {
                place = known
            } else {
                place = (UInt32(bytes.count), UInt32(text.utf8.count))
                bytes += Array(text.utf8)
                places[text] = place
            }
            body.append(place.offset)
            body.append(place.count)
        }
    }
}
