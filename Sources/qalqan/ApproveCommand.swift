import ArgumentParser
import Glibc
import Trust
import TrustCrypto
import TrustFormats

struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Add a desk's signature to seals.",
        discussion: """
            The media or the playlist beside each seal is read in full first: a desk approves bytes, not a promise. A recall is \
            signed too: qalqan approve FILE.recall.json --key NAME.key does what qalqan recall does with it, and sends it nowhere.

            Example:
              qalqan approve media/news/0600.mov.seal.json --key standards.key
              qalqan approve 2026-11-22.yaml.seal.json --key standards.key
            """)

    @Argument(help: "Seals (FILE.seal.json), or recalls (FILE.recall.json).")
    var seals: [String]

    @OptionGroup var key: DeskKeyOptions

    @Flag(help: "Approve the statement without looking at the media.")
    var withoutMedia = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let signer = try key.load()
        let withoutMedia = withoutMedia
        let recalls = seals.filter { $0.hasSuffix(SignedRecall.ending) }.map { Self.sign($0, signer) }
        let paths = seals.filter { !$0.hasSuffix(SignedRecall.ending) }.map {
            SealPaths(seal: $0) ?? SealPaths(media: $0)
        }
        let progress = WorkProgress("approving", files: withoutMedia ? [] : paths.map(\.media))
        let reports = await ParallelFiles.map(paths.map(\.media)) { media in
            defer { progress.add(bytes: 0, files: 1) }
            do throws(SealProblem) {
                let paths = SealPaths(media: media)
                if SignedDocument.isOne(paths.seal) {
                    return try Self.approveDocument(paths, signer, withoutFile: withoutMedia)
                }
                return try Self.approve(SealPaths(media: media), signer, withoutMedia: withoutMedia, progress)
            } catch {
                return SealReport(file: SealPaths(media: media).seal, result: "refused", problem: error.description)
            }
        }
        progress.finish()
        try SealReport.show(reports + recalls, json: json) { report in
            let count = report.signatures?.count ?? 0
            return "\(report.result)  \(report.file)  \(count) signature\(count == 1 ? "" : "s")"
        }
    }

    private static func approveDocument(
        _ paths: SealPaths, _ signer: any Signer, withoutFile: Bool
    ) throws(SealProblem) -> SealReport {
        let (signed, isNew) = try DocumentSealer.approve(paths, key: signer, withoutFile: withoutFile)
        var report = SealReport(
            file: paths.seal, result: isNew ? "approved" : "current", document: signed.statement)
        report.signatures = signed.envelope.signatures.map(\.keyID)
        return report
    }

    /// Signs a recall as it is.
    private static func sign(_ path: String, _ signer: some Signer) -> SealReport {
        do throws(SealProblem) {
            guard var recall = try SignedRecall.load(path) else {
                throw SealProblem("not there: qalqan recall makes it")
            }
            let already = recall.envelope.isSigned(by: signer.verifyingKey)
            if !already {
                do throws(KeyError) { try recall.envelope.sign(with: signer) } catch {
                    throw SealProblem(error.description)
                }
                do throws(SmallFile.Failure) { try SmallFile.replace(path, with: recall.envelope.json) } catch {
                    throw SealProblem("cannot be written: \(error.text)")
                }
            }
            var report = SealReport(file: path, result: already ? "current" : "approved")
            report.serial = recall.statement.serial
            report.signatures = recall.envelope.signatures.map(\.keyID)
            return report
        } catch {
            return SealReport(file: path, result: "refused", problem: error.description)
        }
    }

    private static func approve(
        _ paths: SealPaths, _ signer: some Signer, withoutMedia: Bool, _ progress: WorkProgress
    ) throws(SealProblem) -> SealReport {
        guard var signed = try SignedSeal.load(paths.seal) else {
            throw SealProblem("not there: qalqan seal makes it")
        }
        if !withoutMedia {
            var counted: Int64 = 0
            let withheld = SealInspector.proveWhole(media: paths.media, seal: signed.statement) { done in
                progress.add(bytes: done - counted)
                counted = done
                return true
            }
            if let withheld { throw SealProblem("not approved, \(paths.media): \(withheld.description)") }
        }
        let already = signed.envelope.isSigned(by: signer.verifyingKey)
        if !already {
            do throws(KeyError) {
                try signed.envelope.sign(with: signer)
            } catch { throw SealProblem(error.description) }
            do throws(SmallFile.Failure) {
                try SmallFile.replace(paths.seal, with: signed.envelope.json)
            } catch { throw SealProblem("cannot be written: \(error.text)") }
        }
        var report = SealReport(
            file: paths.seal, result: already ? "current" : "approved", statement: signed.statement)
        report.signatures = signed.envelope.signatures.map(\.keyID)
        return report
    }
}
