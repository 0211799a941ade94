import Crypto
import Foundation

/// C4 identifiers (SMPTE ST 2114): SHA-512 in base 58, 90 characters that begin with `c4`.
enum C4 {
    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    static func text(_ digest: some Sequence<UInt8>) -> String {
        var number = Array(digest)
        var digits: [UInt8] = []
        for _ in 0..<88 {
            // One division of the whole number by 58, most significant byte first.
            var rest = 0
            for index in number.indices {
                let value = rest << 8 | Int(number[index])
                number[index] = UInt8(value / 58)
                rest = value % 58
            }
            digits.append(alphabet[rest])
        }
        return "c4" + String(decoding: digits.reversed(), as: UTF8.self)
    }
}
