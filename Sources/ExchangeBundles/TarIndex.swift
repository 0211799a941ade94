import Glibc

/// Where the files of a tar archive lie in it. The archive is stored, not packed: what is in it is as long as it says.
struct TarIndex {
    struct Entry: Equatable {
        var offset: Int64
        var size: Int64
    }

    private(set) var files: [String: Entry] = [:]
    private(set) var folders: [String] = []
    /// Whether the mark of the end was found. Without it the archive is a copy that has not come to its end.
    private(set) var isComplete = false

    /// Walks the headers of an archive of `length` bytes; what the headers speak of is not read.
    init(_ file: Int32, length: Int64) throws(BundleProblem) {
        var offset: Int64 = 0
        var extended: [String: String] = [:]
        var count = 0
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: TarHeader.blockSize, alignment: 16)
        defer { block.deallocate() }
        while true {
            let got = try BundleIO.read(file, at: offset, into: block)
            guard got == TarHeader.blockSize else { break }
            let header = try TarHeader([UInt8](block), at: offset)
            offset += Int64(TarHeader.blockSize)
            guard var header else {
                try Self.checkEnd(file, from: offset, length: length)
                isComplete = true
                break
            }
            count += 1
            guard count <= BundleLimits.files * 3 else {
                throw BundleProblem("not a bundle: more than \(BundleLimits.files) files")
            }
            if header.kind == .extended {
                guard extended.isEmpty else { throw BundleProblem("not a bundle: two extended headers in a row") }
                let (records, next) = try Self.records(file, at: offset, size: header.size)
                guard let records else { break }
                extended = records
                offset = next
                continue
            }
            if let path = extended["path"] { header.name = path }
            if let size = extended["size"] {
                guard let value = Int64(size), (0...BundleLimits.fileBytes).contains(value) else {
                    throw BundleProblem(
                        "\(BundlePath.printable(header.name)): a size that cannot be read, or is too large")
                }
                header.size = value
            }
            extended = [:]
            try take(header, at: offset)
            offset +=
                (header.size + Int64(TarHeader.blockSize) - 1) / Int64(TarHeader.blockSize) * Int64(TarHeader.blockSize)
        }
    }

    private mutating func take(_ header: TarHeader, at offset: Int64) throws(BundleProblem) {
        switch header.kind {
        case .refused(let what): throw BundleProblem("\"\(BundlePath.printable(header.name))\": \(what)")
        case .folder:
            var name = header.name
            while name.hasSuffix("/") { name.removeLast() }
            if let problem = BundlePath.problem(name) { throw BundleProblem(problem) }
            guard header.size == 0 else { throw BundleProblem("\"\(name)\": a folder with contents of its own") }
            folders.append(name)
        case .file:
            if let problem = BundlePath.problem(header.name) { throw BundleProblem(problem) }
            guard files[header.name] == nil else { throw BundleProblem("\"\(header.name)\" is in it twice") }
            files[header.name] = Entry(offset: offset, size: header.size)
        case .extended: break
        }
    }

    /// The records of an extended header, and where what follows begins; no records where the copy ends within it.
    private static func records(
        _ file: Int32, at offset: Int64, size: Int64
    ) throws(BundleProblem) -> (records: [String: String]?, next: Int64) {
        guard (1...Int64(BundleLimits.extendedHeaderBytes)).contains(size) else {
            throw BundleProblem("not a bundle: an extended header of \(size) bytes")
        }
        var bytes: [UInt8] = []
        let got = try BundleIO.pass(file, from: offset, count: size) { buffer throws(BundleProblem) in bytes += buffer }
        guard got == size else { return (nil, offset) }
        var records: [String: String] = [:]
        var rest = bytes[...]
        while !rest.isEmpty {
            let digits = rest.prefix { (48...57).contains($0) }
            guard (1...6).contains(digits.count), let length = Int(String(decoding: digits, as: UTF8.self)),
                length > digits.count + 2, length <= rest.count,
                let text = String(validating: rest.prefix(length).dropFirst(digits.count), as: UTF8.self),
                text.hasPrefix(" "), text.hasSuffix("\n"), let equals = text.firstIndex(of: "=")
            else { throw BundleProblem("not a bundle: an extended header that is damaged") }
            let key = String(text[text.index(after: text.startIndex)..<equals])
            let value = String(text[text.index(after: equals)...].dropLast())
            switch key {
            case "path", "size":
                guard records.updateValue(value, forKey: key) == nil else {
                    throw BundleProblem("not a bundle: an extended header that says \(key) twice")
                }
            // What other tools note beside: of no consequence here.
            case "mtime", "atime", "ctime", "uid", "gid", "uname", "gname", "comment": break
            default:
                throw BundleProblem("not a bundle: an extended header with \(BundlePath.printable(key))")
            }
            rest = rest.dropFirst(length)
        }
        if records.isEmpty { records["comment"] = "" }
        let blocks = (size + Int64(TarHeader.blockSize) - 1) / Int64(TarHeader.blockSize)
        return (records, offset + blocks * Int64(TarHeader.blockSize))
    }

    /// Behind the mark of the end there are zeros, and not many.
    private static func checkEnd(_ file: Int32, from offset: Int64, length: Int64) throws(BundleProblem) {
        guard length - offset <= 1 << 20 else { throw BundleProblem("not a bundle: more behind its end") }
        _ = try BundleIO.pass(file, from: offset, count: length - offset) { buffer throws(BundleProblem) in
            guard buffer.allSatisfy({ $0 == 0 }) else { throw BundleProblem("not a bundle: more behind its end") }
        }
    }
}
