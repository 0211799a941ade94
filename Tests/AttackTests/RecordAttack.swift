import Foundation
import Testing

/// What is done to the as-run of a channel after the fact.
enum RecordAttack: String, CaseIterable {
    case changed, removed, exchanged, repeated, cutOff, torn

    /// The rows with one of them attacked; `nil` where that is not possible.
    func attack(_ rows: [Substring], at row: Int) -> String? {
        var rows = rows.map(String.init)
        switch self {
        case .changed:
            // A digit of the frame, so that the row is still a row.
            guard let digit = rows[row].lastIndex(where: { ("1"..."8").contains($0) }) else { return nil }
            let place = rows[row].firstIndex { ("1"..."8").contains($0) } ?? digit
            rows[row].replaceSubrange(place...place, with: "9")
        case .removed: rows.remove(at: row)
        case .exchanged:
            guard row + 1 < rows.count else { return nil }
            rows.swapAt(row, row + 1)
        case .repeated: rows.insert(rows[row], at: row)
        case .cutOff: rows.removeSubrange(row...)
        case .torn:
            rows.removeSubrange((row + 1)...)
            rows[row].removeLast(10)
            return rows.joined(separator: "\n")
        }
        return rows.joined(separator: "\n") + (rows.isEmpty ? "" : "\n")
    }
}

extension AttackChannel {
    /// The as-run of a channel that has been on air holds; every attack on its rows is found by `asrun --verify`.
    func attackRecord(rowsOfEach count: Int) throws {
        let logs = folder.appendingPathComponent("data/asrun")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: logs.path).filter { $0.hasSuffix(".jsonl") }.max())
        let file = logs.appendingPathComponent(name)
        let text = try String(contentsOf: file, encoding: .utf8)
        let rows = text.split(separator: "\n")
        func verify() throws -> Command.Outcome {
            try Command.run(Workshop.qalqan, ["asrun", "--verify", "--config", configuration.path])
        }
        let clean = try verify()
        #expect(clean.status == 0 && rows.count > 5, "\(clean.errors)")
        var random = Seeded(31)
        for attack in RecordAttack.allCases {
            for _ in 0..<count {
                let row = Int.random(in: 1..<rows.count, using: &random)
                guard let spoilt = attack.attack(rows, at: row) else { continue }
                try Data(spoilt.utf8).write(to: file)
                let outcome = try verify()
                #expect(outcome.status == 1, "\(attack) at row \(row + 1) of \(rows.count) was not found")
            }
        }
        try Data(text.utf8).write(to: file)
        #expect(try verify().status == 0)
    }
}
