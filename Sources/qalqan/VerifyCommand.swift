import ArgumentParser
import ChannelConfiguration
import ControlService
import Playlist
import Trust
import TrustCrypto
import TrustFormats
import TrustRepository

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that files are the ones that were sealed, and by whom.",
        discussion: """
            Reads every byte. Whose signatures count comes from the configuration (its desks and policy, or what is in force \
            of its trust repository), or from the public keys named with --trust. With neither, a file that is what its seal says is called intact, not verified: \
            who signed is not judged.

            Example:
              qalqan verify media/news/0600.mov --config channel.yaml
              qalqan verify media/news/0600.mov --trust keys/newsroom.pub
              qalqan verify 2026-11-22.yaml --config channel.yaml
            """)

    @Argument(help: "Media files and playlists.")
    var files: [String]

    @Option(help: ArgumentHelp("The channel whose desks and policy count.", valueName: "FILE"))
    var config: String?

    @Option(help: ArgumentHelp("A public key whose signature counts; may be repeated.", valueName: "NAME.pub"))
    var trust: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if config != nil && !trust.isEmpty { throw ValidationError("--config or --trust, not both") }
    }

    func run() async throws {
        let (inspector, region) = try judge()
        let admissions = try admissions()
        let channel = config.flatMap { ConfigurationReader.load($0).settings?.channel.id }
        let progress = WorkProgress("verifying", files: files)
        let reports = await ParallelFiles.map(files) { file in
            defer { progress.add(bytes: 0, files: 1) }
            if DocumentSealer.isDocument(file) { return Self.verifyDocument(file, inspector, channel) }
            return Self.verify(file, inspector, region, admissions, progress)
        }
        progress.finish()
        if inspector == nil && !json {
            StandardError.write(
                "signatures were not judged: no trust was given (--config channel.yaml or --trust NAME.pub)")
        }
        try SealReport.show(reports, json: json) { report in
            let approvals = report.approvals ?? []
            let who =
                inspector == nil
                ? "\(report.signatures?.count ?? 0) signature\(report.signatures?.count == 1 ? "" : "s")"
                : "approved by \(approvals.joined(separator: ", "))"
            for note in report.uncounted ?? [] { StandardError.write("\(report.file): not counted: \(note)") }
            if let recall = report.recall { StandardError.write("\(report.file): recall \(recall)") }
            return "\(report.result)  \(report.file)  \(who)"
        }
    }

    /// Whom to trust, `nil` when nobody said; and the channel's region, where recalls for it count.
    private func judge() throws -> (inspector: SealInspector?, region: String?) {
        if let config {
            let (settings, diagnostics) = ConfigurationReader.load(config)
            guard let settings else {
                throw CommandFailure.refused(diagnostics.map(\.description).joined(separator: "\n"))
            }
            let source = TrustSource(settings)
            let reading = source.read(clock: RepositoryWork.now)
            if let problem = reading.problem { throw CommandFailure.refused(problem) }
            let basis = reading.basis
            guard basis.desks.problems.isEmpty else {
                throw CommandFailure.refused(basis.desks.problems.map(\.description).joined(separator: "\n"))
            }
            return (SealInspector(basis), settings.channel.region)
        }
        guard !trust.isEmpty else { return (nil, nil) }
        let desks = trust.map { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return Desk(name: name.hasSuffix(".pub") ? String(name.dropLast(4)) : name, country: "", keyPath: path)
        }
        return (try Self.inspector(desks: desks, policy: TrustPolicy()), nil)
    }

    /// What the channel accepted while its trust metadata were fresh.
    private func admissions() throws -> SealAdmissions {
        guard let settings = config.flatMap({ ConfigurationReader.load($0).settings }),
            settings.trust.repository != nil
        else { return SealAdmissions() }
        return SealAdmissions(TrustSource(settings).folder.admissions)
    }

    private static func inspector(desks: [Desk], policy: TrustPolicy) throws -> SealInspector {
        let trusted = TrustedDesks(reading: desks)
        guard trusted.problems.isEmpty else {
            throw CommandFailure.refused(trusted.problems.map(\.description).joined(separator: "\n"))
        }
        return SealInspector(desks: trusted, policy: policy)
    }

    private static func verifyDocument(_ file: String, _ inspector: SealInspector?, _ channel: String?) -> SealReport {
        do throws(SealProblem) {
            let (signed, approvals) = try DocumentSealer.verify(file, inspector?.basis, channel: channel)
            var report = SealReport(
                file: file, result: inspector == nil ? "intact" : "verified", document: signed.statement)
            report.signatures = signed.envelope.signatures.map(\.keyID)
            report.approvals = inspector == nil ? nil : approvals.map(\.desk)
            return report
        } catch {
            return SealReport(file: file, result: "refused", problem: error.description)
        }
    }

    private static func verify(
        _ file: String, _ inspector: SealInspector?, _ region: String?, _ admissions: SealAdmissions,
        _ progress: WorkProgress
    ) -> SealReport {
        // Without anyone to trust, whatever is signed is looked at and nothing is asked of its signatures.
        let judge =
            inspector
            ?? SealInspector(
                desks: TrustedDesks(entries: []), policy: TrustPolicy(standard: TrustPolicy.Rule(approvals: 0)))
        let inspection = judge.inspect(media: file, recalledIn: region) { admissions.keyIDs(of: $0) }
        var counted: Int64 = 0
        let withheld =
            inspection.verdict.withheld
            ?? inspection.seal.flatMap { seal in
                SealInspector.proveWhole(media: file, seal: seal) { done in
                    progress.add(bytes: done - counted)
                    counted = done
                    return true
                }
            }
        let good = inspector == nil ? "intact" : "verified"
        var report = SealReport(
            file: file, result: withheld == nil ? good : "refused", problem: withheld?.description,
            statement: inspection.seal)
        report.signatures = inspection.signatures
        report.approvals = inspector == nil ? nil : inspection.approvals.map(\.desk)
        report.uncounted =
            inspection.uncounted.isEmpty ? nil : inspection.uncounted.map { "\($0.approval.desk): \($0.refusal)" }
        if case .pending(let reason, let by, let need) = inspection.recall {
            report.recall =
                "asked for by \(by.map(\.desk).joined(separator: ", ")), not in effect without \(need) desks: \(reason)"
        }
        return report
    }
}
