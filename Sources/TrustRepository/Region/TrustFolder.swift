import Glibc
import TrustFormats

/// The places in a channel's data folder where what it has of its repository is kept.
package struct TrustFolder: Hashable, Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// What the client has verified, newest of each role: the guard against rollback.
    package var client: FolderStore { FolderStore(path: path + "/client") }
    /// The last whole set: what is in force.
    package var bundle: String { path + "/in-force.json" }
    /// Which seals were accepted while the metadata were fresh, and by whose keys.
    package var admissions: String { path + "/admitted.json" }
    /// The latest time that was seen.
    package var time: String { path + "/time.json" }

    /// Makes the folders.
    package func prepare() throws(RepositoryProblem) {
        let above = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        for folder in [above, path, client.path] where !folder.isEmpty {
            let made = OwnedFolder.make(folder)
            guard made == 0 else { throw .notKept(folder, why: String(cString: strerror(made))) }
        }
    }

    /// What is in force; `nil` when nothing ever was.
    package func readBundle() throws(RepositoryProblem) -> TrustBundle? {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.read(bundle, most: 128 << 20)
        } catch .missing {
            return nil
        } catch {
            throw .unreachable(bundle, why: error.text)
        }
        return try TrustBundle(bytes: bytes)
    }
}
