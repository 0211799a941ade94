import Glibc
import TrustDigest

/// A repository in a folder: a mounted stick, a share, a folder that some other tool brings up to date.
package struct FolderFetcher: MetadataFetcher {
    package let path: String

    package init(path: String) { self.path = path }

    package func fetch(_ parts: [String], most: Int) throws(RepositoryProblem) -> [UInt8] {
        let name = parts.joined(separator: "/")
        // A name out of hostile metadata must not lead anywhere else on this machine.
        guard
            parts.allSatisfy({
                !$0.isEmpty && !$0.hasPrefix(".") && !$0.utf8.contains(0) && !$0.utf8.contains(UInt8(ascii: "/"))
            })
        else { throw .notFound(name) }
        guard access(path, X_OK) == 0 else { throw .unreachable(path, why: String(cString: strerror(errno))) }
        let file = path + "/" + name
        let descriptor: Int32
        do throws(VerifiedFileError) {
            descriptor = try VerifiedFile.openRegular(file).descriptor
        } catch .missing {
            throw .notFound(name)
        } catch {
            throw .unreachable(file, why: error.description)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let got = read(descriptor, &chunk, chunk.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .unreachable(file, why: String(cString: strerror(errno))) }
            if got == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<got])
            guard bytes.count <= most else { throw .tooLarge(name, limit: most) }
        }
    }
}
