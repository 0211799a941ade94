/// One 512-byte header of a tar archive: POSIX.1-1988 ustar, with the extended headers of POSIX.1-2001 (pax) around it.
struct TarHeader: Equatable {
    static let blockSize = 512

    enum Kind: Equatable {
        case file, folder, extended
        /// A kind that a bundle never has, in words.
        case refused(String)
    }

    var name: String
    var size: Int64
    var kind: Kind

    init(name: String, size: Int64, kind: Kind) {
        self.name = name
        self.size = size
        self.kind = kind
    }

    // MARK: Reading

    /// Reads a header; `nil` for a block of zeros, the mark of the end.
    init?(_ block: [UInt8], at offset: Int64) throws(BundleProblem) {
        precondition(block.count == Self.blockSize)
        guard block.contains(where: { $0 != 0 }) else { return nil }
        func problem(_ what: String) -> BundleProblem { BundleProblem("not a bundle: \(what) at byte \(offset)") }
        // The sum of all bytes, the field itself taken for blanks.
        var sum = 0
        for (index, byte) in block.enumerated() { sum += (148..<156).contains(index) ? 32 : Int(byte) }
        guard let stated = Self.octal(block[148..<156]), stated == Int64(sum) else {
            throw problem("a header that is none, or is damaged,")
        }
        guard block[257..<263].elementsEqual("ustar\0".utf8) || block[257..<265].elementsEqual("ustar  \0".utf8) else {
            throw problem("an archive of another format than POSIX tar")
        }
        let isGNU = block[262] != 0
        guard let name = Self.text(block[0..<100]), let prefix = isGNU ? "" : Self.text(block[345..<500]) else {
            throw problem("a name that is not UTF-8")
        }
        guard let size = Self.octal(block[124..<136]), size <= BundleLimits.fileBytes else {
            throw problem("a size that cannot be read, or is too large,")
        }
        self.name = prefix.isEmpty ? name : prefix + "/" + name
        self.size = size
        kind =
            switch block[156] {
            case UInt8(ascii: "0"), 0: .file
            case UInt8(ascii: "5"): .folder
            case UInt8(ascii: "x"): .extended
            case UInt8(ascii: "1"): .refused("a hard link")
            case UInt8(ascii: "2"): .refused("a symbolic link")
            case UInt8(ascii: "3"): .refused("a character device")
            case UInt8(ascii: "4"): .refused("a block device")
            case UInt8(ascii: "6"): .refused("a FIFO")
            case UInt8(ascii: "7"): .refused("a contiguous file")
            case UInt8(ascii: "S"): .refused("a sparse file")
            case UInt8(ascii: "L"), UInt8(ascii: "K"):
                .refused("a long name of GNU tar's own (pack it with --format=pax)")
            case UInt8(ascii: "g"): .refused("a header for all entries")
            default: .refused("an entry of an unknown kind")
            }
    }

    /// Digits up to a blank or a zero; `nil` for anything else, base-256 numbers of GNU tar among it.
    private static func octal(_ field: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        var digits = 0
        for byte in field.drop(while: { $0 == 0x20 }) {
            if byte == 0 || byte == 0x20 { break }
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else { return nil }
            value = value << 3 | Int64(byte - UInt8(ascii: "0"))
            digits += 1
        }
        return digits > 0 ? value : nil
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String? {
        String(validating: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    // MARK: Writing

    /// The header's block, preceded by an extended header where the name or size does not fit.
    var blocks: [UInt8] {
        let bytes = Array(name.utf8)
        let fits = bytes.count <= 100 && bytes.allSatisfy { $0 < 0x80 } && size < 1 << 33
        guard !fits else { return Self.block(bytes, size: size, kind: UInt8(ascii: "0")) }
        let records = Self.record("path", name) + Self.record("size", "\(size)")
        let padding = (Self.blockSize - records.count % Self.blockSize) % Self.blockSize
        return Self.block(Array("pax-header".utf8), size: Int64(records.count), kind: UInt8(ascii: "x")) + records
            + [UInt8](repeating: 0, count: padding)
            + Self.block(Array("see-pax-header".utf8), size: min(size, (1 << 33) - 1), kind: UInt8(ascii: "0"))
    }

    /// A record of an extended header: its own length, a blank, key=value, a line end.
    private static func record(_ key: String, _ value: String) -> [UInt8] {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count + 1
        while "\(length)".utf8.count + rest.utf8.count != length { length += 1 }
        return Array("\(length)\(rest)".utf8)
    }

    private static func block(_ name: [UInt8], size: Int64, kind: UInt8) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockSize)
        func put(_ bytes: some Collection<UInt8>, at offset: Int) {
            for (index, byte) in bytes.enumerated() { block[offset + index] = byte }
        }
        func octal(_ value: Int64, digits: Int) -> [UInt8] {
            let text = String(value, radix: 8)
            return Array((String(repeating: "0", count: max(0, digits - text.utf8.count)) + text).utf8)
        }
        put(name, at: 0)
        put(octal(0o644, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(0, digits: 11), at: 136)
        put([UInt8](repeating: 0x20, count: 8), at: 148)
        block[156] = kind
        put(Array("ustar\0".utf8) + Array("00".utf8), at: 257)
        let sum = block.reduce(0) { $0 + Int64($1) }
        put(octal(sum, digits: 6) + [0, 0x20], at: 148)
        return block
    }
}
