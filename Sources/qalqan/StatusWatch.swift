import ControlService
import Glibc

/// The status on the whole terminal, four times a second, until interrupted. The terminal is left as it was found.
struct StatusWatch {
    let channel: RunningChannel

    static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[H\u{1B}[2J"
    static let leave = "\u{1B}[?25h\u{1B}[?1049l"

    func run() throws {
        guard Screen.size != nil else {
            throw CommandFailure.usage(
                "--watch needs a terminal; use `qalqan status`, or read /events on the status port")
        }
        // The first question is asked before the screen is taken, so that its failure can be read.
        var status = try first()
        Interruption.catch()
        Screen.write(Self.enter)
        defer { Screen.write(Self.leave) }
        var note: String?
        while true {
            guard show(status, note: note) else { return }
            // A changed window interrupts the wait, so it is shown at once.
            poll(nil, 0, 250)
            if Interruption.happened { return }
            do {
                status = try first()
                note = nil
            } catch let failure as CommandFailure {
                note = failure.message
            }
        }
    }

    private func first() throws -> StatusDocument {
        let answer = try channel.ask(OperatorRequest(.status))
        guard let status = answer.status else {
            throw CommandFailure.refused((answer.problems ?? ["control gave no status"]).joined(separator: "\n"))
        }
        return status
    }

    private func show(_ status: StatusDocument, note: String?) -> Bool {
        guard let size = Screen.size else { return false }
        var lines = StatusView(status, width: size.columns, colours: true).lines()
        if let note { lines.insert("\u{1B}[31m\(note.prefix(size.columns))\u{1B}[0m", at: 0) }
        // Each line is cleared to its end, and the rest of the screen below: nothing flickers.
        let text = lines.prefix(size.rows - 1).map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
        return Screen.write("\u{1B}[H" + text + "\u{1B}[J")
    }
}
