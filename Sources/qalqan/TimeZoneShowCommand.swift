import ArgumentParser
import ControlService

struct TimeZoneShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "What the tz database on this box would change: the clock, and which fixed events would move.",
        discussion: """
            The channel goes on with the tables it runs by until an operator approves others.

            Example:
              qalqan timezone show --days 30
            """)

    @Option(help: "Days of the schedule to compare, 1 to 60.")
    var days: Int = 14

    @OptionGroup var channel: RunningChannel

    func validate() throws {
        guard (1...60).contains(days) else { throw ValidationError("--days \(days): from 1 to 60") }
    }

    func run() async throws {
        let answer = try channel.ask(OperatorRequest(.timeZone, limit: days))
        guard let change = answer.timeZone else {
            throw CommandFailure.refused((answer.problems ?? ["control gave no answer"]).joined(separator: "\n"))
        }
        if channel.json { return print(JSONText.of(change)) }
        print(Self.text(change))
    }

    private static let mostMoves = 50

    static func text(_ change: ZoneChange) -> String {
        var lines = ["\(change.zone)  in force: \(change.inForce)  on this box: \(change.onBox)"]
        guard !change.isNothing else {
            lines.append("No local time from now on would be another instant.")
            return lines.joined(separator: "\n")
        }
        for clock in change.clocks {
            lines.append(
                "from \(clock.from)\(clock.until.map { " until \($0)" } ?? "") the clock would be at "
                    + "\(ZoneChange.offset(clock.onBox)) instead of \(ZoneChange.offset(clock.inForce))")
        }
        for second in change.leapSeconds { lines.append("a leap second before \(second) is in one of the two only") }
        lines.append("")
        if change.moves.isEmpty {
            lines.append("No fixed event of the next \(change.days) days would move.")
        } else {
            let rows = change.moves.prefix(mostMoves).map { move in
                [move.start, move.moved ?? "not at all", move.frames.map { "\($0)" } ?? "", move.event, move.document]
            }
            lines.append(
                TextTable(heads: ["START", "WOULD BE", "FRAMES", "EVENT", "DOCUMENT"], rows: rows, right: [2]).text)
            if change.moves.count > mostMoves { lines.append("and \(change.moves.count - mostMoves) more (--json)") }
        }
        lines.append("Take it: qalqan timezone approve \(change.onBox)")
        return lines.joined(separator: "\n")
    }
}
