import Playlist

/// Paths of other systems' lists as paths below the channel's media folders.
struct MediaPathMap: Sendable {
    /// Absolute, tidied, without a slash at the end.
    private let folders: [String]
    /// The list's own folder as a path below a media folder, when it lies in one: its relative paths count from there.
    private let base: String?

    /// - Parameter file: path of the list, for lists whose relative paths count from where they lie; `nil` for others.
    init(folders: [String], file: String? = nil) {
        let tidied = folders.compactMap(Self.tidied)
        self.folders = tidied
        base = file.flatMap { file in
            guard file.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return nil }
            return Self.tidied(String(file[..<slash])).flatMap { Self.below($0, tidied) }
        }
    }

    enum Problem: Error {
        /// Not a file: an address of this scheme.
        case remote(String)
        /// An absolute path outside all folders, or one with no folder known.
        case outside
        /// Not a path at all.
        case malformed
    }

    /// The path below a media folder that `written` means: a path of this or another system, or a `file:` address.
    func path(_ written: String) throws(Problem) -> String {
        var path = written
        if let scheme = Self.scheme(of: written) {
            guard scheme == "file", let local = Self.local(written) else { throw .remote(scheme) }
            path = local
        }
        let isWindows = Self.drive(of: path) != nil || path.hasPrefix("\\\\")
        if isWindows || (path.contains("\\") && !path.contains("/")) {
            path = String(path.map { $0 == "\\" ? "/" : $0 })
        }
        if path.hasPrefix("/") || isWindows {
            guard let whole = Self.tidied(path), let mapped = Self.below(whole, folders), !mapped.isEmpty else {
                throw .outside
            }
            return mapped
        }
        guard let base, !base.isEmpty else {
            guard let tidied = Self.tidied("/" + path), tidied.count > 1 else { throw .malformed }
            return String(tidied.dropFirst())
        }
        guard let tidied = Self.tidied("/" + base + "/" + path), tidied.count > 1 else { throw .malformed }
        return String(tidied.dropFirst())
    }

    /// What lies below one of the folders; empty for a folder itself.
    private static func below(_ path: String, _ folders: [String]) -> String? {
        for folder in folders {
            if path == folder { return "" }
            let prefix = folder == "/" ? folder : folder + "/"
            if path.hasPrefix(prefix) { return String(path.dropFirst(prefix.count)) }
        }
        return nil
    }

    /// `.` and `..` resolved by text; `nil` where `..` leads above the root.
    private static func tidied(_ path: String) -> String? {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." {
                guard parts.popLast() != nil else { return nil }
            } else {
                parts.append(part)
            }
        }
        let drive = path.hasPrefix("/") ? "/" : ""
        return drive + parts.joined(separator: "/")
    }

    /// The scheme of an address: at least two letters, so that a drive is none.
    private static func scheme(of text: String) -> String? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let scheme = text[..<colon].lowercased()
        guard scheme.utf8.count > 1, scheme.utf8.count < 20, scheme.first?.isLetter == true,
            scheme.utf8.allSatisfy({ ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x2B...0x39).contains($0) })
        else { return nil }
        // A file name may have a colon too: an address goes on with `//`, or is one of `file:`.
        return text[colon...].hasPrefix("://") || scheme == "file" ? scheme : nil
    }

    private static func drive(of path: String) -> Character? {
        let start = Array(path.utf8.prefix(3))
        guard start.count == 3, start[1] == UInt8(ascii: ":"),
            start[2] == UInt8(ascii: "\\") || start[2] == UInt8(ascii: "/"),
            (0x61...0x7A).contains(start[0] | 0x20)
        else { return nil }
        return path.first
    }

    /// The path of a `file:` address of this machine, its escapes undone.
    private static func local(_ address: String) -> String? {
        var rest = address.dropFirst("file:".count)
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            if rest.hasPrefix("localhost/") { rest = rest.dropFirst("localhost".count) }
            guard rest.hasPrefix("/") else { return nil }
        }
        var bytes: [UInt8] = []
        var left = Array(rest.utf8)[...]
        while let byte = left.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard left.count >= 2, let value = UInt8(String(decoding: left.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            left = left.dropFirst(2)
            bytes.append(value)
        }
        guard let path = String(validating: bytes, as: UTF8.self) else { return nil }
        // `file:///C:/media` is a drive's path behind a slash.
        return path.hasPrefix("/") && drive(of: String(path.dropFirst())) != nil ? String(path.dropFirst()) : path
    }
}
