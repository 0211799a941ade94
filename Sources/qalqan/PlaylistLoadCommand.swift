import ArgumentParser
import ControlService
import Timecode

struct PlaylistLoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Give the running channel a playlist document.",
        discussion: """
            A document with errors is refused as a whole. One for a day that has a document already needs --replace; what is \
            on air plays to its end. A loose list starts only with --at, or later by `qalqan take`.

            Example:
              qalqan playlist load Playlists/2026-11-22.yaml
              qalqan playlist load filler.yaml --at 2026-11-22T18:00:00:00@Asia/Almaty
            """)

    @Argument(help: ArgumentHelp("A playlist document, YAML or JSON.", valueName: "FILE"))
    var file: String

    @Option(help: ArgumentHelp("Start of a loose list: \(InstantText.expected).", valueName: "T"))
    var at: String?

    @Flag(help: "Take the place of the document that runs for the same day.")
    var replace = false

    @OptionGroup var channel: RunningChannel

    func validate() throws {
        if let at, InstantText(at) == nil { throw ValidationError("--at \(at): expected \(InstantText.expected)") }
    }

    func run() async throws {
        let file = try PlaylistFile(reading: file)
        try channel.order(
            OperatorRequest(.playlistLoad, name: file.name, text: file.text, start: at, replace: replace))
    }
}
