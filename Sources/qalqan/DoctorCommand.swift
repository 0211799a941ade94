import ArgumentParser

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "What this box lacks, and what mends it.",
        discussion: """
            Looks at programs, real-time rights, the clock, folders, fonts and devices. With a configuration also at what \
            that channel needs; exit status 1 when something it needs is missing.

            Example:
              qalqan doctor --config /etc/qalqan/channel.yaml
            """)

    @Option(help: "The channel's configuration.")
    var config: String?

    @Flag(help: "Print JSON.")
    var json = false

    private struct Report: Encodable {
        let findings: [Finding]
        let errors: Int
        let warnings: Int
    }

    func run() async throws {
        let findings = Doctor(configuration: config).examine()
        let errors = findings.count { $0.level == .error }
        let warnings = findings.count { $0.level == .warning }
        if json {
            print(JSONText.of(Report(findings: findings, errors: errors, warnings: warnings)))
        } else {
            print(Self.text(findings, errors: errors, warnings: warnings, Ink.standard))
        }
        if errors > 0 { throw CommandFailure.refused("") }
    }

    private static func text(_ findings: [Finding], errors: Int, warnings: Int, _ ink: Ink) -> String {
        var lines: [String] = []
        for finding in findings {
            let mark =
                switch finding.level {
                case .good: ink.good("ok     ")
                case .note: ink.dim("note   ")
                case .warning: ink.caution("warning")
                case .error: ink.bad("MISSING")
                }
            lines.append("\(mark)  \(finding.message)")
            if !finding.remedy.isEmpty { lines.append("         \(ink.dim("->")) \(finding.remedy)") }
        }
        lines.append("")
        if errors > 0 {
            lines.append(ink.bad("\(errors) thing\(errors == 1 ? "" : "s") missing, \(warnings) to look at."))
        } else if warnings > 0 {
            lines.append(ink.caution("Ready; \(warnings) thing\(warnings == 1 ? "" : "s") could be better."))
        } else {
            lines.append(ink.good("Ready."))
        }
        return lines.joined(separator: "\n")
    }
}
