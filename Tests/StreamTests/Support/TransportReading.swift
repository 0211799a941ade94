import Foundation

/// A transport stream taken apart byte by byte, by the standard and by nothing of ours (ISO/IEC 13818-1).
struct TransportReading {
    struct Clock {
        let packet: Int
        let value: Int64
    }
    struct Stamp: Equatable {
        let packet: Int
        let pts: Int64
        let dts: Int64
        let isKey: Bool
    }

    private(set) var packets = 0
    private(set) var count: [Int: Int] = [:]
    private(set) var clocks: [Int: [Clock]] = [:]
    private(set) var stamps: [Int: [Stamp]] = [:]
    /// The packet with the last byte of each stamped unit, and every packet of a PID.
    private(set) var ends: [Int: [Int]] = [:]
    private(set) var places: [Int: [Int]] = [:]
    private(set) var tables: [Int: [[UInt8]]] = [:]
    /// What the standard forbids, in words.
    private(set) var faults: [String] = []

    init(_ data: Data) {
        let bytes = [UInt8](data)
        if bytes.count % 188 != 0 { faults.append("\(bytes.count) bytes are no whole packets") }
        var counters: [Int: UInt8] = [:]
        for offset in stride(from: 0, to: bytes.count / 188 * 188, by: 188) {
            let p = bytes[offset..<offset + 188]
            let index = offset / 188
            func at(_ i: Int) -> UInt8 { p[p.startIndex + i] }
            guard at(0) == 0x47 else {
                faults.append("packet \(index) has no sync byte")
                continue
            }
            let pid = Int(at(1) & 0x1f) << 8 | Int(at(2))
            let control = at(3) >> 4 & 3
            let counter = at(3) & 15
            count[pid, default: 0] += 1
            packets += 1
            if pid == 0x1fff { continue }
            if let before = counters[pid] {
                let expected = control & 1 == 1 ? (before + 1) & 15 : before
                if counter != expected {
                    faults.append("packet \(index), PID \(pid): counter \(counter), not \(expected)")
                }
            }
            counters[pid] = counter
            places[pid, default: []].append(index)
            var payload = 4
            var isKey = false
            if control & 2 != 0 {
                let length = Int(at(4))
                payload = 5 + length
                if control == 2, length != 183 { faults.append("packet \(index): adaptation field of \(length)") }
                if length > 0 {
                    isKey = at(5) & 0x40 != 0
                    if at(5) & 0x10 != 0 {
                        var base = Int64(at(6)) << 25 | Int64(at(7)) << 17
                        base |= Int64(at(8)) << 9 | Int64(at(9)) << 1 | Int64(at(10) >> 7)
                        let extra = Int64(at(10) & 1) << 8 | Int64(at(11))
                        if extra >= 300 { faults.append("packet \(index): clock extension \(extra)") }
                        clocks[pid, default: []].append(Clock(packet: index, value: base * 300 + extra))
                    }
                }
            }
            if control & 1 == 1, at(1) & 0x40 == 0, let count = ends[pid]?.count { ends[pid]![count - 1] = index }
            guard control & 1 == 1, at(1) & 0x40 != 0, payload < 188 else { continue }
            if payload + 9 < 188, at(payload) == 0, at(payload + 1) == 0, at(payload + 2) == 1 {
                func stamp(_ i: Int) -> Int64 {
                    var value = Int64(at(i) >> 1 & 7) << 30 | Int64(at(i + 1)) << 22
                    value |= Int64(at(i + 2) >> 1) << 15 | Int64(at(i + 3)) << 7
                    return value | Int64(at(i + 4) >> 1)
                }
                let flags = at(payload + 7) >> 6
                ends[pid, default: []].append(index)
                let pts = stamp(payload + 9)
                stamps[pid, default: []].append(
                    Stamp(packet: index, pts: pts, dts: flags == 3 ? stamp(payload + 14) : pts, isKey: isKey))
            } else {
                let start = payload + 1 + Int(at(payload))
                let length = Int(at(start + 1) & 15) << 8 | Int(at(start + 2))
                let section = Array(p[(p.startIndex + start)..<(p.startIndex + start + 3 + length)])
                // A section with its own check value leaves a remainder of nothing.
                if Self.remainder(section) != 0 { faults.append("packet \(index): section check value") }
                tables[pid, default: []].append(section)
            }
        }
    }

    /// CRC-32/MPEG-2 by the textbook's shift register.
    private static func remainder(_ bytes: [UInt8]) -> UInt32 {
        var register: UInt32 = 0xffff_ffff
        for byte in bytes {
            for bit in (0..<8).reversed() {
                let feedback = (register >> 31) ^ UInt32(byte >> UInt8(bit) & 1)
                register = register << 1 ^ (feedback == 1 ? 0x04c1_1db7 : 0)
            }
        }
        return register
    }
}
