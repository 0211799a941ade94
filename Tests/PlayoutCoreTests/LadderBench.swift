import PlayoutCore
import Timecode
import Timeline

/// Plays a ladder against simulated sources, frame by frame: no time passes, nothing is random that is not seeded.
struct LadderBench {
    /// How the decoder of one file behaves.
    struct Media {
        /// Frames the file has.
        var length: Int64 = .max
        /// House frames from the cue until the first frame is there.
        var opening: Int64 = 2
        /// Frames decoded in each house frame.
        var speed: Int64 = 4
        /// House frames in which nothing is decoded.
        var stalls: [Range<Int64>] = []
        /// Media frame at which the source fails, and how; `.ended` stands for nothing.
        var failsAt: (frame: Int64, how: SourceReading.Condition)?
        /// Every cue of it is lost this many house frames after it was asked for.
        var lostAfter: Int64?
        /// House frames at which its descriptors are damaged.
        var damaged: [Range<Int64>] = []
    }

    private struct Live {
        let order: CueOrder
        let path: String
        let since: Int64
        var written: Int64 = 0
    }

    static let depth: Int64 = 25

    let time: HouseTime
    var ladder: Ladder
    var media: [String: Media]
    var plans: [PlayoutPlan] = []
    private var live: [UInt32: Live] = [:]
    private(set) var notes: [AsRunNote] = []
    private(set) var cues: [(frame: Int64, order: CueOrder, path: String)] = []
    private(set) var releases: [(frame: Int64, key: UInt64)] = []
    private(set) var decisions: [Int64: Decision] = [:]
    private(set) var retired: [UnsafeRawPointer] = []
    private(set) var mostLive = 0

    init(rate: FrameRate = .fps25, waits: Bool = false, standing: MarkSet = [], media: [String: Media] = [:]) {
        time = HouseTime(rate: rate)
        ladder = Ladder(
            time: time, settings: LadderSettings(time: time, waits: waits, standingMarks: standing.rawValue))
        self.media = media
    }

    mutating func publish(_ revision: TimelineRevision, drawable: MarkSet = .all) {
        let plan = PlayoutPlan(revision, drawable: drawable)
        plans.append(plan)
        var effects = EffectBuffer()
        ladder.take(plan.view, effects: &effects)
        perform(effects, at: .min)
    }

    /// Begins as a starting process does: asks for its sources, then runs.
    ///
    /// - Parameter leadIn: frames to run before `frame`, where nothing is scheduled, so that the first event is cued in time.
    mutating func start(at frame: Int64, leadIn: Int64 = 0) {
        var effects = EffectBuffer()
        ladder.tend(after: frame - leadIn - 1, readings: readings(frame - leadIn), effects: &effects)
        perform(effects, at: frame - leadIn - 1)
        run(frame - leadIn..<frame)
    }

    mutating func run(_ frames: Range<Int64>) {
        for frame in frames {
            decode(frame)
            var effects = EffectBuffer()
            let decision = ladder.decide(frame: frame, readings: readings(frame), effects: &effects)
            decisions[frame] = decision
            perform(effects, at: frame)
            effects.removeAll()
            ladder.tend(after: frame, readings: readings(frame + 1), effects: &effects)
            perform(effects, at: frame)
            mostLive = max(mostLive, live.count)
        }
    }

    private mutating func decode(_ frame: Int64) {
        for ticket in Array(live.keys) {
            var source = live[ticket]!
            let media = media[source.path] ?? Media()
            guard frame - source.since >= media.opening, !media.stalls.contains(where: { $0.contains(frame) }) else {
                continue
            }
            let consumed = slot(ticket)?.consumedFrames ?? 0
            source.written = min(
                source.written + media.speed, consumed + Self.depth, end(source, media))
            live[ticket] = source
        }
    }

    /// First ring frame that will not come.
    private func end(_ source: Live, _ media: Media) -> Int64 {
        let last = min(media.length, media.failsAt?.frame ?? .max)
        return min(source.order.frames, last == .max ? .max : max(0, last - source.order.inFrame))
    }

    private func slot(_ ticket: UInt32) -> CueSlot? {
        for index in ladder.slots.indices where ladder.slots[index].ticket == ticket { return ladder.slots[index] }
        return nil
    }

    private func readings(_ frame: Int64) -> SourceReadings {
        var readings: SourceReadings = InlineArray(repeating: SourceReading())
        for index in ladder.slots.indices {
            let slot = ladder.slots[index]
            guard !slot.isFree, let source = live[slot.ticket] else { continue }
            let media = media[source.path] ?? Media()
            guard frame - source.since >= media.opening else { continue }
            var reading = SourceReading()
            reading.condition = .working
            reading.framesFrom = slot.consumedFrames
            reading.framesTo = source.written
            reading.samplesFrom = slot.consumedSamples
            let base = time.firstSample(of: source.order.inFrame)
            reading.samplesTo = time.firstSample(of: source.order.inFrame + source.written) - base + 2
            if source.written == end(source, media) {
                if let failure = media.failsAt, failure.frame - source.order.inFrame <= source.written {
                    reading.condition = failure.how
                } else {
                    reading.condition = .ended
                    reading.endFrame = source.written
                }
            }
            if let after = media.lostAfter, frame - source.since >= after { reading.condition = .lost }
            reading.isDamaged = media.damaged.contains { $0.contains(frame) }
            readings[index] = reading
        }
        return readings
    }

    mutating func take(_ effects: EffectBuffer, at frame: Int64) { perform(effects, at: frame) }

    private mutating func perform(_ effects: EffectBuffer, at frame: Int64) {
        for index in 0..<effects.count {
            switch effects[index] {
            case .cue(let order):
                let plan = plans.first { $0.view.owner == order.plan }!
                let path = plan.revision.assets[Int(order.asset)].path
                live[order.ticket] = Live(order: order, path: path, since: frame)
                cues.append((frame, order, path))
            case .release(let key, let ticket):
                live[ticket] = nil
                releases.append((frame, key))
            case .note(let note): notes.append(note)
            case .retire(let plan): retired.append(plan)
            }
        }
    }

    // MARK: What was seen

    /// The frames from `frames` in a line, runs folded: `a@0 a@1` becomes `a 0-1`; slates by name.
    func seen(_ frames: Range<Int64>) -> [String] {
        var runs: [(what: String, first: Int64, last: Int64, from: Int64)] = []
        for frame in frames {
            guard let decision = decisions[frame] else { continue }
            let (what, at) = describe(decision)
            if let last = runs.last, last.what == what, last.last == frame - 1,
                at < 0 || at - last.from == frame - last.first
            {
                runs[runs.count - 1].last = frame
            } else {
                runs.append((what, frame, frame, at))
            }
        }
        return runs.map { run in
            run.from < 0
                ? "\(run.what) \(run.first)-\(run.last)" : "\(run.what)[\(run.from)] \(run.first)-\(run.last)"
        }
    }

    /// The file and media frame that a viewer saw, from what the ring of that cue holds.
    private func describe(_ decision: Decision) -> (String, Int64) {
        if decision.slot < 0 { return (SlateReason(rawValue: decision.reason)?.name ?? "nothing", -1) }
        let at = cues.last { $0.order.slot == decision.slot && $0.frame < decision.frame }!
        return (at.path, at.order.inFrame + decision.ringFrame)
    }
}

extension Asset {
    static func file(_ path: String) -> Asset {
        Asset(
            path: path, treePath: path + ".tree", verityDigest: [UInt8](repeating: UInt8(path.utf8.count), count: 32),
            sha256: [UInt8](repeating: 1, count: 32), size: 1000)
    }
}

/// A revision of consecutive events: file name, in-point, frames.
func list(
    _ events: [(file: String, inFrame: Int64, frames: Int64)], from first: Int64 = 0, number: UInt64 = 1,
    rate: FrameRate = .fps25, effectiveFrom: Int64 = 0, alternate: String? = nil
) -> TimelineRevision {
    var assets: [Asset] = []
    func index(_ file: String) -> Int {
        if let known = assets.firstIndex(where: { $0.path == file }) { return known }
        assets.append(.file(file))
        return assets.count - 1
    }
    var frame = first
    let segments = events.enumerated().map { number, event in
        defer { frame += event.frames }
        return Segment(
            firstFrame: frame, endFrame: frame + event.frames,
            source: .asset(index(event.file), inFrame: event.inFrame), alternate: alternate.map(index),
            event: "event-\(number)", title: "Event \(number)")
    }
    return TimelineRevision(
        number: number, rate: rate, effectiveFrom: effectiveFrom, segments: segments, assets: assets)
}
