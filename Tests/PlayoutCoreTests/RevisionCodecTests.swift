import Testing
import Timecode
import Timeline

/// The bytes of a revision: true both ways, and nothing else accepted.
@Suite struct RevisionCodecTests {
    private static let revision = TimelineRevision(
        number: 42, rate: .fps2997, effectiveFrom: 1_234_567, holdUntilFrame: 9_999_999,
        segments: [
            Segment(
                firstFrame: 1_234_567, endFrame: 1_234_700, source: .asset(1, inFrame: 12), alternate: 0,
                alternateInFrame: 3, marks: .synthetic, alternateMarks: MarkSet(rawValue: 1 << 63),
                event: "жаңалықтар-0600", title: "Жаңалықтар", notAfterFrame: 1_234_650,
                plannedFirstFrame: 1_234_560, plannedEndFrame: 1_234_701),
            Segment(
                firstFrame: 1_234_800, endFrame: 1_234_801, source: .slate(.unsealed), event: "o‘zbek", title: "\"\\\n",
                withheld: .unsealed),
            Segment(firstFrame: 1_234_801, endFrame: 1_300_000, source: .asset(0, inFrame: 0)),
        ],
        assets: [
            Asset(
                path: "/media/a b.mov", treePath: "/media/a b.mov.seal.tree", verityDigest: Array(0..<32),
                sha256: Array(32..<64), size: 1 << 40),
            Asset(
                path: "/media/still.png", treePath: "/t", verityDigest: Array(64..<96), sha256: Array(96..<128),
                size: 0,
                isStill: true),
        ],
        localOffsets: [.init(fromFrame: 0, seconds: 17_963), .init(fromFrame: 77, seconds: -37)],
        latchedSlate: .emergency, marks: .rehearsal, emergencyOverFrame: 1_234_566)

    @Test func roundTrip() throws {
        #expect(try TimelineRevision(decoding: Self.revision.encoded()) == Self.revision)
        let empty = TimelineRevision(number: 1, rate: .fps25, effectiveFrom: .min, segments: [], assets: [])
        #expect(try TimelineRevision(decoding: empty.encoded()) == empty)
    }

    @Test func everyChangedByteIsRefused() {
        let bytes = Self.revision.encoded()
        for index in bytes.indices {
            for flip in [UInt8(1), 0x80, 0xFF] {
                var damaged = bytes
                damaged[index] ^= flip
                #expect(throws: TimelineRevision.Malformed.self) { try TimelineRevision(decoding: damaged) }
            }
        }
    }

    @Test func everyLengthButTheRightOneIsRefused() {
        let bytes = Self.revision.encoded()
        for count in 0..<bytes.count {
            #expect(throws: TimelineRevision.Malformed.self) { try TimelineRevision(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: TimelineRevision.Malformed.self) { try TimelineRevision(decoding: bytes + [0]) }
    }

    /// With the checksum put right, the fields must still be sound: no trap, and nothing accepted that air could trip on.
    @Test func nothingUnsoundGetsPastAGoodChecksum() {
        let bytes = Self.revision.encoded()
        var accepted = 0
        for index in 0..<(bytes.count - 4) {
            for value in [UInt8(0), 0x7F, 0x80, 0xFF] where bytes[index] != value {
                var damaged = bytes
                damaged[index] = value
                let body = damaged.count - 4
                let crc = damaged.withUnsafeBytes { CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[..<body])) }
                for byte in 0..<4 { damaged[body + byte] = UInt8(truncatingIfNeeded: crc >> (8 * byte)) }
                guard let revision = try? TimelineRevision(decoding: damaged) else { continue }
                accepted += 1
                var last = Int64.min
                for segment in revision.segments {
                    #expect(segment.firstFrame >= last && segment.endFrame > segment.firstFrame)
                    last = segment.endFrame
                    if case .asset(let asset, let inFrame) = segment.source {
                        #expect(revision.assets.indices.contains(asset) && inFrame >= 0)
                    }
                    if let alternate = segment.alternate { #expect(revision.assets.indices.contains(alternate)) }
                }
            }
        }
        // Titles, numbers and bounds may differ and still make a timeline.
        #expect(accepted > 100)
    }

    private static let known: [([UInt8], UInt32)] = [
        ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
        ([UInt8](0..<32), 0x46DD_794E), ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
        ([UInt8]("123456789".utf8), 0xE306_9283),
    ]

    /// RFC 3720, appendix B.4.
    @Test(arguments: known)
    func checksum(bytes: [UInt8], expected: UInt32) {
        #expect(bytes.withUnsafeBytes { CRC32C.checksum($0) } == expected)
    }
}
