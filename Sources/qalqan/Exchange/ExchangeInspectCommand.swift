import ArgumentParser
import ChannelConfiguration
import ControlService
import ExchangeBundles
import Trust
import TrustFormats

struct ExchangeInspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Read a bundle through and say what is in it. Writes nothing.",
        discussion: """
            Every byte is compared with the manifest and with the seals. With --config also: whether the manifest and the seals \
            carry the signatures that this channel asks for. A bundle that is still being copied is read as far as it is there, \
            and what is missing is listed.

            Exit status 0 when all of it is whole and would be taken, else 1.

            Example:
              qalqan exchange inspect for-tashkent.tar --config channel.yaml
            """)

    @Argument(help: ArgumentHelp("A bundle, file or folder.", valueName: "BUNDLE"))
    var bundle: String

    @Option(help: ArgumentHelp("The channel whose desks and policy count.", valueName: "channel.yaml"))
    var config: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let settings = try config.map { try ExchangeTrust.settings($0) }
        let opened: Bundle
        do throws(BundleProblem) { opened = try Bundle(bundle) } catch {
            throw CommandFailure.refused(error.description)
        }
        let inspector = BundleInspector(
            basis: settings.map { TrustSource($0).read() }, region: settings.map(\.channel.region))
        let progress = WorkProgress("reading", files: [bundle])
        let items = inspector.inspect(opened) { progress.add(bytes: $0) }
        progress.finish()
        var report = ExchangeReport(opened, items)
        if settings != nil {
            report.senders = inspector.senders(of: opened).map(\.desk)
            if report.senders?.isEmpty == true {
                report.problems.append("its manifest is not signed by a desk that this channel trusts")
            }
        }
        if !opened.isComplete { report.problems.append("its end is missing: the copy has not come so far") }
        try report.show(json: json)
    }
}
