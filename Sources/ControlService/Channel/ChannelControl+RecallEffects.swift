import ChannelConfiguration
import ChannelSchedule
import Logging
import Realtime
import Timecode
import Timeline
import Trust
import TrustCrypto
import TrustFormats

/// When recalls hold, how what they withdraw leaves the air, and what is said of them.
extension ChannelControl {
    // MARK: Taking effect

    /// Judges everything again by the recalls there are now, and takes what they withdraw off air.
    ///
    /// Returns the frame from which that holds; `nil` when nothing that is scheduled is concerned.
    @discardableResult
    func actOnRecalls(by user: Peer, publishing: Bool) -> Int64? {
        _ = readTrust()
        guard publishing else { return nil }
        let frame = noteRecalls(by: user)
        if frame == nil { lookAtMedia(because: "a recall has come", showing: true) }
        return frame
    }

    /// Puts on record what has been recalled of the schedule's media, and publishes the schedule without it.
    @discardableResult
    func noteRecalls(by user: Peer = .control) -> Int64? {
        guard !preparation.library.basis.revocations.recalls.isEmpty else { return nil }
        let asked = frame
        let effective = asked + orderLead
        var new: Set<RecallRecord> = []
        var pending: Set<RecallRecord> = []
        for use in standings.keys {
            let finding = preparation.library.find(use.media, category: use.category)
            guard let seal = finding.seal, let standing = finding.recall else { continue }
            switch standing {
            case .inEffect(let reason, let by, let isQuorum) where finding.recallEffect == nil:
                new.insert(RecallRecord(seal, reason: reason, by: by, isQuorum: isQuorum))
            case .pending(let reason, let by, _) where !by.isEmpty:
                pending.insert(RecallRecord(seal, reason: reason, by: by, isQuorum: false))
            default: break
            }
        }
        for recall in pending.subtracting(state.pendingRecalls).sorted(by: { $0.serial < $1.serial }) {
            put(.recallPending(recall), by: user, effective: asked)
        }
        guard !new.isEmpty else { return nil }
        for recall in new.sorted(by: { $0.serial < $1.serial }) {
            put(.recall(recall), by: user, effective: effective)
            logger.notice(
                "recalled",
                metadata: ["serial": "\(recall.serial)", "desks": "\(recall.desks)", "reason": "\(recall.reason)"])
        }
        _ = readTrust()
        return withdraw(from: effective, asked: asked)
    }

    /// Journals what a recall has done. A disk that is full does not stand in its way.
    private func put(_ action: JournalAction, by user: Peer, effective: Int64) {
        let entry =
            (try? record(action, by: user, effective: effective))
            ?? JournalEntry(
                number: state.lastNumber, time: calendar.utcText(of: frame), frame: frame, effective: effective,
                user: user, action: action)
        try? state.apply(entry, document: { _, _ in nil })
    }

    /// Publishes the schedule without what was recalled, from the first frame that can still be decided, whatever window,
    /// hold or order stands before it.
    private func withdraw(from effective: Int64, asked: Int64) -> Int64 {
        let recalled = Set(
            standings.keys.compactMap { use in
                let standing = preparation.standing(of: use)
                return standing.withheld == .recalled ? standing.asset : nil
            })
        // With orders under way, what lies before them is nowhere but in the revisions that were handed out.
        let isUnderWay =
            (published?.effectiveFrom ?? .min) > asked || state.lastEffective(before: .hold) > effective
        if !isUnderWay {
            let (resolution, pruned) = desk.pruned(desk.resolve(state, at: asked, news: effective), state, at: asked)
            if frame + 2 <= effective {
                state = pruned
                let next = desk.revision(
                    of: resolution, from: effective, at: asked, onAir: .stays, state, in: situation)
                publish(next, resolution, because: "a recall")
                return effective
            }
        }
        // What was promised, at once; then a schedule made anew, when it can hold.
        var first = effective
        if let published, let resolved {
            let promised = published.effectiveFrom <= frame ? published : playing.map(published.preceded) ?? published
            first = max(effective, frame + orderLead)
            if promised.shows(recalled, from: first) {
                let number = max(published.number, situation.airRevision) + 1
                publish(
                    promised.withdrawing(recalled, from: first, number: number),
                    ScheduleResolution(schedule: resolved, media: standings, memory: state.media),
                    because: "a recall, at once")
            }
        }
        republish(because: "a recall")
        return first
    }

    // MARK: Telling

    func answer(to recall: RecallStatement, _ frame: Int64?) -> OperatorAnswer {
        let name = recall.name.isEmpty ? recall.serial : recall.name
        let concerned = standings.keys.compactMap { use -> MediaFinding? in
            let finding = preparation.library.find(use.media, category: use.category)
            return finding.seal?.serial == recall.serial && finding.recall != nil ? finding : nil
        }
        guard let finding = concerned.first else {
            return .done("the recall of \(name) is kept; nothing that is scheduled is concerned")
        }
        switch finding.recall {
        case .pending(_, let by, let need):
            var answer = OperatorAnswer.done(
                "the recall of \(name) is kept and does not hold yet: \(Self.pending(by, need))")
            answer.code = "pending"
            return answer
        default:
            let from = frame ?? finding.recallEffect?.firstFrame
            return .done("\(name) is recalled: \(recall.reason)", from: from.map(effective))
        }
    }

    /// Who has asked, and what is missing.
    private static func pending(_ by: [Approval], _ need: Int) -> String {
        let who = by.isEmpty ? "nobody whose signature counts" : by.map(\.desk).joined(separator: ", ")
        return "signed by \(who), none of whom approved the item; it takes \(need) desks, or one that approved it"
    }

    /// Alarms on recalls of scheduled items that do not hold yet; their subjects, with those that stand for files.
    func raisePendingRecalls() -> Set<String> {
        var subjects = Set(recallWatch.refused.keys)
        let path = preparation.trust.recalls.path
        subjects.formUnion([path, path + ".damaged"])
        for finding in findings.values {
            guard let seal = finding.seal, case .pending(let reason, let by, let need) = finding.recall else {
                continue
            }
            let subject = "recall of \(seal.serial)"
            guard subjects.insert(subject).inserted else { continue }
            alarm(
                .recall, .warning, subject: subject,
                "a recall of \(finding.name) does not hold: \(Self.pending(by, need)); reason given: \(reason)",
                remedy: "ask the desks; another signs it with qalqan recall FILE.recall.json --key NAME.key")
        }
        return subjects
    }
}

extension RecallRecord {
    init(_ seal: SealStatement, reason: String, by approvals: [Approval], isQuorum: Bool) {
        self.init(
            serial: seal.serial, digest: Hexadecimal.encode(seal.verityDigest), name: seal.name, reason: reason,
            desks: approvals.map(\.desk), keys: approvals.map(\.keyID), isQuorum: isQuorum)
    }
}
