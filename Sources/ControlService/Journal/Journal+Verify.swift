import ChannelSchedule
import TrustFormats

extension Journal {
    /// What was found in a journal that nobody need be writing.
    package struct Verdict: Sendable {
        package var entries: [JournalEntry] = []
        /// What is wrong with the chain, by line.
        package var faults: [String] = []
        /// Hash of each entry, by number.
        package var hashes: [UInt64: String] = [:]
        package var head = ""
    }

    /// Checks a journal's chain without touching the file. `nil` when there is none.
    package static func verify(_ path: String) throws -> Verdict? {
        let bytes: [UInt8]
        do {
            bytes = try SmallFile.read(path, most: 4 << 30)
        } catch SmallFile.Failure.missing {
            return nil
        }
        let name = path.split(separator: "/").last ?? ""
        var verdict = Verdict()
        var (start, line, hash) = (0, 0, JournalLine.origin)
        while start < bytes.count {
            line += 1
            guard let end = bytes[start...].firstIndex(of: 0x0A) else {
                verdict.faults.append("\(name):\(line): the last entry is torn: it was never acknowledged")
                break
            }
            do throws(JournalLine.Fault) {
                let read = try JournalLine.read(bytes[start..<end], after: hash, number: UInt64(line))
                verdict.entries.append(read.entry)
                verdict.hashes[UInt64(line)] = read.hash
                hash = read.hash
            } catch {
                let what =
                    switch error {
                    case .notAnEntry: "entry \(line) is altered, or is no entry"
                    case .wrongHash: "entry \(line) is altered: it does not match its hash"
                    case .brokenChain: "entry \(line) does not go on from the one before: entries are missing or moved"
                    }
                verdict.faults.append("\(name):\(line): \(what)")
                // What follows cannot be held against what came before any more.
                break
            }
            start = end + 1
        }
        verdict.head = verdict.entries.isEmpty ? "" : hash
        return verdict
    }
}
