import AirLog
import ArgumentParser
import AsRunStore
import ControlService
import Foundation
import Realtime
import TrustCrypto
import TrustFormats

/// `asrun --verify`: the chains of the as-run log and of the journal, and the signed heads against them.
struct AsRunVerification {
    private struct Report: Encodable {
        struct Journal: Encodable {
            var entries: Int
            var head: String
            /// Last entry that a signed head vouches for; 0 for none.
            var signedEntries: UInt64
            var faults: [String]
        }
        var rows: Int
        var files: Int
        var head: String
        /// Last row that a signed head vouches for, and the first one that none does; absent when all are signed.
        var signedRows: UInt64
        var unsignedFrom: UInt64?
        /// Identifier of the key that the heads were held against; absent when there is none.
        var keyId: String?
        var faults: [String]
        var notes: [String]
        var journal: Journal?
    }

    private var result: Report
    private let folder: String

    /// - Parameters:
    ///   - key: path of the box's public key; `nil` takes the data folder's.
    ///   - heads: files with heads from elsewhere.
    init(reader: AirLogReader, data: DataFolder, key: String?, heads: [String]) throws {
        folder = reader.folder
        let box = try Self.boxKey(key, data)
        let channel = ChannelSummary(in: data)?.id
        var audit = box.map { HeadAudit(log: .asRun, key: $0, channel: channel) }
        var journalAudit = box.map { HeadAudit(log: .journal, key: $0, channel: channel) }
        let elsewhere = try heads.map { ($0, try Self.kept($0)) }
        do throws(SmallFile.Failure) {
            try audit?.add(HeadFile(path: data.heads))
            try journalAudit?.add(HeadFile(path: data.heads))
        } catch {
            throw CommandFailure.unreachable("\(data.heads): \(error.text)")
        }
        for (path, kept) in elsewhere {
            for head in kept {
                audit?.add(head, from: path)
                journalAudit?.add(head, from: path)
            }
        }
        // Asked before anything is read into it: the index of a log that was cut off is made again.
        let index =
            FileManager.default.fileExists(atPath: data.asRunIndex) ? try? AsRunStore(path: data.asRunIndex) : nil
        let wanted = (audit?.rows ?? []).union((try? index?.witness()).map { [$0.sequence] } ?? [])
        let verdict: AirLogReader.Verdict
        do throws(SystemError) {
            verdict = try reader.verify(hashesOf: wanted)
        } catch {
            throw CommandFailure.unreachable("no as-run log there: \(error)")
        }
        var faults = verdict.faults.map(\.description)
        var signed: UInt64 = 0
        if let audit {
            let judged = audit.judge(hashes: verdict.hashes, lastRow: verdict.lastRow)
            faults += audit.faults + judged.contradictions
            signed = judged.covered
        }
        if let contradiction = try? index?.contradiction({ verdict.hashes[$0] }) {
            faults.append("the end of the log: \(contradiction)")
        }
        result = Report(
            rows: verdict.rows, files: verdict.files, head: verdict.head, signedRows: signed,
            unsignedFrom: signed < verdict.lastRow ? signed + 1 : nil, keyId: box?.keyID, faults: faults, notes: [],
            journal: try Self.journal(data, journalAudit, saidAlready: audit?.faults ?? []))
        result.notes = notes(audit, named: key, lastRow: verdict.lastRow)
    }

    /// Prints the verdict; fails when anything is wrong.
    func report(json: Bool) throws {
        let faults = result.faults + (result.journal?.faults ?? [])
        if json {
            print(JSONText.of(result))
        } else {
            for note in result.notes { StandardError.write(note) }
            if result.faults.isEmpty {
                let signed = result.signedRows > 0 ? "signed up to row \(result.signedRows)" : "not signed"
                print(
                    "\(result.rows) rows in \(result.files) files: the chain is whole, \(signed); head \(result.head)")
            }
            if let journal = result.journal, journal.faults.isEmpty {
                let signed = journal.signedEntries > 0 ? "signed up to entry \(journal.signedEntries)" : "not signed"
                print("\(journal.entries) entries in the journal: the chain is whole, \(signed); head \(journal.head)")
            }
        }
        guard faults.isEmpty else {
            if json { throw ExitCode(1) }
            throw CommandFailure.refused(
                faults.map { $0.hasPrefix("air-") ? "\(folder)/\($0)" : $0 }.joined(separator: "\n"))
        }
    }

    private func notes(_ audit: HeadAudit?, named key: String?, lastRow: UInt64) -> [String] {
        var notes: [String] = []
        guard let audit else {
            return ["no signed head was looked at: there is no box.pub here; --key takes it from where you keep it"]
        }
        if audit.foreign > 0 {
            notes.append(
                "\(audit.foreign) head\(audit.foreign == 1 ? " is" : "s are") by another key than \(audit.keyID) "
                    + "and prove\(audit.foreign == 1 ? "s" : "") nothing here")
        }
        if let first = result.unsignedFrom {
            notes.append(
                first == lastRow
                    ? "row \(first) is not covered by a signed head"
                    : "from row \(first) on, \(lastRow - first + 1) rows are not covered by a signed head")
        }
        if key == nil {
            notes.append("the key is the data folder's own: --key checks against one that was kept elsewhere")
        }
        return notes
    }

    private static func boxKey(_ path: String?, _ data: DataFolder) throws -> VerifyingKey? {
        let shown = BoxKey.publicPath(in: data.path)
        if path == nil, !FileManager.default.fileExists(atPath: shown) { return nil }
        do throws(SealProblem) {
            return try VerifyingKey.load(path ?? shown)
        } catch { throw CommandFailure.refused(error.description) }
    }

    private static func journal(
        _ data: DataFolder, _ audit: HeadAudit?, saidAlready: [String]
    ) throws -> Report.Journal? {
        let verdict: Journal.Verdict
        do {
            guard let found = try Journal.verify(data.journal) else {
                // A journal that was taken away as a whole leaves its heads.
                let judged = audit?.judge(hashes: [:], lastRow: 0)
                guard let judged, !judged.contradictions.isEmpty else { return nil }
                return Report.Journal(
                    entries: 0, head: "", signedEntries: 0, faults: judged.contradictions.map(Self.entries))
            }
            verdict = found
        } catch { throw CommandFailure.unreachable("\(data.journal): \(error)") }
        let judged = audit?.judge(hashes: verdict.hashes, lastRow: UInt64(verdict.entries.count))
        return Report.Journal(
            entries: verdict.entries.count, head: verdict.head, signedEntries: judged?.covered ?? 0,
            faults: verdict.faults + (audit?.faults ?? []).filter { !saidAlready.contains($0) }
                // What lies behind a broken entry is said to be missing by the heads as well: once is enough.
                + (verdict.faults.isEmpty ? judged?.contradictions.map(Self.entries) ?? [] : []))
    }

    private static func entries(_ text: String) -> String { "the journal: \(text)" }

    /// Heads in a file: an answer of `/status`, a line of `heads.jsonl`, or many of them.
    private static func kept(_ path: String) throws -> [SignedHead] {
        struct Status: Decodable {
            struct Heads: Decodable {
                var asRun: StatusDocument.Head?
                var journal: StatusDocument.Head?
            }
            var heads: Heads
        }
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.read(path, most: 1 << 30)
        } catch { throw CommandFailure.refused("\(path): \(error.text)") }
        do {
            if let status = try? ControlCoding.decode(Status.self, from: bytes) {
                return try [status.heads.asRun, status.heads.journal].compactMap { $0 }.map {
                    try SignedHead(json: try ControlCoding.encode($0))
                }
            }
            if let whole = try? SignedHead(json: bytes) { return [whole] }
            return try bytes.split(separator: 0x0A).map { try SignedHead(json: Array($0)) }
        } catch {
            throw CommandFailure.refused(
                "\(path): \(error); expected an answer of /status, or lines of a heads.jsonl")
        }
    }
}
