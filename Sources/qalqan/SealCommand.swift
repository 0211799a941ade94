import ArgumentParser
import TrustFormats

struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Measure media files and sign what they are; sign playlists.",
        discussion: """
            Writes FILE.seal.json (the signed statement) and FILE.seal.tree (the hash tree that playout reads by) beside \
            each file. Files whose seal is current are skipped, so an interrupted run is simply repeated. What the desk \
            says about the files (languages, territories, rights, origin, AI disclosure) comes from --set.

            A folder stands for everything below it: what is no media by its name, hidden files and links are passed over. As \
            many files at a time as the machine has processors.

            A playlist (YAML or JSON) gets FILE.seal.json alone: its bytes, its channel and day, and of --set the origin and \
            the window in which channels may take it. One with errors is not sealed.

            Example:
              qalqan seal media/news/*.mov --key newsroom.key --set news.yaml
              qalqan seal media --key newsroom.key
              qalqan seal 2026-11-22.yaml --key planning.key

            news.yaml:
              origin: { desk: newsroom, country: KZ }
              category: news
              languages: [kk, ru]
              territories: [KZ, KG, UZ]
              notAfter: 2027-01-01T00:00:00Z
              digitalSourceType: digitalCapture
            """)

    @Argument(help: "Media files, playlists, and folders of them.")
    var files: [String]

    @OptionGroup var key: DeskKeyOptions

    @Option(name: .customLong("set"), help: ArgumentHelp("What the desk says about the files.", valueName: "FILE"))
    var settingsFile: String?

    @Flag(help: "Replace seals that carry other desks' signatures.")
    var replace = false

    @Flag(help: "Make new seals, with serials of their own, also where the present ones are current: after a recall.")
    var renew = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let settings = try readSettings()
        let files = try SealFolder.files(self.files)
        let sealer = Sealer(key: try key.load(), settings: settings, replace: replace, renew: renew)
        let progress = WorkProgress("sealing", files: files)
        let reports = await ParallelFiles.map(files) { file in
            var counted: Int64 = 0
            defer { progress.add(bytes: 0, files: 1) }
            do throws(SealProblem) {
                if DocumentSealer.isDocument(file) {
                    let (statement, isNew) = try DocumentSealer.seal(
                        file, key: sealer.key, settings: sealer.settings, replace: sealer.replace)
                    return SealReport(file: file, result: isNew ? "sealed" : "current", document: statement)
                }
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
            if let kind = report.kind {
                let day = report.day.map { " for \($0)" } ?? ""
                return "\(report.result)  \(report.file)  \(kind)\(day), \(report.size ?? 0) bytes"
            }
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
