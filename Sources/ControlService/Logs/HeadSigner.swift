import AirLog
import Realtime
import TrustCrypto
import TrustFormats

/// Signs the ends of the as-run log and of the journal as they grow, and adds them to `heads.jsonl`.
///
/// Air writes its log without knowing of keys; control, which does not write it, checks what comes new against the chain and
/// vouches for it. One user, the follower of the as-run.
struct HeadSigner {
    /// What keeps a head from being vouched for, and what to do.
    struct Problem: Hashable {
        var text: String
        var remedy: String
    }

    private let box: BoxKey
    private let file: HeadFile
    private let channel: String
    private let journalFile: String
    private var tip: AirLogTip?
    /// Heads of files that were left, not written yet.
    private var ended: [LogHead] = []
    private var signed: [LogHead.Log: SignedHead] = [:]
    /// The first thing found wrong with the log since control began; it stands.
    private var broken: Problem?

    init(key: BoxKey, data: DataFolder, channel: String) {
        box = key
        file = HeadFile(path: data.heads)
        journalFile = String(data.journal.split(separator: "/").last ?? "journal.jsonl")
        self.channel = channel
        for log in LogHead.Log.allCases {
            // A head by the key of an installation that is gone is not this box's word.
            if let last = file.last(of: log), last.envelope.isSigned(by: key.verifyingKey) { signed[log] = last }
        }
    }

    /// Signs what is new. Returns what to show, and what is wrong.
    ///
    /// - Parameter reader: the as-run log; `nil` when it is as it was the last time.
    mutating func sign(
        _ reader: AirLogReader?, journal: StatusComposer.JournalHead?, frame: Int64, utc: String
    ) -> (StatusDocument.Heads, Problem?) {
        var problem: Problem?
        do {
            if let reader { try follow(reader, utc) }
            var new = asRunHeads(utc)
            if let journal, journal.number != signed[.journal]?.head.row || journal.hash != signed[.journal]?.head.hash
            {
                new.append(
                    LogHead(
                        log: .journal, channel: channel, row: journal.number, hash: journal.hash, file: journalFile,
                        frame: journal.frame, signedAt: utc))
            }
            let heads = try new.map { try SignedHead($0, key: box.key) }
            do throws(SmallFile.Failure) {
                try file.append(heads)
                for head in heads { signed[head.head.log] = head }
                ended = []
            } catch {
                problem = Problem(
                    text: "the signed heads of the logs cannot be written: \(file.path): \(error.text)",
                    remedy: "make room on the disk or mend it; the logs themselves go on")
            }
        } catch {
            problem = Problem(
                text: "the end of the as-run log cannot be signed: \(error)",
                remedy: "look at the data folder's rights and at its disk")
        }
        let state = StatusDocument.Heads(
            keyId: box.verifyingKey.keyID, publicKey: box.verifyingKey.pem,
            asRun: signed[.asRun].map(StatusDocument.Head.init), journal: signed[.journal].map(StatusDocument.Head.init)
        )
        return (state, problem ?? broken)
    }

    /// Goes along what is new in the log.
    private mutating func follow(_ reader: AirLogReader, _ utc: String) throws {
        var tip = try self.tip ?? resumed(reader)
        let advance = try tip.advance(reader)
        // A row that a power cut can still take away must not be vouched for.
        if tip.row > 0 { try reader.makeDurable(tip.file) }
        self.tip = tip
        if let fault = advance.faults.first { note("\(fault)") }
        ended += advance.ended.map { head($0, utc, endsFile: true) }
    }

    /// Heads for the ends of files that were left, and for the end of the log, where they are not signed yet.
    private func asRunHeads(_ utc: String) -> [LogHead] {
        guard let tip, tip.row > 0 else { return ended }
        let last = ended.last ?? signed[.asRun]?.head
        return tip.row == last?.row && tip.hash == last?.hash ? ended : ended + [head(tip, utc, endsFile: false)]
    }

    private func head(_ tip: AirLogTip, _ utc: String, endsFile: Bool) -> LogHead {
        LogHead(
            log: .asRun, channel: channel, row: tip.row, hash: tip.hash, file: tip.file, frame: tip.frame,
            signedAt: utc, endsFile: endsFile)
    }

    /// Where an earlier control left off. A log that does not hold what was signed is followed from its beginning.
    private mutating func resumed(_ reader: AirLogReader) throws -> AirLogTip {
        guard let last = signed[.asRun]?.head else { return AirLogTip() }
        if let tip = try AirLogTip(row: last.row, hash: last.hash, file: last.file, in: reader) { return tip }
        note("row \(last.row), signed at \(last.signedAt), is not in \(last.file) any more")
        return AirLogTip()
    }

    private mutating func note(_ what: String) {
        guard broken == nil else { return }
        broken = Problem(
            text: "the as-run log was altered or damaged: \(what)",
            remedy:
                "qalqan asrun --verify names every such row; keep the data folder as it is for whoever looks into it")
    }
}
