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

    private static func isAtOrAfter(_ name: String, _ other: String) -> Bool {
        guard let a = AirLogFolder.parts(name), let b = AirLogFolder.parts(other) else { return false }
        return (a.day, a.counter) >= (b.day, b.counter)
    }

    // MARK: Verifying

    /// What is wrong with the log, and where.
    package struct Fault: Hashable, Sendable, CustomStringConvertible {
        package var file: String
        /// Line in the file, from 1; 0 where it is about no line.
        package var line: Int
        package var what: String

        package init(file: String, line: Int, what: String) {
            self.file = file
            self.line = line
            self.what = what
        }

        package var description: String { line > 0 ? "\(file):\(line): \(what)" : "\(file): \(what)" }
    }

    package struct Verdict: Hashable, Sendable {
        package var rows: Int = 0
        package var files: Int = 0
        package var faults: [Fault] = []
        /// Hash of the last row in hexadecimal: keep it elsewhere to notice rows cut off from the end.
        package var head = ""
        /// Hashes of the rows in hexadecimal by number, of those asked for.
        package var hashes: [UInt64: String] = [:]
    }

    /// Checks every row's hash and that each goes on from the one before.
    ///
    /// - Parameter wanted: number of a row whose hash the verdict is to hold.
    package func verify(hashOf wanted: UInt64? = nil) throws(SystemError) -> Verdict {
        var verdict = Verdict()
        var last: AsRunChain.Link?
        var before: [UInt64: AsRunChain.Link] = [:]
        let names = try AirLogFolder.files(in: folder)
        for (index, name) in names.enumerated() {
            let bytes = try AirLogFolder.tail(folder + "/" + name, count: .max).bytes
            verdict.files += 1
            var (start, line) = (0, 0)
            var here: [UInt64: AsRunChain.Link] = [:]
            while start < bytes.count {
                line += 1
                guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
                    // Only the end of the newest file, or of one given up after a failed write, may be torn.
                    if index == names.count - 1 || last == nil {
                        verdict.faults.append(Fault(file: name, line: line, what: "the last row is torn"))
                    }
                    break
                }
                let link = AsRunChain.link(bytes[start..<end])
                start = end + 1
                // Rows written again into a new file after a failed write: the same rows, byte for byte.
                let isRepeated = link.map { before[$0.sequence] == $0 } ?? false
                if let link {
                    here[link.sequence] = link
                    if link.sequence == wanted { verdict.hashes[link.sequence] = Hexadecimal.text(link.hash) }
                }
                if !isRepeated { check(link, Fault(file: name, line: line, what: ""), &last, &verdict) }
            }
            // A file that took nothing at all is no break between the rows before and after it.
            if !here.isEmpty { before = here }
        }
        verdict.head = last.map { Hexadecimal.text($0.hash) } ?? ""
        return verdict
    }

    private func check(
        _ link: AsRunChain.Link?, _ place: Fault, _ last: inout AsRunChain.Link?, _ verdict: inout Verdict
    ) {
        var fault = place
        guard let link else {
            fault.what = "not a row of this log, or altered"
            verdict.faults.append(fault)
            return
        }
        verdict.rows += 1
        if link.previous != last?.hash ?? AsRunChain.start {
            fault.what = "does not go on from the row before: rows are missing, added or out of order"
            verdict.faults.append(fault)
        } else if link.sequence != (last?.sequence ?? 0) + 1 {
            fault.what = "numbered \(link.sequence) after \(last?.sequence ?? 0)"
            verdict.faults.append(fault)
        }
        last = link
    }
}
