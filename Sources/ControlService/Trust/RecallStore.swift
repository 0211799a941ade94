import Glibc
import Realtime
import Trust
import TrustFormats

/// The recalls that a channel has seen. They are kept for good, in `revocations.json` of its data folder, whatever becomes of
/// the files and sockets they came by.
package struct RecallStore: Sendable {
    /// Recalls that are followed in the folder at once.
    static let mostFiles = 1_000

    /// Path of the kept list, and of the folder that is watched.
    package let path: String
    package let folder: String

    package init(path: String, folder: String) {
        self.path = path
        self.folder = folder
    }

    /// What is kept; throws when there is a file and it cannot be understood.
    package func kept() throws(SealProblem) -> RevocationList {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.read(path, most: RevocationList.mostBytes)
        } catch .missing {
            return RevocationList()
        } catch { throw SealProblem("cannot be read: \(error.text)") }
        return try RevocationList(json: bytes)
    }

    /// Keeps a list over every restart.
    package func keep(_ list: RevocationList) throws(SystemError) { try DurableFile.replace(path, with: list.json) }

    /// Sets a list aside that cannot be understood.
    package func setAside() { rename(path, path + ".damaged") }

    /// The recall files in the folder now. A folder that is not there has none.
    package func listing() -> [String: FileIdentity] {
        guard let directory = opendir(folder) else { return [:] }
        defer { closedir(directory) }
        var result: [String: FileIdentity] = [:]
        while let entry = readdir(directory), result.count < Self.mostFiles {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix("."), name.hasSuffix(SignedRecall.ending) else { continue }
            var facts = stat()
            guard stat(folder + "/" + name, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { continue }
            result[name] = FileIdentity(facts)
        }
        return result
    }

    /// One recall of the folder.
    package func read(_ name: String) throws(SealProblem) -> SignedRecall {
        guard let recall = try SignedRecall.load(folder + "/" + name) else { throw SealProblem("not there any more") }
        return recall
    }

    /// All that is kept and all that lies in the folder, as far as it can be understood: what a channel that starts now would
    /// know of.
    package func all() -> RevocationList {
        var list = (try? kept()) ?? RevocationList()
        for name in listing().keys.sorted() {
            if let recall = try? read(name) { list.add(recall) }
        }
        return list
    }
}
