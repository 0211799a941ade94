import Timecode
import Timeline

extension JournalAction {
    /// What it did, in words, for lists and messages.
    package func text(_ calendar: ChannelCalendar) -> String {
        switch self {
        case .document(let name, let sha256, let replaces, _):
            "load \(name) (\(sha256.prefix(12)))" + (replaces.map { " in the place of \($0.prefix(12))" } ?? "")
        case .drop(let sha256): "drop \(sha256.prefix(12))"
        case .start(let sha256, let event):
            "start the list \(sha256.prefix(12))" + (event.map { " from `\($0)`" } ?? "")
        case .take(let event): "take `\(event)`"
        case .hold: "hold"
        case .skip(let event): "skip `\(event)`"
        case .insert(let sha256, let behind):
            "insert \(sha256.prefix(12))" + (behind.map { " behind `\($0)`" } ?? "")
        case .delete(let event): "delete `\(event)`"
        case .move(let event, .before(let other)): "move `\(event)` before `\(other)`"
        case .move(let event, .after(let other)): "move `\(event)` behind `\(other)`"
        case .retime(let event, .follow): "retime `\(event)`: it follows"
        case .retime(let event, .at(let frame, let latest)):
            "retime `\(event)` to \(calendar.localText(of: frame))"
                + (latest.map { ", soft \(calendar.amountText(of: $0 - frame))" } ?? "")
        case .replace(let event, let change):
            "replace `\(event)`:"
                + (change.media.map { " \($0)" } ?? "")
                + (change.inFrames.map { " from \(calendar.amountText(of: $0))" } ?? "")
                + (change.frames.map { " for \(calendar.amountText(of: $0))" } ?? "")
        case .length(let event, let frames): "make `\(event)` \(calendar.amountText(of: frames)) long"
        case .undo(let number): "undo \(number)"
        case .slate(let reason): "slate \(reason)"
        case .resume: "resume"
        case .emergency: "the emergency input"
        case .recall(let recall):
            "recall of \(recall.title) by \(recall.desks.joined(separator: ", ")): \(recall.reason)"
        case .recallPending(let recall):
            "recall of \(recall.title) asked for by \(recall.desks.joined(separator: ", ")), not in effect: "
                + recall.reason
        case .calendar(let zone, let version): "tables \(version) of the tz database for \(zone)"
        case .proposed(_, let text): "asked for a second person's consent: \(text)"
        case .consented(let number): "consent to \(number)"
        case .declined(let number): "refuse \(number)"
        case .recovered(let bytes): "\(bytes) bytes of an unfinished entry were cut off"
        }
    }
}

extension RecallRecord {
    /// File and serial.
    package var title: String { name.isEmpty ? serial : "\(name) (\(serial))" }
}
