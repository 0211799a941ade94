import CLinux
import Glibc
import Realtime

/// Reads the as-run log: rows from a place on, and the truth of the whole chain.
package struct AirLogReader: Sendable {
    package let folder: String

    package init(folder: String) { self.folder = folder }

    /// A place in the log: everything up to `offset` of `file` has been read.
    package struct Place: Hashable, Sendable {
        package var file: String
        package var offset: Int

        package init(file: String, offset: Int) {
            self.file = file
            self.offset = offset
        }
    }

    /// The whole rows after `place` (from the beginning without one), at most `limit`, and where to go on.
    ///
    /// A torn end is left alone: its row may still be growing. Lines that are no rows are passed over.
    package func rows(after place: Place? = nil, limit: Int = .max) throws(SystemError) -> (
        rows: [AsRunRow], place: Place?
    ) {
        var rows: [AsRunRow] = []
        var place = place
        for name in try AirLogFolder.files(in: folder) {
            if let known = place, !Self.isAtOrAfter(name, known.file) { continue }
            let offset = place?.file == name ? place!.offset : 0
            let bytes = try AirLogFolder.tail(folder + "/" + name, count: .max).bytes
            guard offset <= bytes.count else { continue }
            var start = offset
            while rows.count < limit, let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                if let row = AsRunRow(line: bytes[start..<end]) { rows.append(row) }
                start = end + 1
            }
            place = Place(file: name, offset: start)
            if rows.count >= limit { break }
        }
        return (rows, place)
    }

    /// Whether the log still is the one that was read up to `place`: the file is there, as long as then at least, and the
    /// last row before the place is the one of this number and hash.
    package func goesOn(from place: Place, after sequence: UInt64, hash: String) throws(SystemError) -> Bool {
        guard try AirLogFolder.files(in: folder).contains(place.file) else { return false }
        guard place.offset > 0 else { return true }
        let bytes = try AirLogFolder.tail(folder + "/" + place.file, count: .max).bytes
        guard place.offset <= bytes.count else { return false }
        var end = place.offset - 1
        guard bytes[end] == UInt8(ascii: "\n") else { return false }
        while end >= 0 {
            let start = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            if let row = AsRunRow(line: bytes[start..<end]) { return row.sequence == sequence && row.hash == hash }
            end = start - 1
        }
        // The file has lines, none of which is a row: nothing of it can have been taken.
        return true
    }

    /// Waits until what is in a file of the log is on stable storage, whether air has seen to it already or not.
    package func makeDurable(_ file: String) throws(SystemError) {
        let path = folder + "/" + file
        let descriptor = try SystemError.check(ql_open(path, O_RDONLY, 0), "open", on: path)
        defer { close(descriptor) }
        guard fdatasync(descriptor) == 0 else { throw SystemError("fdatasync", on: path, code: errno) }
    }

    static func isAtOrAfter(_ name: String, _ other: String) -> Bool {
        guard let a = AirLogFolder.parts(name), let b = AirLogFolder.parts(other) else { return false }
        return (a.day, a.counter) >= (b.day, b.counter)
    }
}
