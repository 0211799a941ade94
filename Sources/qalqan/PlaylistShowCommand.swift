import ArgumentParser
import ControlService

struct PlaylistShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "The schedule as it will air.",
        discussion: """
            Example:
              qalqan playlist show --limit 20
            """)

    @Option(help: ArgumentHelp("Events to show, from the one on air on.", valueName: "N"))
    var limit: Int = 40

    @OptionGroup var channel: RunningChannel

    func run() async throws {
        let answer = try channel.ask(OperatorRequest(.playlistShow, limit: max(1, limit)))
        guard answer.ok else { throw CommandFailure.refused((answer.problems ?? []).joined(separator: "\n")) }
        if channel.json { return print(JSONText.of(answer.events ?? [])) }
        let rows = (answer.events ?? []).map { event in
            [
                event.state == "on-air" ? "*" : "", event.start, event.duration, event.id, event.startKind,
                event.media == nil ? "" : event.badge.rawValue,
                event.state == "omitted"
                    ? event.note ?? event.airs : event.withheld.map { "\(event.airs): \($0)" } ?? event.airs,
                StatusView.title(event, languages: []),
            ]
        }
        let heads = ["", "START", "DURATION", "EVENT", "KIND", "MEDIA", "AIRS", "TITLE"]
        print(TextTable(heads: heads, rows: rows).text)
        if let revision = answer.revision { print("revision \(revision)") }
    }
}
