import Glibc
import Playlist

/// XML text of any encoding that writers of schedules use, as UTF-8.
enum XMLEncoding {
    enum Problem: Error {
        /// Not valid text of the encoding named.
        case invalid(String)
        /// An encoding that is not read.
        case unknown(String)
    }

    /// Encodings whose first 128 characters are ASCII, so that a declaration in them reads the same.
    private static let eightBit: Set<String> = Set(
        (1...16).map { "iso-8859-\($0)" } + (1250...1258).map { "windows-\($0)" } + ["koi8-r", "koi8-u", "us-ascii"])

    /// The text as UTF-8 without a byte order mark; UTF-8 itself is not checked.
    static func utf8(_ bytes: [UInt8]) throws(Problem) -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes.dropFirst(2), isBig: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes.dropFirst(2), isBig: true) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        guard let declared = declared(bytes) else { return bytes }
        switch declared {
        case "utf-8", "utf8": return bytes
        case _ where eightBit.contains(declared): return try converted(bytes, from: declared)
        default: throw .unknown(declared)
        }
    }

    /// The encoding that the XML declaration names, in lower case.
    private static func declared(_ bytes: [UInt8]) -> String? {
        let head = bytes.prefix(256)
        guard head.starts(with: "<?xml".utf8), let end = head.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let text = String(decoding: head[..<end], as: UTF8.self)
        guard let name = text.firstRange(of: "encoding") else { return nil }
        let rest = text[name.upperBound...].drop { $0 == " " || $0 == "=" || $0 == "\t" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return rest.dropFirst().prefix { $0 != quote }.lowercased()
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBig: Bool) throws(Problem) -> [UInt8] {
        guard bytes.count % 2 == 0 else { throw .invalid("UTF-16") }
        let start = bytes.startIndex
        let units = (0..<bytes.count / 2).map { index in
            let (a, b) = (UInt16(bytes[start + index * 2]), UInt16(bytes[start + index * 2 + 1]))
            return isBig ? a << 8 | b : b << 8 | a
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw .invalid("UTF-16") }
        return Array(text.utf8)
    }

    private static func converted(_ bytes: [UInt8], from encoding: String) throws(Problem) -> [UInt8] {
        guard let converter = iconv_open("UTF-8", encoding), Int(bitPattern: converter) != -1 else {
            throw .unknown(encoding)
        }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: bytes.count * 4 + 16)
        let left = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target -> Int? in
                var (from, to) = (source.baseAddress, target.baseAddress)
                var (fromLeft, toLeft) = (source.count, target.count)
                guard iconv(converter, &from, &fromLeft, &to, &toLeft) != -1, fromLeft == 0 else { return nil }
                return toLeft
            }
        }
        guard let left else { throw .invalid(encoding) }
        return output[..<(output.count - left)].map { UInt8(bitPattern: $0) }
    }
}
