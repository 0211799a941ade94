import TrustDigest

/// The chain of hashes through the log.
///
/// A line is one JSON object whose last two fields are `prev` and `hash`. With `body` the line without its `hash` field
/// (`{...,"prev":"..."}`), the hash is SHA-256(the 32 bytes of `prev`, then the bytes of `body`). The first row of a log has
/// 32 zero bytes for `prev`; the first row of each further file goes on from the last row of the file before.
package enum AsRunChain {
    package static let start = [UInt8](repeating: 0, count: SHA256Stream.digestBytes)

    static func hash(previous: [UInt8], body: [UInt8]) -> [UInt8] {
        var stream = SHA256Stream()
        stream.update(previous)
        stream.update(body)
        return stream.finish()
    }

    /// A line taken apart, its own hash checked; what it claims of the row before is for the caller to compare.
    struct Link: Hashable {
        var sequence: UInt64
        var previous: [UInt8]
        var hash: [UInt8]
    }

    private static let hashMark = Array(",\"hash\":\"".utf8)
    private static let previousMark = Array(",\"prev\":\"".utf8)
    private static let sequenceMark = Array("{\"seq\":".utf8)

    /// The link of a whole line (without its line end); `nil` when it is not a row or its hash does not match.
    static func link(_ line: ArraySlice<UInt8>) -> Link? {
        // ...,"prev":"64","hash":"64"}
        let tail = hashMark.count + 64 + 2
        guard line.count > tail + previousMark.count + 65 + sequenceMark.count, line.starts(with: sequenceMark) else {
            return nil
        }
        let hashStart = line.endIndex - tail
        let previousStart = hashStart - 65 - previousMark.count
        guard line[hashStart...].starts(with: hashMark), line[previousStart...].starts(with: previousMark),
            line[hashStart - 1] == UInt8(ascii: "\""), line.suffix(2).elementsEqual("\"}".utf8),
            let hash = Hexadecimal.bytes(line[(hashStart + hashMark.count)..<(line.endIndex - 2)]),
            let previous = Hexadecimal.bytes(line[(previousStart + previousMark.count)..<(hashStart - 1)])
        else { return nil }
        var sequence: UInt64 = 0
        for digit in line.dropFirst(sequenceMark.count) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { break }
            let (product, overflow) = sequence.multipliedReportingOverflow(by: 10)
            guard !overflow, product <= .max - 9 else { return nil }
            sequence = product + UInt64(digit - UInt8(ascii: "0"))
        }
        let body = Array(line[..<hashStart]) + [UInt8(ascii: "}")]
        guard AsRunChain.hash(previous: previous, body: body) == hash else { return nil }
        return Link(sequence: sequence, previous: previous, hash: hash)
    }
}
