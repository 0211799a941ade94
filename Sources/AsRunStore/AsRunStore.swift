import AirLog
import GRDB
import PlayoutCore
import Realtime

/// The as-run as a database: an index of air's log files, never the truth itself. Lost or damaged, it is made again.
package struct AsRunStore: Sendable {
    /// Rows taken from the log in one transaction.
    static let batch = 2_000

    let database: DatabaseQueue

    /// Opens the index in a file, or in memory where there is no place for one.
    package init(path: String?) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -1024; PRAGMA synchronous = NORMAL")
        }
        if let path {
            database = try DatabaseQueue(path: path, configuration: configuration)
            try database.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
            }
        } else {
            database = try DatabaseQueue(configuration: configuration)
        }
        try Self.migrator.migrate(database)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE row (
                        sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, event TEXT NOT NULL, title TEXT NOT NULL,
                        role TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL, inFrame INTEGER NOT NULL,
                        firstFrame INTEGER NOT NULL, lastFrame INTEGER NOT NULL, plannedFirstFrame INTEGER NOT NULL,
                        plannedEndFrame INTEGER NOT NULL, reason TEXT NOT NULL, revision INTEGER NOT NULL,
                        utc TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
                    CREATE INDEX rowByFrame ON row (firstFrame);
                    CREATE INDEX rowByEvent ON row (event, firstFrame);
                    CREATE TABLE place (one INTEGER PRIMARY KEY CHECK (one = 1), file TEXT NOT NULL, offset INTEGER NOT NULL);
                    """)
        }
        migrator.registerMigration("2") { database in
            // Only an index: it is read afresh from the log, marks and all.
            try database.execute(
                sql: """
                    DELETE FROM row; DELETE FROM place;
                    ALTER TABLE row ADD COLUMN marks TEXT NOT NULL DEFAULT '';
                    """)
        }
        migrator.registerMigration("3") { database in
            try database.execute(
                sql: """
                    CREATE TABLE witness (
                        one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL,
                        utc TEXT NOT NULL);
                    INSERT INTO witness SELECT 1, sequence, hash, utc FROM row ORDER BY sequence DESC LIMIT 1;
                    """)
        }
        return migrator
    }

    // MARK: Feeding

    /// Takes what is new in the log. Returns the number of new rows.
    ///
    /// When the log is not the one that was indexed (a row of the same number with another hash, or the file read last is
    /// gone, cut, or no longer has the last row where it was) the index is made again from the beginning.
    @discardableResult
    package func update(from reader: AirLogReader) throws -> Int {
        do {
            try checkPlace(in: reader)
            return try take(from: reader)
        } catch is Mismatch {
            try clear()
            return try take(from: reader)
        }
    }

    private struct Mismatch: Error {}

    /// Throws where the log does not go on from what was read last.
    private func checkPlace(in reader: AirLogReader) throws {
        guard let place = try place() else { return }
        let last = try database.read { database in
            try Row.fetchOne(database, sql: "SELECT sequence, hash FROM row ORDER BY sequence DESC LIMIT 1")
                .map { (sequence: UInt64(clamping: $0["sequence"] as Int64), hash: $0["hash"] as String) }
        }
        guard try reader.goesOn(from: place, after: last?.sequence ?? 0, hash: last?.hash ?? "") else {
            throw Mismatch()
        }
    }

    private func take(from reader: AirLogReader) throws -> Int {
        var total = 0
        while true {
            let place = try place()
            let (rows, next) = try reader.rows(after: place, limit: Self.batch)
            if rows.isEmpty && next == place { return total }
            try database.write { database in
                for row in rows { try Self.insert(row, into: database) }
                if let last = rows.last { try Self.remember(last, in: database) }
                if let next {
                    try database.execute(
                        sql: "INSERT OR REPLACE INTO place VALUES (1, ?, ?)", arguments: [next.file, next.offset])
                }
            }
            total += rows.count
            if rows.count < Self.batch { return total }
        }
    }

    private static func insert(_ row: AsRunRow, into database: Database) throws {
        let number = Int64(clamping: row.sequence)
        if let known = try String.fetchOne(
            database, sql: "SELECT hash FROM row WHERE sequence = ?", arguments: [number])
        {
            // The same row may stand in two files after a failed write; another row in its place is another log.
            guard known == row.hash else { throw Mismatch() }
            return
        }
        try database.execute(
            sql: "INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                number, row.kind.rawValue, row.event, row.title, row.role, row.source, row.sha256, row.inFrame,
                row.firstFrame, row.lastFrame, row.plannedFirstFrame, row.plannedEndFrame, row.reason,
                Int64(clamping: row.revision), row.utc, row.previous, row.hash,
                row.marks,
            ])
    }

    /// Forgets everything but the witness; the next update reads the log from the beginning.
    package func clear() throws {
        try database.write { try $0.execute(sql: "DELETE FROM row; DELETE FROM place") }
    }

    private func place() throws -> AirLogReader.Place? {
        try database.read { database in
            try Row.fetchOne(database, sql: "SELECT file, offset FROM place")
                .map { AirLogReader.Place(file: $0["file"], offset: $0["offset"]) }
        }
    }
}
