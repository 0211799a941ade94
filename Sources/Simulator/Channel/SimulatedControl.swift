import ChannelSchedule
import Playlist
import Timecode
import Timeline

/// Control: documents, orders, the journal and the revisions that follow from them, by the code that runs on a box.
///
/// Simulated are its disk (the journal, the documents, the schedule's bytes) and its life: it can die and come back.
struct SimulatedControl {
    /// What the desk reaches through its closures: stored documents, and the media as they are now.
    private final class Shelf {
        var documents: [String: PlaylistDocument] = [:]
        var now: Int64 = 0
    }

    let scenario: Scenario
    private let desk: ScheduleDesk
    private let seams: Seams
    // The disk.
    private let shelf = Shelf()
    private(set) var journal: [JournalEntry] = []
    private(set) var bytes: [UInt8] = []
    private var memory = MediaMemory()
    /// When it learnt what of media.
    private(set) var learnt: [Learnt] = []
    // What it knows while it lives.
    private(set) var isAlive = true
    private(set) var state = ScheduleState()
    private(set) var published: TimelineRevision?
    private(set) var resolved: ResolvedSchedule?
    private var standings: [MediaUse: MediaStanding] = [:]
    /// Bytes that air has not been given yet.
    var outbox: [UInt8]?

    init(_ scenario: Scenario, seams: Seams) {
        self.scenario = scenario
        self.seams = seams
        let rate = scenario.rate
        func frames(milliseconds: Int64) -> Int64 {
            (milliseconds * rate.numerator + rate.denominator * 1000 - 1) / (rate.denominator * 1000)
        }
        let rules = ScheduleDesk.Rules(
            lead: max(5, frames(milliseconds: 320)), cueLead: frames(milliseconds: 2500),
            guardFrames: frames(milliseconds: 3000), past: frames(milliseconds: 2 * 3_600_000),
            horizon: frames(milliseconds: 26 * 3_600_000))
        let calendar = scenario.calendar
        let shelf = shelf
        desk = ScheduleDesk(
            channel: "simulated", calendar: calendar, rules: rules,
            inputs: { documents, edits, window in
                var inputs = ScheduleInputs(
                    calendar: calendar, region: scenario.region, documents: documents, edits: edits,
                    fillers: scenario.fillers, window: window)
                for use in ScheduleResolver.mediaUses(inputs) {
                    inputs.media[use] = scenario.standing(of: use, at: shelf.now)
                }
                seams.inputs(&inputs)
                return inputs
            }, library: { sha256, _ in shelf.documents[sha256] })
    }

    var lead: Int64 { desk.rules.lead }

    private var situation: ScheduleSituation {
        ScheduleSituation(state: state, published: published, resolved: resolved)
    }

    // MARK: Life

    mutating func die() { isAlive = false }

    /// Comes back with nothing but the disk.
    mutating func start(at now: Int64) {
        isAlive = true
        seams.memory(&memory, true)
        state = replayed()
        published = bytes.isEmpty ? nil : try? TimelineRevision(decoding: bytes)
        resolved = nil
        republish(at: now)
    }

    private func replayed() -> ScheduleState {
        var entries = journal
        seams.replay(&entries)
        var state = ScheduleState()
        for entry in entries { try? state.apply(entry, document: desk.library) }
        state.media = memory
        return state
    }

    /// What a replay of the journal would not bring back; `nil` when it brings back everything.
    func differenceOfReplay(at now: Int64) -> String? {
        guard !journal.isEmpty else { return nil }
        shelf.now = now
        let replayed = replayed()
        if replayed.known != state.known { return "other documents are known after a replay of the journal" }
        for entry in journal.suffix(20) where state.latchedSlate(at: entry.effective) != nil {
            if replayed.latchedSlate(at: entry.effective) == nil { return "a slate is forgotten after a replay" }
        }
        let (was, new) = (programme(state, now), programme(replayed, now))
        guard was != new else { return nil }
        let first = zip(was, new).first { $0 != $1 }
        return "another programme after a replay of the journal: \(first.map { "\($0.1), was \($0.0)" } ?? "shorter")"
    }

    /// What a state has planned from `now` on, in words.
    private func programme(_ state: ScheduleState, _ now: Int64) -> [String] {
        let schedule = desk.resolve(state, at: now).schedule
        return schedule.segments.compactMap { $0.clipped(to: now..<schedule.window.upperBound) }.map { segment in
            switch segment.source {
            case .slate(let reason): return "\(segment.firstFrame) \(segment.event) \(reason)"
            case .asset(let asset, let inFrame):
                return "\(segment.firstFrame) \(segment.event) \(schedule.assets[asset].path)+\(inFrame)"
            }
        }
    }

    // MARK: Documents

    mutating func keep(_ document: PlaylistDocument, digest: String) { shelf.documents[digest] = document }

    /// Takes a document in as from the watched folder; `false` when it is refused.
    mutating func offer(_ document: PlaylistDocument, digest: String, at now: Int64) -> Bool {
        shelf.now = now
        let admission = state.admission(
            of: document, name: document.file, sha256: digest, channel: "simulated", from: .folder)
        guard case .accept(let replaced) = admission else { return false }
        keep(document, digest: digest)
        if replaced != nil, resolved == nil, published != nil { resolved = desk.resolve(state, at: now).schedule }
        let arrival = desk.arrival(of: document, replacing: replaced, at: now, in: situation)
        let action = JournalAction.document(
            name: document.file, sha256: digest, replaces: replaced, running: arrival.running)
        let entry = JournalEntry(
            number: UInt64(journal.count + 1), time: "", frame: now,
            effective: max(arrival.frame, state.lastEffective(before: action)), user: Self.user, action: action)
        record(entry)
        republish(at: now, onAir: action.onAir)
        return true
    }

    // MARK: Orders

    private static let user = Peer(uid: 1000, name: "operator")

    /// Gives an order; `false` when it is refused.
    mutating func order(_ order: OperatorOrder, at now: Int64) -> Bool {
        shelf.now = now
        guard let accepted = try? desk.judge(order, by: Self.user, at: now, in: situation) else { return false }
        record(accepted.entry)
        state.media = accepted.state.media
        publish(accepted.revision, accepted.resolution)
        return true
    }

    /// The refusal of an order; `nil` when it is done.
    mutating func refusal(of order: OperatorOrder, at now: Int64, ifRevision: UInt64) -> OrderRefusal? {
        shelf.now = now
        var seen: UInt64? = ifRevision
        seams.seen(&seen)
        do throws(OrderRefusal) {
            let accepted = try desk.judge(order, by: Self.user, at: now, in: situation, ifRevision: seen)
            record(accepted.entry)
            state.media = accepted.state.media
            publish(accepted.revision, accepted.resolution)
            return nil
        } catch {
            return error
        }
    }

    mutating func noteEmergency(_ frame: Int64) { state.noteEmergency(frame) }

    private mutating func record(_ entry: JournalEntry) {
        let numbered = JournalEntry(
            number: UInt64(journal.count + 1), time: "", frame: entry.frame, effective: entry.effective,
            user: entry.user, action: entry.action)
        journal.append(numbered)
        try? state.apply(numbered, document: desk.library)
    }

    // MARK: Publication

    /// Resolves anew and publishes; what is on air plays on.
    mutating func republish(at now: Int64, onAir: JournalAction.OnAirRule = .stays) {
        shelf.now = now
        let effective = desk.republicationFrame(at: now, in: situation)
        let (resolution, pruned) = desk.pruned(desk.resolve(state, at: now, news: effective), state, at: now)
        state = pruned
        publish(
            desk.revision(of: resolution, from: effective, at: now, onAir: onAir, state, in: situation), resolution)
    }

    /// Looks whether media have come or gone.
    mutating func lookAtMedia(at now: Int64) {
        if standings.contains(where: { scenario.standing(of: $0.key, at: now) != $0.value }) { republish(at: now) }
    }

    private mutating func publish(_ revision: TimelineRevision, _ resolution: ScheduleResolution) {
        var revision = revision
        seams.revision(&revision, published)
        bytes = revision.encoded()
        note(state.media)
        seams.memory(&state.media, false)
        outbox = bytes
        published = revision
        resolved = resolution.schedule
        standings = resolution.media
    }

    /// Keeps what is known of media on disk, and writes down what is new in it.
    private mutating func note(_ next: MediaMemory) {
        for (use, known) in next.known {
            let isWithheld = known.facts.withheld != nil
            let before = memory.known[use]
            guard before.map({ ($0.facts.withheld != nil) != isWithheld }) ?? true,
                let file = scenario.files.firstIndex(where: { $0.name == use.media })
            else { continue }
            // What is heard of for the first time was always so.
            let from = before == nil ? .min : known.since
            learnt.append(Learnt(file: file, at: shelf.now, from: from, isWithheld: isWithheld))
        }
        memory = next
    }
}

/// That control learnt, on a frame, whether a file's seal lets it air, and from which frame on that counts.
struct Learnt: Hashable {
    var file: Int
    var at: Int64
    var from: Int64
    var isWithheld: Bool
}

extension Scenario {
    /// What the seals say of a file at a time.
    func standing(of use: MediaUse, at frame: Int64) -> MediaStanding {
        guard let number = files.firstIndex(where: { $0.name == use.media }) else { return .missing }
        let file = files[number]
        let isUnsealed = plan.faults.contains {
            $0.kind == .lateSeal && $0.target == number && self.frame(of: $0) <= frame
                && frame < self.frame(of: $0) + $0.frames
        }
        return MediaStanding(
            asset: file.asset, lengthFrames: file.length, withheld: file.withheld ?? (isUnsealed ? .unsealed : nil),
            notAfterFrame: file.notAfterFrame)
    }
}
