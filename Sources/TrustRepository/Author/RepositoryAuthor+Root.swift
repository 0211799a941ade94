import Glibc
import TrustCrypto
import TrustFormats

/// Roots: made by their owners one after the other, each with the signatures of those before and after it.
extension RepositoryAuthor {
    /// A root that waits for signatures, beside the published ones.
    package struct Staged: Sendable {
        package let version: Int64
        /// Signatures that are there, and those that are asked for by the root before it and by itself.
        package let signed: Int
        /// Keys (identifiers) any of which can still sign.
        package let waitsFor: [String]
        /// Whether it was published, having all it needs.
        package let isPublished: Bool
    }

    /// Who speaks for a role of a new repository.
    package struct RoleOwners: Sendable {
        package var keys: [VerifyingKey]
        package var threshold: Int

        package init(keys: [VerifyingKey], threshold: Int) {
            self.keys = keys
            self.threshold = threshold
        }
    }

    /// Makes the first root in a new folder, signed by those of its keys that are at hand.
    package static func create(
        path: String, owners: [MetadataRole: RoleOwners], lifetime: Int64, signers: [any Signer], at second: Int64
    ) throws(AuthorProblem) -> Staged {
        for name in ["1.root.json", staged] where access(path + "/" + name, F_OK) == 0 {
            throw AuthorProblem("\(path)/\(name): there is a repository already; choose another folder")
        }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw AuthorProblem("\(path): \(String(cString: strerror(errno)))")
        }
        var root = RootDraft(expires: second + lifetime)
        for role in MetadataRole.allCases {
            root.set(role, owners[role]?.keys ?? [], threshold: owners[role]?.threshold ?? 1)
        }
        if let problem = root.problem { throw AuthorProblem(problem) }
        return try stage(MetadataDraft(root.signed), path: path, after: nil, signers)
    }

    /// What is to be different in the next root.
    package struct Rotation: Sendable {
        package var role: MetadataRole?
        package var added: [VerifyingKey] = []
        /// Identifiers of keys, or their beginnings.
        package var removed: [String] = []
        package var threshold: Int?
        package var lifetime = RoleLifetimes().root

        package init() {}
    }

    /// Makes the next root: other keys or another threshold for a role, or just a new end.
    package func rotate(
        _ change: Rotation, signers: [any Signer], at second: Int64
    ) throws(AuthorProblem) -> Staged {
        if access(path + "/" + Self.staged, F_OK) == 0 {
            throw AuthorProblem(
                "\(path)/\(Self.staged): a root waits for signatures; sign it (qalqan trust sign) or remove it")
        }
        var root = RootDraft(after: self.root, expires: second + change.lifetime)
        if let role = change.role {
            for key in change.added { root.add(key, to: role) }
            for beginning in change.removed {
                let found = root.roles[role]?.keyIDs.filter { $0.hasPrefix(beginning.lowercased()) } ?? []
                guard found.count == 1, beginning.count >= 6 else {
                    throw AuthorProblem(
                        "\(role.rawValue) has \(found.isEmpty ? "no key" : "several keys") whose identifier begins with "
                            + "\(beginning): qalqan trust show tells them")
                }
                root.remove(found[0], from: role)
            }
            if let threshold = change.threshold { root.roles[role]?.threshold = threshold }
        }
        if let problem = root.problem { throw AuthorProblem("the next root would not work: \(problem)") }
        return try Self.stage(MetadataDraft(root.signed), path: path, after: self.root, signers)
    }

    /// Signs the root that waits.
    package static func sign(path: String, signers: [any Signer]) throws(AuthorProblem) -> Staged {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.read(path + "/" + staged, most: MetadataRole.root.mostBytes)
        } catch {
            throw AuthorProblem("\(path)/\(staged): \(error.text); no root waits for signatures")
        }
        let before = access(path + "/1.root.json", F_OK) == 0 ? try RepositoryAuthor(path: path).root : nil
        let draft: MetadataDraft
        do throws(RepositoryProblem) {
            draft = try MetadataDraft(bytes, "the staged root")
        } catch {
            throw AuthorProblem("\(path)/\(staged): \(error)")
        }
        return try stage(draft, path: path, after: before, signers)
    }

    /// Signs with what is at hand, then publishes, or keeps what still waits.
    private static func stage(
        _ unsigned: MetadataDraft, path: String, after before: RootMetadata?, _ signers: [any Signer]
    ) throws(AuthorProblem) -> Staged {
        var draft = unsigned
        do throws(RepositoryProblem) {
            let next = try RootMetadata(try MetadataFile(draft.bytes, "the next root"))
            let roots = [before, next].compactMap { $0 }
            let owners = Set(roots.flatMap { $0.roles[.root]?.keyIDs ?? [] })
            for signer in signers {
                let keyID = MetadataKey(signer.verifyingKey).keyID
                guard owners.contains(keyID) else { continue }
                do throws(AuthorProblem) { try draft.sign(with: signer) } catch {
                    throw .notKept(path, why: "\(error)")
                }
            }
            let file = try MetadataFile(draft.bytes, "the next root")
            let store = FolderStore(path: path, isPublic: true)
            let isWhole = roots.allSatisfy { (try? $0.verify(file, as: .root)) != nil }
            if isWhole {
                try store.write("\(file.version).root.json", draft.bytes)
                unlink(path + "/" + staged)
            } else {
                try store.write(staged, draft.bytes)
            }
            return Staged(
                version: file.version, signed: draft.signedBy.count,
                waitsFor: isWhole ? [] : owners.subtracting(draft.signedBy).sorted(), isPublished: isWhole)
        } catch {
            throw AuthorProblem("\(error)")
        }
    }
}
