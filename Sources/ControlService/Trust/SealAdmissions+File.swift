import TrustFormats
import TrustRepository

extension SealAdmissions {
    /// What was kept; damaged or absent, nothing was.
    package init(_ path: String) {
        guard let bytes = try? SmallFile.read(path, most: 128 << 20),
            let admissions = try? ControlCoding.decode(SealAdmissions.self, from: bytes)
        else {
            self.init()
            return
        }
        self = admissions
    }

    package func keep(_ path: String) throws(RepositoryProblem) {
        do {
            try DurableFile.replace(path, with: ControlCoding.encode(self))
        } catch {
            throw .notKept(path, why: "\(error)")
        }
    }
}
