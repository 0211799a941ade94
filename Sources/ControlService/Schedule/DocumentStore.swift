import Glibc
import Playlist
import PlaylistFormats
import Realtime
import TrustDigest

/// The texts of accepted documents, by digest: what the journal refers to.
package struct DocumentStore: Sendable {
    package let folder: String

    package init(folder: String) { self.folder = folder }

    package static func digest(_ bytes: [UInt8]) -> String { hexadecimal(SHA256Stream.digest(of: bytes)) }

    /// Keeps a text; on stable storage when this returns.
    package func keep(_ bytes: [UInt8]) throws(SystemError) -> String {
        let digest = Self.digest(bytes)
        let path = folder + "/" + digest
        // What is there already must be what it is called: a damaged copy is written anew.
        if let known = try? PlaylistFolder.readFile(path), known == bytes { return digest }
        try DurableFile.replace(path, with: bytes)
        return digest
    }

    /// Keeps the seal with which a text was let in, beside it, for whoever asks later by whose word it aired.
    package func keep(seal: [UInt8], of digest: String) throws(SystemError) {
        try DurableFile.replace(folder + "/" + digest + ".seal.json", with: seal)
    }

    /// The text of a digest, if it is there and whole.
    package func text(_ digest: String) -> [UInt8]? {
        guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit),
            let bytes = try? PlaylistFolder.readFile(folder + "/" + digest), Self.digest(bytes) == digest
        else { return nil }
        return bytes
    }

    /// The whole digest of the only text whose digest begins so; `nil` when there is none, or more than one.
    package func digest(beginning prefix: String) -> String? {
        guard (6...64).contains(prefix.utf8.count), prefix.allSatisfy({ $0.isHexDigit && !$0.isUppercase }),
            let directory = opendir(folder)
        else { return nil }
        defer { closedir(directory) }
        var found: String?
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.utf8.count == 64, name.hasPrefix(prefix) else { continue }
            if found != nil { return nil }
            found = name
        }
        return found
    }

    /// The document of a digest, read as a file of this name.
    package func document(_ digest: String, name: String) -> PlaylistDocument? {
        text(digest).flatMap { PlaylistReader.read($0, file: name).document }
    }
}
