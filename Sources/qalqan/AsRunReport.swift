import AsRunStore
import Timecode

/// The as-run of a broadcast day as a table, as CSV and as data.
struct AsRunReport {
    struct Row: Encodable {
        let day: String
        /// Local label and UTC of the first frame.
        let start: String
        let utc: String
        let firstFrame: Int64
        let lastFrame: Int64
        let frames: Int64
        let duration: String
        let event: String
        let title: String
        let role: String
        let source: String
        let sha256: String
        let inFrame: Int64
        let plannedStart: String
        let plannedFirstFrame: Int64
        let plannedEndFrame: Int64
        /// Frames after the planned start; negative when earlier.
        let startDifference: Int64
        let reason: String
        let marks: String
        let closed: Bool
    }

    let rows: [Row]

    init(entries: [AsRunEntry], calendar: ChannelCalendar, day: CivilDate) {
        var before = ""
        rows = entries.map { entry in
            // What goes on within its event has no start of its own to compare.
            let isStart = !entry.event.isEmpty && entry.event != before
            before = entry.event
            return Row(
                day: "\(day)", start: calendar.localText(of: entry.firstFrame),
                utc: calendar.utcText(of: entry.firstFrame), firstFrame: entry.firstFrame,
                lastFrame: entry.lastFrame, frames: entry.frameCount,
                duration: calendar.amountText(of: entry.frameCount), event: entry.event, title: entry.title,
                role: entry.role, source: entry.source, sha256: entry.sha256, inFrame: entry.inFrame,
                plannedStart: entry.event.isEmpty ? "" : calendar.localText(of: entry.plannedFirstFrame),
                plannedFirstFrame: entry.plannedFirstFrame, plannedEndFrame: entry.plannedEndFrame,
                startDifference: isStart ? entry.firstFrame - entry.plannedFirstFrame : 0,
                reason: entry.reason, marks: entry.marks, closed: entry.isClosed)
        }
    }

    var table: String {
        guard !rows.isEmpty else { return "nothing aired that day" }
        let cells = rows.map { row in
            [
                String(row.start.dropFirst(11)), row.duration + (row.closed ? "" : "+"),
                row.event.isEmpty ? "-" : row.event, row.role, row.reason, row.marks,
                row.plannedStart.isEmpty ? "" : String(row.plannedStart.dropFirst(11)),
                row.plannedStart.isEmpty || row.startDifference == 0 ? "" : signed(row.startDifference),
                "\(row.firstFrame)", "\(row.lastFrame)", String(row.sha256.prefix(12)),
                row.source.split(separator: "/").last.map(String.init) ?? "",
            ]
        }
        let heads = [
            "START", "DURATION", "EVENT", "AIRED", "REASON", "MARKS", "PLANNED", "DIFF", "FIRST", "LAST", "SHA-256",
            "SOURCE",
        ]
        return TextTable(heads: heads, rows: cells, right: [7, 8, 9]).text
    }

    private func signed(_ frames: Int64) -> String { frames > 0 ? "+\(frames)f" : "\(frames)f" }

    /// RFC 4180, with a header.
    var csv: String {
        var lines = [
            "day,start,utc,firstFrame,lastFrame,frames,duration,event,title,role,source,sha256,inFrame,plannedStart,"
                + "plannedFirstFrame,plannedEndFrame,startDifference,reason,closed,marks"
        ]
        for row in rows {
            let cells: [String] = [
                row.day, row.start, row.utc, "\(row.firstFrame)", "\(row.lastFrame)", "\(row.frames)", row.duration,
                row.event, row.title, row.role, row.source, row.sha256, "\(row.inFrame)", row.plannedStart,
                "\(row.plannedFirstFrame)", "\(row.plannedEndFrame)", "\(row.startDifference)", row.reason,
                "\(row.closed)", row.marks,
            ]
            lines.append(cells.map(Self.quoted).joined(separator: ","))
        }
        return lines.map { $0 + "\r\n" }.joined()
    }

    static func quoted(_ cell: String) -> String {
        guard cell.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
