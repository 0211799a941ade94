import ArgumentParser
import ChannelConfiguration
import ControlService
import ExchangeBundles
import TrustCrypto
import TrustFormats

struct ExchangeAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Take a bundle's media into the channel's library.",
        discussion: """
            The manifest must be signed by a desk that the channel trusts. Files are copied beside the library's, compared with \
            manifest and seals, co-signed with --key, judged by the channel's policy, and only then moved to their places: what \
            does not pass never gets there. Repeat it when it was broken off, or when more of the bundle has arrived: it goes \
            on where it was.

            Example:
              qalqan exchange accept for-tashkent.tar --config channel.yaml --key desk.key
            """)

    @Argument(help: ArgumentHelp("A bundle, file or folder.", valueName: "BUNDLE"))
    var bundle: String

    @Option(help: ArgumentHelp("The channel that receives.", valueName: "channel.yaml"))
    var config: String

    @Option(
        name: .customLong("key"), help: ArgumentHelp("Co-sign the seals with this desk's key.", valueName: "NAME.key"))
    var keyPath: String?

    @Option(
        help: ArgumentHelp(
            "File with the key's passphrase in its first line; - reads it from standard input.", valueName: "FILE"))
    var passphraseFile: String?

    @Option(
        help: ArgumentHelp("Media folder to take them into; the configuration's first by default.", valueName: "DIR"))
    var into: String?

    @Flag(help: "Put the bundle's files in the place of others of the same name.")
    var replace = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let settings = try ExchangeTrust.settings(config)
        guard let library = into ?? settings.mediaFolders.first else {
            throw CommandFailure.refused("\(config): no media folder; --into names one")
        }
        let signer: (any Signer)? = try keyPath.map {
            try DeskKeyOptions.load($0, passphraseFile: passphraseFile)
        }
        let opened: Bundle
        let results: [BundleAcceptor.Result]
        let progress = WorkProgress("taking in", files: [bundle])
        do throws(BundleProblem) {
            opened = try Bundle(bundle)
            let acceptor = BundleAcceptor(
                library: library, basis: TrustSource(settings).read(), region: settings.channel.region, key: signer,
                replace: replace)
            results = try acceptor.accept(opened) { progress.add(bytes: $0) }
        } catch {
            progress.finish()
            throw CommandFailure.refused(error.description)
        }
        progress.finish()
        let items = zip(opened.manifest.media, results).map { media, result in
            let (word, problems): (String, [String]) =
                switch result.outcome {
                case .accepted: ("accepted", [])
                case .present: ("present", [])
                case .incomplete(let texts): ("incomplete", texts)
                case .refused(let texts): ("refused", texts)
                }
            return ExchangeReport.Item(
                media: media.path, size: media.size, result: word, problems: problems,
                files: opened.manifest.files(of: media).map(\.path), approvals: result.approvals)
        }
        try ExchangeReport(opened, items: items).show(json: json)
    }
}
