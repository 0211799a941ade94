import AirLog
import GRDB
import Timecode

extension AsRunStore {
    /// What aired at any of `frames`, in order. `now` bounds what is still on air.
    package func entries(in frames: Range<Int64>, now: Int64?) throws -> [AsRunEntry] {
        let rows = try database.read { database -> [AsRunRow] in
            // From the last opening before the range, so that what was on air as it began is there.
            let from =
                try Int64.fetchOne(
                    database,
                    sql: """
                        SELECT max(sequence) FROM row
                        WHERE firstFrame <= ? AND kind IN ('start', 'fall', 'rejoin', 'airStarted')
                        """, arguments: [frames.lowerBound]) ?? 0
            return try Row.fetchAll(
                database, sql: "SELECT * FROM row WHERE sequence >= ? AND firstFrame < ? ORDER BY sequence",
                arguments: [from, frames.upperBound]
            ).compactMap(Self.row)
        }
        return AsRunEntry.entries(of: rows, now: now.map { min($0, frames.upperBound - 1) })
            .filter { $0.lastFrame >= frames.lowerBound && $0.firstFrame < frames.upperBound }
    }

    /// The first and the last frame of which the log tells; `nil` when it is empty.
    package func span() throws -> ClosedRange<Int64>? {
        try database.read { database in
            guard
                let row = try Row.fetchOne(database, sql: "SELECT min(firstFrame) AS a, max(lastFrame) AS b FROM row"),
                let first = row["a"] as Int64?, let last = row["b"] as Int64?
            else { return nil }
            return first...max(first, last)
        }
    }

    /// The falls after a row's number, oldest first, at most `limit`.
    package func falls(after sequence: UInt64, limit: Int = 100) throws -> [AsRunRow] {
        try database.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM row WHERE kind = 'fall' AND sequence > ? ORDER BY sequence LIMIT ?",
                arguments: [Int64(clamping: sequence), limit]
            ).compactMap(Self.row)
        }
    }

    /// The number of the last row, 0 when there is none.
    package func lastSequence() throws -> UInt64 {
        UInt64(clamping: try database.read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM row") ?? 0 })
    }

    package func rowCount() throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM row") ?? 0 }
    }

    private static func row(_ row: Row) -> AsRunRow? {
        guard let kind = AsRunRow.Kind(rawValue: row["kind"]) else { return nil }
        var result = AsRunRow(
            kind: kind, firstFrame: row["firstFrame"], lastFrame: row["lastFrame"], time: HouseTime(rate: .fps25))
        result.utc = row["utc"]
        result.sequence = UInt64(clamping: row["sequence"] as Int64)
        result.event = row["event"]
        result.title = row["title"]
        result.role = row["role"]
        result.source = row["source"]
        result.sha256 = row["sha256"]
        result.inFrame = row["inFrame"]
        result.plannedFirstFrame = row["plannedFirstFrame"]
        result.plannedEndFrame = row["plannedEndFrame"]
        result.reason = row["reason"]
        result.revision = UInt64(clamping: row["revision"] as Int64)
        result.previous = row["previous"]
        result.hash = row["hash"]
        result.marks = row["marks"]
        return result
    }
}
