import ArgumentParser
import TrustFormats

struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Measure media files and sign what they are.",
        discussion: """
            Writes FILE.seal.json (the signed statement) and FILE.seal.tree (the hash tree that playout reads by) beside \
            each file. Files whose seal is current are skipped, so an interrupted run is simply repeated. What the desk \
            says about the files (languages, territories, rights, origin, AI disclosure) comes from --set.

            Example:
              qalqan seal media/news/*.mov --key newsroom.key --set news.yaml

            news.yaml:
              origin: { desk: newsroom, country: KZ }
              category: news
              languages: [kk, ru]
              territories: [KZ, KG, UZ]
              notAfter: 2027-01-01T00:00:00Z
              digitalSourceType: digitalCapture
            """)

    @Argument(help: "Media files.")
    var files: [String]

    @OptionGroup var key: DeskKeyOptions

    @Option(name: .customLong("set"), help: ArgumentHelp("What the desk says about the files.", valueName: "FILE"))
    var settingsFile: String?

    @Flag(help: "Replace seals that carry other desks' signatures.")
    var replace = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let settings = try readSettings()
        let sealer = Sealer(key: try key.load(), settings: settings, replace: replace)
        let progress = WorkProgress("sealing", files: files)
        let reports = await ParallelFiles.map(files) { file in
            var counted: Int64 = 0
            defer { progress.add(bytes: 0, files: 1) }
            do throws(SealProblem) {
                let outcome = try sealer.seal(file) { done in
                    progress.add(bytes: done - counted)
                    counted = done
                }
                return switch outcome {
                case .sealed(let statement): SealReport(file: file, result: "sealed", statement: statement)
                case .current(let statement): SealReport(file: file, result: "current", statement: statement)
                }
            } catch {
                return SealReport(file: file, result: "refused", problem: error.description)
            }
        }
        progress.finish()
        try SealReport.show(reports, json: json) { report in
            let length = report.duration.map { "\($0) s" } ?? "still"
            return "\(report.result)  \(report.file)  \(length), \(report.size ?? 0) bytes"
        }
    }

    private func readSettings() throws -> SealSettings {
        guard let settingsFile else { return SealSettings() }
        do {
            let text = String(decoding: try SmallFile.read(settingsFile), as: UTF8.self)
            return try SealSettings(yaml: text)
        } catch let failure as SmallFile.Failure {
            throw CommandFailure.refused("\(settingsFile): \(failure.text)")
        } catch let problem as SealProblem {
            let lines = problem.description.split(separator: "\n").map { "\(settingsFile): \($0)" }
            throw CommandFailure.refused(lines.joined(separator: "\n"))
        }
    }
}
