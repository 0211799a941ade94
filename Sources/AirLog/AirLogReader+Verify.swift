import Realtime

extension AirLogReader {
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
        /// Hash of the last row in hexadecimal, and its number: a signed head says the same of it.
        package var head = ""
        package var lastRow: UInt64 = 0
        /// Hashes of the rows in hexadecimal by number, of those asked for.
        package var hashes: [UInt64: String] = [:]
    }

    /// Checks every row's hash and that each goes on from the one before; names each row that is altered, missing or out of
    /// its order.
    ///
    /// - Parameter wanted: numbers of rows whose hashes the verdict is to hold.
    package func verify(hashesOf wanted: Set<UInt64> = []) throws(SystemError) -> Verdict {
        var verdict = Verdict()
        var walk = AirLogWalk()
        let names = try AirLogFolder.files(in: folder)
        for (index, name) in names.enumerated() {
            let bytes = try AirLogFolder.tail(folder + "/" + name, count: .max).bytes
            verdict.files += 1
            walk.beginFile()
            var (start, line) = (0, 0)
            while start < bytes.count {
                line += 1
                guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
                    // Only the end of the newest file, or of one given up after a failed write, may be torn.
                    if index == names.count - 1 || walk.last == nil {
                        verdict.faults.append(Fault(file: name, line: line, what: "the last row is torn"))
                    }
                    break
                }
                let (step, link) = walk.take(bytes[start..<end])
                start = end + 1
                if let link, wanted.contains(link.sequence) {
                    verdict.hashes[link.sequence] = Hexadecimal.text(link.hash)
                }
                switch step {
                case .repeated: break
                case .good: verdict.rows += 1
                case .bad(let what):
                    if link != nil { verdict.rows += 1 }
                    verdict.faults.append(Fault(file: name, line: line, what: what))
                }
            }
        }
        verdict.head = walk.last.map { Hexadecimal.text($0.hash) } ?? ""
        verdict.lastRow = walk.last?.sequence ?? 0
        return verdict
    }
}
