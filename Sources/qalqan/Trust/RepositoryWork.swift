import CLinux
import TrustRepository

/// What the commands of a repository's owners have in common.
enum RepositoryWork {
    /// Now, Unix seconds.
    static var now: Int64 { ql_realtime_nanoseconds() / 1_000_000_000 }

    /// Does it; a problem is the end of the command.
    static func attempt<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let problem as AuthorProblem {
            throw CommandFailure.refused("\(problem)")
        } catch let problem as RepositoryProblem {
            throw CommandFailure.refused("\(problem)")
        }
    }

    /// What became of a root, as `--json` prints it.
    struct RootReport: Encodable {
        let version: Int64
        let published: Bool
        let signatures: Int
        let waitsFor: [String]
    }

    static func report(_ staged: RepositoryAuthor.Staged, in folder: String, json: Bool) {
        if json {
            print(
                JSONText.of(
                    RootReport(
                        version: staged.version, published: staged.isPublished, signatures: staged.signed,
                        waitsFor: staged.waitsFor)))
        } else if staged.isPublished {
            print("\(folder)/\(staged.version).root.json  published, \(staged.signed) signatures")
        } else {
            print(
                "\(folder)/staged.root  root \(staged.version) waits for signatures, \(staged.signed) are there; can sign:"
            )
            for keyID in staged.waitsFor { print("  \(keyID)") }
            print("next: qalqan trust sign \(folder) --key NAME.key, at each owner's place")
        }
    }
}
