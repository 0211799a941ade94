import PlayoutCore
import Timecode
import Timeline

/// Air: the ladder as it runs on a box, with simulated decks instead of decoders.
///
/// Frames are decided one by one where anything may happen, and gone over where neither the ladder nor a deck can change.
struct SimulatedAir {
    private let files: [SimulatedFile]
    private let frames: Range<Int64>
    private let time: HouseTime
    private let seams: Seams
    private let troubles: [FileTrouble]
    private let fileNumbers: [String: Int]
    private(set) var ladder: Ladder
    private var plans: [PlayoutPlan] = []
    private var decks: InlineArray<4, Deck?> = InlineArray(repeating: nil)
    private var consumed: InlineArray<4, Int64> = InlineArray(repeating: 0)
    private var effects = EffectBuffer()
    private var isOpen = false
    /// Decks that outlived the last air, by key.
    private var survivors: [UInt64: Deck] = [:]
    /// The row that is open.
    private var opened: AsRunRow?
    private(set) var output = Output()

    init(_ scenario: Scenario, seams: Seams) {
        self.init(
            files: scenario.files, plan: scenario.plan, frames: scenario.frames, time: scenario.time, seams: seams)
    }

    /// - Parameter frames: of the run; faults count from its first one.
    init(files: [SimulatedFile], plan: FaultPlan, frames: Range<Int64>, time: HouseTime, seams: Seams) {
        self.files = files
        self.frames = frames
        self.seams = seams
        self.time = time
        troubles = files.indices.map { FileTrouble(file: $0, of: plan, origin: frames.lowerBound) }
        fileNumbers = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1.name, $0) })
        ladder = Self.ladder(time, seams)
    }

    private static func ladder(_ time: HouseTime, _ seams: Seams) -> Ladder {
        var settings = LadderSettings(time: time, waits: false)
        seams.settings(&settings)
        return Ladder(time: time, settings: settings)
    }

    // MARK: From outside

    /// Takes the bytes of a revision, as they come from control; why it does not, when they are none.
    @discardableResult
    mutating func publish(_ bytes: [UInt8]) -> String? {
        let revision: TimelineRevision
        do { revision = try TimelineRevision(decoding: bytes) } catch { return "\(error)" }
        let plan = PlayoutPlan(revision)
        plans.append(plan)
        effects.removeAll()
        ladder.take(plan.view, effects: &effects)
        perform(frames.lowerBound)
        return nil
    }

    mutating func answerEmergency(at frame: Int64) {
        effects.removeAll()
        ladder.answerEmergency(at: frame, effects: &effects)
        perform(frame)
    }

    var emergencyFrame: Int64 { ladder.emergencyFrame }

    /// Air dies on `frame` and is back on `next`, with the decks that ran on and the revision that control has published.
    mutating func crash(at frame: Int64, until next: Int64, schedule bytes: [UInt8]) {
        let answered = ladder.emergencyFrame
        survivors = [:]
        for index in ladder.slots.indices where !ladder.slots[index].isFree {
            guard var deck = decks[index] else { continue }
            deck.outlive(consumed: ladder.slots[index].consumedFrames, samples: ladder.slots[index].consumedSamples)
            survivors[ladder.slots[index].key] = deck
        }
        // What was on was announced, and no row says when it was over: the next announcement does.
        if var row = opened {
            row.last = frame - 1
            output.rows.append(row)
        }
        opened = nil
        ladder = Self.ladder(time, seams)
        for key in survivors.keys.sorted() { ladder.offerLiveCue(key: key) }
        decks = InlineArray(repeating: nil)
        consumed = InlineArray(repeating: 0)
        isOpen = false
        plans = []
        if answered != 0 { ladder.resumeEmergency(answeredAt: answered) }
        output.append(frame..<next, .lost, "", fallen: false, torn: false)
        publish(bytes)
    }

    // MARK: Frames

    /// Decides `frame`, and sees to the cues after it.
    mutating func step(_ frame: Int64) {
        output.steps += 1
        if !isOpen {
            isOpen = true
            effects.removeAll()
            ladder.tend(after: frame - 1, readings: readings(frame - 1), effects: &effects)
            perform(frame - 1)
        }
        for index in decks.indices where decks[index] != nil {
            consumed[index] = ladder.slots[index].consumedFrames
            decks[index]!.decode(frame, consumed: consumed[index])
        }
        effects.removeAll()
        var decision = ladder.decide(frame: frame, readings: readings(frame), effects: &effects)
        seams.decision(&decision)
        show(decision)
        perform(frame)
        effects.removeAll()
        ladder.tend(after: frame, readings: readings(frame + 1), effects: &effects)
        perform(frame)
    }

    /// The last frame up to which nothing can happen after `frame`, the last one decided.
    func steadyThrough(_ frame: Int64) -> Int64 {
        guard effects.count == 0 else { return frame }
        var end = Int64.max
        for index in decks.indices {
            guard let deck = decks[index] else { continue }
            let now = ladder.slots[index].consumedFrames
            end = min(end, deck.steadyThrough(frame, consumed: now, isOnAir: now != consumed[index]))
            if end <= frame { return frame }
        }
        return min(end, ladder.steadyThrough)
    }

    /// Goes over the frames up to `frame`, which must be steady.
    mutating func pass(through frame: Int64) {
        ladder.passSteadily(through: frame)
        for index in decks.indices where decks[index] != nil {
            consumed[index] = ladder.slots[index].consumedFrames
            decks[index]!.pass(consumed: consumed[index])
        }
        output.runs[output.runs.count - 1].end = frame + 1
    }

    /// The house clock jumps over frames.
    mutating func lose(_ frames: Range<Int64>) { output.append(frames, .lost, "", fallen: false, torn: false) }

    /// Closes the as-run.
    mutating func finish() {
        effects.removeAll()
        ladder.finish(effects: &effects)
        perform(frames.upperBound)
    }

    private func readings(_ frame: Int64) -> SourceReadings {
        var readings: SourceReadings = InlineArray(repeating: SourceReading())
        for index in decks.indices {
            let slot = ladder.slots[index]
            guard let deck = decks[index], !slot.isFree else { continue }
            readings[index] = deck.reading(frame, slot: slot, time)
        }
        return readings
    }

    /// Writes down what a viewer sees, from what the deck holds.
    private mutating func show(_ decision: Decision) {
        let frame = decision.frame
        var event = ""
        if decision.segment >= 0, let plan = plans.last(where: { $0.revision.number == decision.revision }) {
            event = plan.revision.segments[Int(decision.segment)].event
        }
        guard decision.slot >= 0 else {
            output.append(
                frame..<frame + 1, .slate(decision.reason), event, fallen: decision.isFallen, torn: decision.reason == 0
            )
            return
        }
        guard let deck = decks[Int(decision.slot)] else {
            output.append(frame..<frame + 1, .slate(0), event, fallen: decision.isFallen, torn: true)
            return
        }
        output.append(
            frame..<frame + 1, .file(deck.file, alignment: deck.inFrame + decision.ringFrame - frame), event,
            fallen: decision.isFallen, torn: !deck.has(decision.ringFrame))
    }

    private mutating func perform(_ frame: Int64) {
        for index in 0..<effects.count {
            switch effects[index] {
            case .cue(let order):
                let file = plans.last { $0.view.owner == order.plan }.flatMap {
                    fileNumbers[$0.revision.assets[Int(order.asset)].path]
                }
                guard let file else { preconditionFailure("a cue of a plan that is not there") }
                if var survivor = survivors.removeValue(forKey: order.key), survivor.inFrame == order.inFrame {
                    survivor.ticket = order.ticket
                    decks[Int(order.slot)] = survivor
                } else {
                    decks[Int(order.slot)] = Deck(
                        order, file: file, of: files[file], trouble: troubles[file], at: frame)
                }
                consumed[Int(order.slot)] = 0
            case .release(let key, let ticket):
                if ticket == 0 { survivors[key] = nil }
                for slot in decks.indices where decks[slot]?.ticket == ticket { decks[slot] = nil }
            case .note(var note):
                seams.note(&note)
                keep(note)
            case .retire(let owner): plans.removeAll { $0.view.owner == owner }
            }
        }
    }

    private mutating func keep(_ note: AsRunNote) {
        var event = ""
        if note.segment >= 0, let plan = plans.last(where: { $0.view.owner == note.plan }) {
            event = plan.revision.segments[Int(note.segment)].event
        }
        let row = AsRunRow(
            kind: note.kind, event: event, role: note.role, reason: note.reason, first: note.firstFrame,
            last: note.lastFrame, mediaFrame: note.mediaFrame)
        switch note.kind {
        case .start, .fall, .rejoin:
            opened = row
            opened?.kind = .end
        case .end, .lost: output.rows.append(row)
        case .revision, .emergency: break
        }
    }
}
