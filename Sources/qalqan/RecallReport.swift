import ControlService
import Trust
import TrustFormats

/// What `recall` prints about one recall with `--json`.
struct RecallReport: Encodable {
    /// What a channel made of it.
    struct Channel: Encodable {
        var name: String
        /// `taken`, `pending` (kept; it needs more signatures), `left` (in the folder of a channel that does not run),
        /// `refused` or `unreachable`.
        var result: String
        var message: String
        /// The frame from which it holds there.
        var effective: OperatorAnswer.Effective?
    }

    /// As it was asked for.
    var id: String
    /// `recalled`, `signed` (an older recall, by one more desk), `current` (this desk had signed it) or `refused`.
    var result: String
    var problem: String?
    var file: String?
    var serial: String?
    var name: String?
    var reason: String?
    var territories: [String]?
    /// Key identifiers.
    var signatures: [String]?
    /// The list of revocations that has it too.
    var published: String?
    var channels: [Channel] = []

    init(id: String, result: String, problem: String? = nil) {
        self.id = id
        self.result = result
        self.problem = problem
    }

    mutating func take(_ recall: SignedRecall) {
        serial = recall.statement.serial
        name = recall.statement.name.isEmpty ? nil : recall.statement.name
        reason = recall.statement.reason
        territories = recall.statement.territories.isEmpty ? nil : recall.statement.territories
        signatures = recall.envelope.signatures.map(\.keyID)
    }

    var isRefused: Bool { result == "refused" || channels.contains { ["refused", "unreachable"].contains($0.result) } }

    /// The command that publishes a list of revocations.
    private static func publication(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isTarget = parts.count > 2 && parts[parts.count - 2] == "targets"
        let folder = isTarget ? parts.dropLast(2).joined(separator: "/") : "FOLDER"
        return "qalqan trust publish \(folder) \(path) --key TARGETS.key --key ONLINE.key"
    }

    /// Prints what a person has to know; problems to standard error.
    func show(json: Bool) {
        if let problem {
            StandardError.write(problem.hasPrefix(id) ? problem : "\(id): \(problem)")
            return
        }
        let count = signatures?.count ?? 0
        if !json {
            print("\(result)  \(name ?? serial ?? id)  \(count) signature\(count == 1 ? "" : "s")")
            if let file { print("  written to \(file): bring it to every channel that may air the item") }
            if let published {
                print("  added to \(published): it counts when that is published: \(Self.publication(published))")
            }
        }
        for channel in channels {
            let line = "\(channel.name): \(channel.message)"
            if ["refused", "unreachable"].contains(channel.result) {
                StandardError.write(line)
            } else if !json {
                print("  " + line)
                if let effective = channel.effective {
                    print("  off air from frame \(effective.frame)  \(effective.timecode)  \(effective.utc)")
                }
            }
        }
        if !json, channels.isEmpty, result != "refused" { print("  sent to no channel") }
    }
}
