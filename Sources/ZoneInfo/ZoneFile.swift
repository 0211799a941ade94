import Timecode

/// A compiled zone file (RFC 8536, versions 2 and up): transitions in 64 bits and the rule that holds after them.
struct ZoneFile {
    private var initialOffset: Int64 = 0
    private var transitions: [ZoneTable.Transition] = []
    private var rule: ZoneRule?

    /// `nil` when the bytes are not such a file.
    init?(_ bytes: [UInt8]) {
        guard let first = Header(bytes, at: 0), first.version >= UInt8(ascii: "2"),
            let header = Header(bytes, at: Header.size + first.dataSize(timeSize: 4))
        else { return nil }
        let start = Header.size + first.dataSize(timeSize: 4) + Header.size
        guard header.types > 0, start + header.dataSize(timeSize: 8) <= bytes.count else { return nil }
        let indices = start + header.times * 8
        let types = indices + header.times
        func offset(_ type: Int) -> Int64 { Int64(Int32(truncatingIfNeeded: Self.number(bytes, types + type * 6, 4))) }
        initialOffset = offset(0)
        for index in 0..<header.times {
            let type = Int(bytes[indices + index])
            guard type < header.types else { return nil }
            transitions.append(
                ZoneTable.Transition(
                    atUnixSecond: Int64(bitPattern: Self.number(bytes, start + index * 8, 8)), offset: offset(type)))
        }
        let footer = bytes[(start + header.dataSize(timeSize: 8))...]
        guard footer.first == UInt8(ascii: "\n"), let end = footer.dropFirst().firstIndex(of: UInt8(ascii: "\n"))
        else { return nil }
        let text = String(decoding: footer[(footer.startIndex + 1)..<end], as: UTF8.self)
        if !text.isEmpty {
            guard let rule = ZoneRule(text) else { return nil }
            self.rule = rule
        }
    }

    /// The transitions that change the offset, with those that the rule foretells.
    func table(name: String, version: String) -> ZoneTable? {
        var all = transitions
        if let rule {
            let last = all.last?.atUnixSecond ?? Int64.min
            let firstYear = last == .min ? 1970 : CivilDate(daysSinceEpoch: last / 86_400).year
            for year in max(firstYear, 1970)...2100 {
                all += rule.transitions(in: year).filter { $0.atUnixSecond > last }
            }
        }
        var offset = initialOffset
        var kept: [ZoneTable.Transition] = []
        for transition in all where transition.offset != offset {
            kept.append(transition)
            offset = transition.offset
        }
        return ZoneTable(name: name, version: version, initialOffset: initialOffset, transitions: kept)
    }

    private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64 {
        bytes[at..<at + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private struct Header {
        static let size = 44
        let version: UInt8
        let counts: [Int]

        init?(_ bytes: [UInt8], at start: Int) {
            guard start >= 0, start + Self.size <= bytes.count,
                bytes[start..<start + 4].elementsEqual("TZif".utf8)
            else { return nil }
            version = bytes[start + 4]
            counts = (0..<6).map { Int(ZoneFile.number(bytes, start + 20 + $0 * 4, 4)) }
            guard counts.allSatisfy({ $0 < 100_000 }) else { return nil }
        }

        var times: Int { counts[3] }
        var types: Int { counts[4] }

        func dataSize(timeSize: Int) -> Int {
            times * timeSize + times + types * 6 + counts[5] + counts[2] * (timeSize + 4) + counts[1] + counts[0]
        }
    }
}
