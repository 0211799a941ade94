import CLinux
import Logging
import Timecode
import Trust
import TrustFormats
import TrustRepository

extension ChannelControl {
    /// Rounds of the clock between two times that what has to survive a restart is kept.
    static let trustKeepRounds: UInt64 = 240

    /// Now as Unix seconds, by the house clock: stepping the system's clock does not move it while the box is up.
    var unixSecond: Int64 { calendar.unixNanoseconds(of: frame) / 1_000_000_000 }

    /// Looks whether what is trusted has changed, and whether the metadata it comes from have come to their end; either is in
    /// force at once.
    func lookAtTrust() {
        let isDue = trust.basis.changesAt.map { $0 <= calendar.time.start(of: frame) } ?? false
        var reading = trust
        if !trustWatch.observe(preparation.trust.listing).isEmpty || isDue {
            reading = readAgain()
        } else if let region = reading.region {
            reading.basis.freshness = reading.freshness(
                at: trustMemory.time(clock: unixSecond, timestamp: region.timestamp))
        }
        guard reading != trust else { return }
        take(reading)
    }

    /// Reads what is trusted anew; whether it is another than before.
    func readTrust() -> Bool {
        let reading = readAgain()
        guard reading.basis != trust.basis else { return false }
        trust = reading
        preparation.library.basis = reading.basis
        return true
    }

    /// What is damaged on disk does not take away what was read of it before: that ages by itself.
    private func readAgain() -> TrustReading {
        let source = preparation.trust
        var reading = source.read(clock: unixSecond, effects: state.recallEffects, more: unkeptRecalls)
        if reading.region == nil, trust.region != nil {
            let problem = reading.problem ?? "\(source.folder.bundle) is not there any more"
            reading = source.renewed(trust, clock: unixSecond, effects: state.recallEffects, more: unkeptRecalls)
            reading.problem = problem
        }
        if let region = reading.region {
            reading.basis.freshness = reading.freshness(
                at: trustMemory.time(clock: unixSecond, timestamp: region.timestamp))
        }
        return reading
    }

    private func take(_ reading: TrustReading) {
        let before = trust.basis
        trust = reading
        preparation.library.basis = reading.basis
        noteTrust()
        keepTrust()
        guard reading.basis != before else { return }
        let names = reading.basis.desks.entries.map(\.desk.name).joined(separator: ", ")
        logger.notice(
            "trust has changed", metadata: ["desks": "\(names)", "freshness": "\(reading.basis.freshness)"])
        // Recalls of desks that were not known count from now on.
        recallWatch = RecallWatch()
        lookAtRecalls()
        noteRecalls()
        lookAtMedia(because: "trust has changed", showing: true)
        retryUnapproved()
    }

    /// Takes in what an earlier control has kept, before the first schedule is resolved.
    func openTrust() {
        trustWatch.adopt(preparation.trust.listing)
        // What was read by the system's clock is judged by the house clock from here on.
        var reading = trust
        if let region = reading.region {
            reading.basis.freshness = reading.freshness(
                at: trustMemory.time(clock: unixSecond, timestamp: region.timestamp))
        }
        trust = reading
        preparation.library.basis = reading.basis
        noteTrust()
        keepTrust()
        if surroundings.looksAtRepository { refresher.start() }
    }

    /// Keeps what has to survive a restart: the time, and what was accepted while that could be known.
    func keepTrust() {
        guard preparation.trust.repository != nil else { return }
        let folder = preparation.trust.folder
        do throws(RepositoryProblem) {
            try folder.prepare()
            if let region = trust.region {
                trustMemory.note(
                    clock: unixSecond, isSynchronised: ql_clock_synchronised() == 1, timestamp: region.timestamp,
                    until: region.holdEnds)
                try trustMemory.keep(folder.time)
            }
            let admissions = preparation.library.admissions
            if admissions.version != keptAdmissions {
                try admissions.keep(folder.admissions)
                keptAdmissions = admissions.version
            }
            clear(.trust, subject: "disk")
        } catch {
            alarm(
                .trust, .warning, subject: "disk",
                "what the channel has to remember of its trust cannot be written: \(error)",
                remedy: "make room on the disk or mend it")
        }
    }

    // MARK: Alarms

    /// Raises and clears what there is to say about the trust in force.
    func noteTrust() {
        let problems = trust.basis.desks.problems
        for problem in problems {
            alarm(
                .desk, .warning, subject: problem.desk, "\(problem); what only this desk approves does not air",
                remedy: "put the desk's public key there; it counts as soon as it is there")
        }
        let ending = noteEndingKeys()
        composer.withAlarms { $0.keep(.desk, subjects: Set(problems.map(\.desk)).union(ending)) }
        guard preparation.trust.repository != nil else { return }
        if trust.region == nil {
            alarm(
                .trust, .critical, subject: "in-force",
                trust.problem.map { "nothing of the trust repository is in force: \($0)" }
                    ?? "nothing of the trust repository has been accepted yet: only slates air",
                remedy: "see that its addresses can be reached and that trust.root is its root: qalqan trust update")
        } else if let problem = trust.problem {
            alarm(
                .trust, .warning, subject: "in-force",
                "what is in force of the trust repository cannot be read any more: \(problem); the channel goes on with what "
                    + "it has read before, and has nothing after a restart",
                remedy: "bring it anew: qalqan trust update")
        } else {
            clear(.trust, subject: "in-force")
        }
        noteFreshness()
    }

    private func noteFreshness() {
        guard let region = trust.region else { return clear(.trustExpired) }
        let (end, hold) = (MetadataTime.text(region.expires), MetadataTime.text(region.holdEnds))
        let remedy =
            "bring newer metadata: mend the line to the repository, or bring them on a stick and run qalqan trust update"
        switch trust.basis.freshness {
        case .expired:
            alarm(
                .trustExpired, .critical,
                "the trust metadata expired at \(end): nothing new is admitted; what was accepted before airs until \(hold)",
                remedy: remedy)
        case .over:
            alarm(
                .trustExpired, .critical,
                "the trust metadata expired at \(end), and the hold ended at \(hold): only evergreen items air",
                remedy: remedy)
        case .lasting, .fresh, .absent: clear(.trustExpired)
        }
    }

    /// What the last look at the repository came to.
    func noteRefresh() {
        guard preparation.trust.repository != nil, let look = refresher.look else { return }
        let problems =
            look.problem.map { ["\($0)"] }
            ?? look.result?.outcomes.compactMap { outcome in outcome.problem.map { "\(outcome.address): \($0)" } } ?? []
        guard look.result?.isCurrent != true, !problems.isEmpty else { return clear(.trustRepository) }
        let isSuspicious = look.result?.outcomes.contains { $0.problem?.isSuspicious == true } ?? true
        let left = (trust.region?.expires ?? 0) - unixSecond
        alarm(
            .trustRepository, isSuspicious || left < 6 * 3600 ? .warning : .notice,
            "the trust repository gives no metadata that can be accepted: \(problems.joined(separator: "; "))"
                + (left > 0 ? "; what is in force counts until \(MetadataTime.text(trust.region?.expires ?? 0))" : ""),
            remedy: isSuspicious
                ? "ask its owners whether they changed it; what is in force stays: qalqan trust show"
                : "mend the line to it, or bring metadata on a stick: qalqan trust update")
    }

    /// How long before a key's end that is an alarm.
    static let keyNoticeSeconds: Int64 = 14 * 86_400

    /// Desks whose last key ends soon or has ended, or is revoked: nobody there can approve anything.
    private func noteEndingKeys() -> Set<String> {
        let now = calendar.time.start(of: frame)
        let soon = TAIInstant(nanoseconds: now.nanoseconds + Self.keyNoticeSeconds * 1_000_000_000)
        let basis = preparation.library.basis
        var subjects: Set<String> = []
        for (desk, keys) in Dictionary(grouping: basis.desks.entries, by: \.desk.name) {
            func works(at instant: TAIInstant) -> Bool {
                keys.contains { key in
                    if let revoked = basis.revocations.keys[key.keyID], instant >= revoked.since { return false }
                    if let end = key.desk.notAfter, instant >= end { return false }
                    return key.desk.notBefore.map { instant >= $0 } ?? true
                }
            }
            guard !works(at: soon) else { continue }
            subjects.insert("key of \(desk)")
            let works = works(at: now)
            alarm(
                .desk, works ? .notice : .warning, subject: "key of \(desk)",
                works
                    ? "the key of desk \(desk) ends within 14 days, and no other is there to follow it"
                    : "desk \(desk) has no key in force: nothing that it signs now counts",
                remedy: "make the desk's next key (qalqan key new) and list it beside the old one: docs/TRUST.md")
        }
        return subjects
    }
}
