import ArgumentParser
import ChannelSchedule
import ControlService
import Timecode

struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Who ordered what: the operators' journal, and whether it is whole.",
        discussion: """
            Reads the journal in the channel's data folder; nothing needs to be running. Its chain of hashes is checked each \
            time; `qalqan asrun --verify` holds the signed heads against it as well.

            Example:
              qalqan journal --limit 50
            """)

    @Option(help: ArgumentHelp("Entries to show, the last ones.", valueName: "N"))
    var limit = 40

    @OptionGroup var channel: RunningChannel

    private struct Shown: Encodable {
        let number: UInt64
        let time: String
        let user: String
        let uid: UInt32
        let kind: String
        let text: String
    }

    func run() async throws {
        let data = DataFolder(path: try channel.dataFolder())
        let found: Journal.Verdict?
        do { found = try Journal.verify(data.journal) } catch {
            throw CommandFailure.unreachable("\(data.journal): \(error)")
        }
        guard let found else { throw CommandFailure.unreachable("\(data.journal) is not there") }
        guard let summary = try channel.settings().map(ChannelSummary.init) ?? ChannelSummary(in: data) else {
            throw CommandFailure.unreachable("\(data.path) holds no channel's data; name one with --config or --data")
        }
        let calendar: ChannelCalendar
        do throws(ChannelSummary.Problem) { calendar = try summary.calendar(in: data) } catch {
            throw CommandFailure.refused(error.description)
        }
        let shown = found.entries.suffix(max(1, limit)).map { entry in
            Shown(
                number: entry.number, time: entry.time, user: entry.user.name, uid: entry.user.uid,
                kind: entry.action.name, text: entry.action.text(calendar))
        }
        if channel.json {
            print(JSONText.of(shown))
        } else {
            let rows = shown.map { ["\($0.number)", $0.time, "\($0.user) (\($0.uid))", $0.text] }
            print(TextTable(heads: ["NUMBER", "TIME", "BY", "WHAT"], rows: rows, right: [0]).text)
        }
        guard found.faults.isEmpty else { throw CommandFailure.refused(found.faults.joined(separator: "\n")) }
    }
}
