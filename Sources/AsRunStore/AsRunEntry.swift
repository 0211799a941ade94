import AirLog

/// What aired without a break: an item, its alternate or a slate, from one frame to another, against its plan.
package struct AsRunEntry: Hashable, Sendable, Codable {
    package var event: String
    package var title: String
    /// `item`, `alternate`, `slate`, or `lost` for frames that were not published at all.
    package var role: String
    package var source: String
    package var sha256: String
    package var inFrame: Int64
    /// First and last house frame, inclusive.
    package var firstFrame: Int64
    package var lastFrame: Int64
    package var plannedFirstFrame: Int64
    package var plannedEndFrame: Int64
    /// Why not the item as planned; empty when all went as planned.
    package var reason: String
    /// Names of the marks over the picture, separated by commas.
    package var marks: String
    package var revision: UInt64
    /// Whether air has written the account of its end. Without it the end is that of the log, or of what came next.
    package var isClosed: Bool
    /// Number of the log's row that this was read from.
    package var sequence: UInt64

    package var frameCount: Int64 { lastFrame - firstFrame + 1 }

    init(_ row: AsRunRow, isClosed: Bool) {
        event = row.event
        title = row.title
        role = row.kind == .lost ? "lost" : row.role
        source = row.source
        sha256 = row.sha256
        inFrame = row.inFrame
        firstFrame = row.firstFrame
        lastFrame = row.lastFrame
        plannedFirstFrame = row.plannedFirstFrame
        plannedEndFrame = row.plannedEndFrame
        reason = row.reason
        marks = row.marks
        revision = row.revision
        sequence = row.sequence
        self.isClosed = isClosed
    }

    /// Reads rows in the log's order as entries. An opening that has no account of its end (air was killed) ends before
    /// the next thing that aired, or at `now` when it is the last.
    package static func entries(of rows: some Sequence<AsRunRow>, now: Int64?) -> [AsRunEntry] {
        var entries: [AsRunEntry] = []
        var open: AsRunEntry?
        func close(before frame: Int64) {
            guard var last = open else { return }
            last.lastFrame = max(last.firstFrame, frame - 1)
            entries.append(last)
            open = nil
        }
        for row in rows {
            switch row.kind {
            case .start, .fall, .rejoin:
                close(before: row.firstFrame)
                open = AsRunEntry(row, isClosed: false)
            case .end:
                // The account replaces the announcement.
                if let known = open, known.firstFrame != row.firstFrame { close(before: row.firstFrame) }
                open = nil
                entries.append(AsRunEntry(row, isClosed: true))
            case .lost: entries.append(AsRunEntry(row, isClosed: true))
            case .airStarted: close(before: row.firstFrame)
            case .airStopped, .revision, .emergency: break
            }
        }
        if let last = open { close(before: max(last.firstFrame, now ?? last.firstFrame) + 1) }
        return entries.sorted { ($0.firstFrame, $0.sequence) < ($1.firstFrame, $1.sequence) }
    }
}
