import ArgumentParser
import ChannelConfiguration
import ControlService
import ExchangeFormats
import Playlist
import PlaylistFormats
import Timecode
import TrustFormats

struct PlaylistLoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Give the running channel a playlist document.",
        discussion: """
            A document with errors is refused as a whole. One for a day that has a document already needs --replace; what is \
            on air plays to its end. A playlist of another format (CSV, M3U, OpenTimelineIO, BXF, ffplayout JSON) is converted first, and \
            kept as a playlist document. FILE.seal.json is sent with it, for channels that ask for signed playlists. A loose list starts only with --at, or later by `qalqan take`.

            Example:
              qalqan playlist load Playlists/2026-11-22.yaml
              qalqan playlist load filler.yaml --at 2026-11-22T18:00:00:00@Asia/Almaty
            """)

    @Argument(help: ArgumentHelp("A playlist of any format.", valueName: "FILE"))
    var file: String

    @Option(help: ArgumentHelp("Start of a loose list: \(InstantText.expected).", valueName: "T"))
    var at: String?

    @Flag(help: "Take the place of the document that runs for the same day.")
    var replace = false

    @Option(
        help: ArgumentHelp(
            "The document that FILE is an edit of, by its SHA-256 or the beginning of it (`qalqan playlist list`): when "
                + "another one is there by now, nothing is loaded, and both texts are kept.", valueName: "SHA"))
    var ifDigest: String?

    @OptionGroup var input: InputFormat

    @OptionGroup var channel: RunningChannel

    func validate() throws {
        if let at, InstantText(at) == nil { throw ValidationError("--at \(at): expected \(InstantText.expected)") }
    }

    func run() async throws {
        let file = try converted(try PlaylistFile(reading: file, anyText: true))
        try channel.order(
            OperatorRequest(
                .playlistLoad, name: file.name, text: file.text, seal: seal(of: file), start: at,
                replace: replace || ifDigest != nil,
                ifDigest: ifDigest))
    }

    /// The seal beside the file, when it is that file's bytes which are sent: the channel judges it.
    private func seal(of file: PlaylistFile) -> String? {
        guard let bytes = try? SmallFile.read(SealPaths(media: self.file).seal) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The file as a playlist document in the syntax that its name says: what the channel keeps and can read again.
    private func converted(_ file: PlaylistFile) throws -> PlaylistFile {
        let format = input.format ?? ExchangeFormat.sniff(file.bytes, file: self.file)
        let isJSON = file.name.lowercased().hasSuffix(".json")
        if format == (isJSON ? .json : .native) { return try file.asText() }
        let (known, settings) = try channel.exchange(input.exchange)
        let (document, diagnostics) = PlaylistImport.read(
            file.bytes, file: self.file, format: format, settings: settings)
        for diagnostic in diagnostics { StandardError.write("\(diagnostic)") }
        guard let document else { throw CommandFailure.refused("\(self.file) was not loaded") }
        // What its times say is judged here, where the lines are those of the file.
        if let known {
            let times = Preflight(rehearsal: try Rehearsal(settings: known), day: nil).times(of: [document])
            for diagnostic in times { StandardError.write("\(diagnostic)") }
            guard !times.hasErrors else { throw CommandFailure.refused("\(self.file) was not loaded") }
        }
        return PlaylistFile(
            name: file.name, text: isJSON ? PlaylistWriter.json(document) : PlaylistWriter.yaml(document))
    }
}
