import Trust
import TrustCrypto
import TrustFormats

/// What `seal`, `approve` and `verify` print about one file with `--json`.
struct SealReport: Encodable, Sendable {
    var file: String
    /// `playlist` for one; absent for media.
    var kind: String?
    var channel: String?
    var day: String?
    /// `sealed`, `current`, `approved`, `verified`, `intact` (nobody was named whose signatures count) or `refused`.
    var result: String
    /// Why it was refused.
    var problem: String?
    var serial: String?
    var size: Int64?
    var sha256: String?
    var verity: String?
    /// Seconds as a fraction; absent for a still.
    var duration: String?
    var approvals: [String]?
    /// Signatures of trusted desks that do not count, and why.
    var uncounted: [String]?
    /// A recall of it that does not hold yet.
    var recall: String?
    /// Key identifiers of all signatures.
    var signatures: [String]?

    init(file: String, result: String, problem: String? = nil, statement: SealStatement? = nil) {
        self.file = file
        self.result = result
        self.problem = problem
        serial = statement?.serial
        size = statement?.size
        sha256 = statement.map { Hexadecimal.encode($0.sha256) }
        verity = statement.map { Hexadecimal.encode($0.verityDigest) }
        duration = statement?.technical.duration?.description
    }

    var isRefused: Bool { result == "refused" }

    /// Prints reports as JSON, or as lines: problems to standard error, the rest to standard output.
    static func show(_ reports: [SealReport], json: Bool, line: (SealReport) -> String) throws {
        if json { print(JSONText.of(reports)) }
        for report in reports {
            if report.isRefused {
                StandardError.write("\(report.file): \(report.problem ?? "refused")")
                for note in report.uncounted ?? [] { StandardError.write("\(report.file): not counted: \(note)") }
            } else if !json {
                print(line(report))
            }
        }
        if reports.contains(where: \.isRefused) { throw CommandFailure.refused("") }
    }
}
