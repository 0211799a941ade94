/// Fragmented MP4 taken apart by the standard alone (ISO/IEC 14496-12): what each fragment of a track says about its time.
struct FragmentReading {
    struct Fragment {
        let track: Int64
        let start: Int64
        let durations: [Int64]
    }

    private(set) var fragments: [Fragment] = []

    init(_ bytes: [UInt8]) {
        func number(_ at: Int, _ count: Int) -> Int64 { bytes[at..<at + count].reduce(0) { $0 << 8 | Int64($1) } }
        func boxes(_ range: Range<Int>, _ kind: String) -> [Range<Int>] {
            var found: [Range<Int>] = []
            var at = range.lowerBound
            while at + 8 <= range.upperBound {
                let size = max(8, Int(number(at, 4)))
                if bytes[at + 4..<at + 8].elementsEqual(kind.utf8) { found.append(at + 8..<at + size) }
                at += size
            }
            return found
        }
        for moof in boxes(0..<bytes.count, "moof") {
            for traf in boxes(moof, "traf") {
                let (header, time) = (boxes(traf, "tfhd")[0].lowerBound, boxes(traf, "tfdt")[0].lowerBound)
                let flags = number(header + 1, 3)
                let skipped = [(1, 8), (2, 4)].reduce(8) { flags & Int64($1.0) == 0 ? $0 : $0 + $1.1 }
                let standard = flags & 8 == 0 ? 0 : number(header + skipped, 4)
                var durations: [Int64] = []
                for trun in boxes(traf, "trun") {
                    let flags = number(trun.lowerBound + 1, 3)
                    var at = trun.lowerBound + 8 + (flags & 1 == 0 ? 0 : 4) + (flags & 4 == 0 ? 0 : 4)
                    for _ in 0..<number(trun.lowerBound + 4, 4) {
                        durations.append(flags & 0x100 == 0 ? standard : number(at, 4))
                        at += [0x100, 0x200, 0x400, 0x800].count { flags & $0 != 0 } * 4
                    }
                }
                let isLong = bytes[time] == 1
                fragments.append(
                    Fragment(
                        track: number(header + 4, 4), start: number(time + 4, isLong ? 8 : 4), durations: durations))
            }
        }
    }
}
