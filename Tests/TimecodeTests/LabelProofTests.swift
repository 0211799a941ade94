import Testing
import Timecode

/// Every label of a day at every legal rate, against PyPI `timecode` and the closed form of SMPTE ST 12-1.
struct LabelProofTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// As the package names it.
        let name: String
        let rates: [FrameRate]
        let isDropFrame: Bool
        let labels: Int64
        /// The package is asked for each label that drop-frame has a say in, and for each seventh of the others.
        var step: Int64 { isDropFrame ? 1 : 7 }
        var testDescription: String { "\(name)\(isDropFrame ? " drop-frame" : "")" }
    }

    static let cases = [
        Case(name: "24", rates: [.fps24, .fps23976], isDropFrame: false, labels: 2_073_600),
        Case(name: "25", rates: [.fps25], isDropFrame: false, labels: 2_160_000),
        Case(name: "30", rates: [.fps30, .fps2997], isDropFrame: false, labels: 2_592_000),
        Case(name: "50", rates: [.fps50], isDropFrame: false, labels: 4_320_000),
        Case(name: "60", rates: [.fps60, .fps5994], isDropFrame: false, labels: 5_184_000),
        Case(name: "29.97", rates: [.fps2997], isDropFrame: true, labels: 2_589_408),
        Case(name: "59.94", rates: [.fps5994], isDropFrame: true, labels: 5_178_816),
    ]

    /// The labels of a day as four bytes each, in checksums of 100,000: ours against the package's. Every one of ours reads
    /// back as the frame it names.
    @Test(.timeLimit(.minutes(5)), arguments: cases)
    func everyLabelOfADay(row: Case) throws {
        let script = """
            import zlib
            from timecode import Timecode
            code = Timecode("\(row.name)", frames=1)
            assert code.drop_frame == \(row.isDropFrame ? "True" : "False")
            label, of = bytearray(), code.frames_to_tc
            for frame in range(0, \(row.labels), \(row.step)):
                label.extend(of(frame + 1))
                if len(label) == 400000 or frame + \(row.step) >= \(row.labels):
                    print(frame, zlib.crc32(label))
                    label.clear()
            """
        let lines = try #require(try PythonOracleTests.lines(script), "python3 with the package `timecode` is needed")
        var expected = lines[...]
        var sum = Checksum()
        var count: Int64 = 0
        var bytes: Int64 = 0
        while count < row.labels {
            let label = TimecodeLabel(frameCount: count, rate: row.rates[0], dropFrame: row.isDropFrame)
            for rate in row.rates {
                guard try label.frameCount(at: rate) == count, Self.closedForm(label, rate) == count else {
                    Issue.record("\(label) at \(rate): expected \(count)")
                    return
                }
            }
            if count % row.step == 0 {
                for part in [label.hours, label.minutes, label.seconds, label.frames] { sum.add(UInt8(part)) }
                bytes += 4
                if bytes == 400_000 || count + row.step >= row.labels {
                    #expect(expected.popFirst() ?? "" == "\(count) \(sum.value)", "labels up to frame \(count)")
                    sum = Checksum()
                    bytes = 0
                }
            }
            count += 1
        }
        #expect(expected.isEmpty)
        let last = TimecodeLabel(frameCount: row.labels - 1, rate: row.rates[0], dropFrame: row.isDropFrame)
        #expect(last.description.hasPrefix("23:59:59") && last.frames == row.rates[0].nominal - 1)
    }

    /// 120000/1001, which the package does not know, by the closed form alone.
    @Test func everyLabelAt120000Over1001() throws {
        let rate = try #require(FrameRate(120_000, 1001))
        var count: Int64 = 0
        while count < 10_357_632 {
            let label = TimecodeLabel(frameCount: count, rate: rate, dropFrame: true)
            guard try label.frameCount(at: rate) == count, Self.closedForm(label, rate) == count else {
                Issue.record("\(label): expected \(count)")
                return
            }
            count += 1
        }
        #expect(TimecodeLabel(frameCount: count - 1, rate: rate, dropFrame: true).description == "23:59:59;119")
    }

    /// frames = (60 M + s) N + f - D (M - M / 10), M minutes in all, D = N / 15 where labels are dropped.
    private static func closedForm(_ label: TimecodeLabel, _ rate: FrameRate) -> Int64 {
        let minutes = label.hours * 60 + label.minutes
        let all = (minutes * 60 + label.seconds) * rate.nominal + label.frames
        return label.isDropFrame ? all - rate.nominal / 15 * (minutes - minutes / 10) : all
    }

    /// CRC-32 as zlib has it.
    private struct Checksum {
        private static let table: [UInt32] = (0..<256).map { byte in
            (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320 }
        }
        private var state = ~UInt32(0)

        mutating func add(_ byte: UInt8) {
            state = state >> 8 ^ Self.table[Int(UInt8(truncatingIfNeeded: state) ^ byte)]
        }
        var value: UInt32 { ~state }
    }
}
