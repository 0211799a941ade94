import Foundation

/// Paths inside a bundle: relative, plain, and the same file on every system that may look at it.
enum BundlePath {
    /// What is wrong with a path; `nil` when nothing is.
    static func problem(_ path: String) -> String? {
        let name = "\"\(printable(path))\""
        guard !path.isEmpty else { return "an entry without a name" }
        guard path.utf8.count <= BundleLimits.pathBytes else {
            return "\(name): longer than \(BundleLimits.pathBytes) bytes"
        }
        guard !path.hasPrefix("/") else { return "\(name): an absolute path" }
        guard !path.contains("\\"), !path.contains(":") else { return "\(name): a path of another system" }
        guard !path.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
            return "\(name): control characters in the name"
        }
        // Characters that make a name look like another one on a screen.
        guard
            !path.unicodeScalars.contains(where: {
                [0x200E, 0x200F].contains($0.value) || (0x202A...0x202E).contains($0.value)
                    || (0x2066...0x2069).contains($0.value)
            })
        else {
            return "\(name): hidden direction marks in the name"
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= BundleLimits.depth else { return "\(name): more than \(BundleLimits.depth) folders deep" }
        for part in parts {
            if part == ".." { return "\(name): leads out of its folder" }
            if part.isEmpty || part == "." { return "\(name): not a plain path" }
            if part.utf8.count > BundleLimits.partBytes {
                return "\(name): a name longer than \(BundleLimits.partBytes) bytes"
            }
            if part.hasPrefix(".") { return "\(name): a hidden file" }
            if part.hasPrefix("-") || part.hasSuffix(" ") || part.hasSuffix(".") || part.hasPrefix(" ") {
                return "\(name): a name that other tools take for something else"
            }
        }
        return nil
    }

    /// What two paths have in common that some file system takes for the same file: composed, and without case.
    static func folded(_ path: String) -> String {
        path.precomposedStringWithCanonicalMapping.lowercased().precomposedStringWithCanonicalMapping
    }

    /// What is wrong with paths beside each other: twice, alike but for case, one a folder of another; `nil` when nothing is.
    static func conflict(among paths: some Collection<String>) -> String? {
        var seen: [String: String] = [:]
        for path in paths {
            let key = folded(path)
            if let other = seen[key] {
                return other == path
                    ? "\"\(path)\" is in it twice"
                    : "\"\(other)\" and \"\(path)\" are one file where case or composition does not count"
            }
            seen[key] = path
        }
        for path in paths {
            var parts = folded(path).split(separator: "/")
            while parts.count > 1 {
                parts.removeLast()
                if let file = seen[parts.joined(separator: "/")] { return "\"\(file)\" is both a file and a folder" }
            }
        }
        return nil
    }

    /// A name as it may be shown: without what would move a terminal's cursor.
    static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(200).map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "?" : $0 }))
    }
}
