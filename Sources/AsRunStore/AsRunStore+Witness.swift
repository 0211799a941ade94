import AirLog
import GRDB

/// The index as a witness: the last row it has ever seen, kept when the index is made again, so that rows cut off the end of
/// the log, which the chain alone cannot tell, are missed.
extension AsRunStore {
    /// The row with the highest number ever taken from the log.
    package struct Witness: Hashable, Sendable {
        package var sequence: UInt64
        package var hash: String
        /// When its last frame went out, UTC.
        package var utc: String
    }

    package func witness() throws -> Witness? {
        try database.read { database in
            try Row.fetchOne(database, sql: "SELECT sequence, hash, utc FROM witness").map {
                Witness(sequence: UInt64(clamping: $0["sequence"] as Int64), hash: $0["hash"], utc: $0["utc"])
            }
        }
    }

    /// What the witness says against a log whose chain holds; `nil` when nothing.
    ///
    /// - Parameter hash: gives the hash of the log's row of a number, `nil` where there is none.
    package func contradiction(_ hash: (_ sequence: UInt64) -> String?) throws -> String? {
        guard let witness = try witness() else { return nil }
        guard let found = hash(witness.sequence) else {
            return
                "the end is missing: row \(witness.sequence) of \(witness.utc) was in the log once and is not there now"
        }
        guard found != witness.hash else { return nil }
        return
            "row \(witness.sequence) of \(witness.utc) is not the one that was in the log before: its end was written anew"
    }

    static func remember(_ row: AsRunRow, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO witness VALUES (1, ?, ?, ?)
                ON CONFLICT (one) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, utc = excluded.utc
                WHERE excluded.sequence > witness.sequence
                """, arguments: [Int64(clamping: row.sequence), row.hash, row.utc])
    }
}
