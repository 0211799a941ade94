import ArgumentParser
import Foundation
import Timecode
import Trust
import TrustCrypto
import TrustFormats

struct RecallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recall",
        abstract: "Withdraw seals: what they allowed is taken off air within a second.",
        discussion: """
            Signs a recall of the seal and writes it to SERIAL.recall.json. ID is the seal's serial (qalqan verify --json \
            shows it), its FILE.seal.json, or the media file. Without --config and --data it is sent to every channel that \
            runs on this machine; to others it is brought as a file (their `recalls` folder), or with the trust repository.

            A recall holds when a desk has signed it that approved the item, or as many desks as the policy asks approvals, \
            two at least; until then it is shown and nothing happens. Another desk signs the file: qalqan recall \
            FILE.recall.json --key NAME.key. A recall is for good: what is to air again is sealed anew.

            Example:
              qalqan recall media/news/0600.mov --reason "wrong footage" --key newsroom.key --config channel.yaml
              qalqan recall 140e3865-9d7b-4c57-8a09-0a6b3c3f2a51 --reason "court order" --country KZ --key legal.key
            """)

    @Argument(
        help: ArgumentHelp("Serial of a seal, FILE.seal.json, a media file, or a recall to co-sign.", valueName: "ID"))
    var ids: [String]

    @Option(help: "Why, in a line: operators of every channel read it.")
    var reason: String?

    @OptionGroup var key: DeskKeyOptions

    @Option(
        name: .long,
        help: ArgumentHelp("Withdraw it there only, ISO 3166 (KZ, KZ-75); may be repeated.", valueName: "CODE"))
    var country: [String] = []

    @Option(
        help: ArgumentHelp("Where to write the recall; SERIAL.recall.json here unless given.", valueName: "FILE"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Add the recall to this revocations.json too, or to the one in this folder: a trust repository's target.",
            valueName: "PATH"))
    var publish: String?

    @Flag(help: "Send it to no channel: write the file alone.")
    var fileOnly = false

    @OptionGroup var channel: RunningChannel

    func validate() throws {
        if output != nil && ids.count > 1 { throw ValidationError("--output is for one recall at a time") }
        if let bad = country.first(where: { !SealSettings.isTerritory($0) }) {
            throw ValidationError("--country \(bad): ISO 3166, as KZ or KZ-75")
        }
        if let reason, !RecallStatement.isReason(reason) {
            throw ValidationError("--reason must be one line of at most \(RecallStatement.mostReason) characters")
        }
        if fileOnly, channel.config == nil, channel.data != nil { throw ValidationError("--file-only or --data") }
    }

    func run() async throws {
        let finder = try SealFinder(channel, below: ".")
        let signer = try key.load()
        let delivery = fileOnly ? nil : RecallDelivery(channel)
        var reports: [RecallReport] = []
        for id in ids {
            do throws(SealProblem) {
                reports.append(try recall(id, signer, finder, delivery))
            } catch { reports.append(RecallReport(id: id, result: "refused", problem: error.description)) }
        }
        if channel.json { print(JSONText.of(reports)) }
        for report in reports { report.show(json: channel.json) }
        if reports.contains(where: \.isRefused) { throw CommandFailure.refused("") }
    }

    private func recall(
        _ id: String, _ signer: any Signer, _ finder: SealFinder, _ delivery: RecallDelivery?
    ) throws(SealProblem) -> RecallReport {
        var (recall, path, isNew) = try statement(id, finder)
        let already = recall.envelope.isSigned(by: signer.verifyingKey)
        if !already {
            do throws(KeyError) { try recall.envelope.sign(with: signer) } catch {
                throw SealProblem(error.description)
            }
        }
        do throws(SmallFile.Failure) { try SmallFile.replace(path, with: recall.envelope.json) } catch {
            throw SealProblem("\(path) cannot be written: \(error.text)")
        }
        var report = RecallReport(id: id, result: already ? "current" : isNew ? "recalled" : "signed")
        report.file = path
        report.take(recall)
        if let publish { report.published = try add(recall, to: publish) }
        report.channels = delivery?.deliver(recall) ?? []
        return report
    }

    /// What is to be signed, and where it is written.
    private func statement(
        _ id: String, _ finder: SealFinder
    ) throws(SealProblem) -> (recall: SignedRecall, path: String, isNew: Bool) {
        if id.hasSuffix(SignedRecall.ending) {
            guard let recall = try SignedRecall.load(id) else { throw SealProblem("\(id): not there") }
            guard reason == nil || reason == recall.statement.reason,
                country.isEmpty || country == recall.statement.territories
            else {
                throw SealProblem("\(id) says something else: it is signed as it is, without --reason and --country")
            }
            return (recall, output ?? id, false)
        }
        guard let reason else { throw SealProblem("say why: --reason \"...\"") }
        let now = LeapSeconds.builtIn.tai(unixNanoseconds: Int64(Date().timeIntervalSince1970) * 1_000_000_000)
        let statement: RecallStatement
        if let seal = try finder.find(id) {
            statement = RecallStatement(of: seal, reason: reason, at: now, territories: country)
        } else {
            guard SealSerial.isWellFormed(id) else { throw SealProblem("\(id): no such file, and not a serial") }
            StandardError.write(
                "note: no seal with the serial \(id) was found here (--config names a channel's media): the recall is for "
                    + "that serial, whatever it belongs to")
            statement = RecallStatement(serial: id, reason: reason, recalledAt: now, territories: country)
        }
        let path = output ?? statement.serial + SignedRecall.ending
        // Asked again for the same, the file that is there is signed: two statements would say one thing.
        if let known = try? SignedRecall.load(path) {
            guard known.statement.serial == statement.serial, known.statement.reason == reason,
                known.statement.territories == country
            else {
                throw SealProblem(
                    "\(path) is there already and says something else: sign that (qalqan recall \(path) --key ...), or "
                        + "write elsewhere with --output")
            }
            return (known, path, false)
        }
        return (SignedRecall(statement), path, true)
    }

    /// Puts the recall into a list of revocations; its path.
    private func add(_ recall: SignedRecall, to place: String) throws(SealProblem) -> String {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
        var path = place
        if exists, isFolder.boolValue {
            let targets = place + "/targets"
            let hasTargets =
                FileManager.default.fileExists(atPath: targets, isDirectory: &isFolder) && isFolder.boolValue
            path = (hasTargets ? targets : place) + "/revocations.json"
        } else if !exists, !place.hasSuffix(".json") {
            throw SealProblem("\(place): no such folder")
        }
        do {
            var list = RevocationList()
            if FileManager.default.fileExists(atPath: path) {
                list = try RevocationList(json: try SmallFile.read(path, most: RevocationList.mostBytes))
            }
            if list.add(recall) { try SmallFile.replace(path, with: list.json) }
            return path
        } catch let failure as SmallFile.Failure {
            throw SealProblem("\(path): \(failure.text)")
        } catch { throw SealProblem("\(path): \(error)") }
    }
}
