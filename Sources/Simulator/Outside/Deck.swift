import PlayoutCore
import Timecode

/// A decoder with one file, as air sees it through its ring: simulated, and advanced in one step where nothing happens.
struct Deck {
    /// Frames its ring holds.
    static let depth: Int64 = 25

    var ticket: UInt32
    let file: Int
    let inFrame: Int64
    let frames: Int64
    private let speed: Int64
    private let trouble: FileTrouble
    /// First house frame on which it has anything.
    private var opensAt: Int64
    /// Ring frames that are there.
    private(set) var written: Int64 = 0
    /// First ring frame that will not come, and what is said of it.
    private var end: Int64
    private var atEnd = SourceReading.Condition.ended
    private var stopped: SourceReading.Condition?
    private var nextChange: Int64
    /// What a former air process has given back.
    private var floor: (frames: Int64, samples: Int64) = (0, 0)

    init(_ order: CueOrder, file: Int, of truth: SimulatedFile, trouble: FileTrouble, at frame: Int64) {
        ticket = order.ticket
        self.file = file
        inFrame = order.inFrame
        frames = order.frames
        speed = truth.speed
        self.trouble = trouble
        opensAt = frame + truth.opening
        var length = truth.length
        if let late = trouble.active(.lateFile, at: frame) { opensAt += late.end - frame }
        if let short = trouble.active(.shortFile, at: frame) { length = min(length, short.amount) }
        end = min(order.frames, max(0, length - order.inFrame))
        if trouble.active(.missingFile, at: frame) != nil { stopped = .missing }
        if trouble.active(.swappedFile, at: frame) != nil {
            end = 0
            atEnd = .verificationFailed
        }
        nextChange = trouble.nextChange(after: frame)
    }

    /// Decodes for one house frame. `consumed` is what air has given back.
    mutating func decode(_ frame: Int64, consumed: Int64) {
        if frame >= nextChange { change(frame) }
        guard frame >= opensAt, stopped == nil, trouble.isQuiet || trouble.active(.slowFile, at: frame) == nil else {
            return
        }
        written = max(written, min(written + speed, max(consumed, floor.frames) + Self.depth, end))
    }

    private mutating func change(_ frame: Int64) {
        if trouble.begins(.lostDecoder, at: frame), stopped == nil { stopped = .lost }
        if trouble.begins(.swappedFile, at: frame), written < end {
            end = written
            atEnd = .verificationFailed
        }
        nextChange = trouble.nextChange(after: frame)
    }

    /// The last frame up to which its reading changes in nothing that matters: it stays full, or empty, or as it stands.
    func steadyThrough(_ frame: Int64, consumed: Int64, isOnAir: Bool) -> Int64 {
        let quiet = nextChange - 1
        if stopped != nil { return quiet }
        if frame < opensAt { return min(quiet, opensAt - 1) }
        if !trouble.isQuiet, trouble.active(.slowFile, at: frame + 1) != nil { return isOnAir ? frame : quiet }
        // What is on air was filled up before the frame was given back.
        let given = max(consumed - (isOnAir ? 1 : 0), floor.frames)
        guard written >= min(given + Self.depth, end) else { return frame }
        guard isOnAir else { return quiet }
        return min(quiet, written < end ? frame + end - written - 1 : frame + end - consumed)
    }

    /// Air has died and this goes on without it.
    mutating func outlive(consumed: Int64, samples: Int64) {
        floor = (max(floor.frames, consumed), max(floor.samples, samples))
    }

    /// Goes over frames up to which it is steady.
    mutating func pass(consumed: Int64) {
        if stopped == nil, written > 0 {
            written = max(written, min(max(consumed - 1, floor.frames) + Self.depth, end))
        }
    }

    /// How it stands on `frame`.
    func reading(_ frame: Int64, slot: CueSlot, _ time: HouseTime) -> SourceReading {
        var reading = SourceReading()
        if let stopped, frame >= opensAt || stopped == .lost {
            reading.condition = stopped
        } else if frame >= opensAt {
            reading.condition = written == end ? atEnd : .working
            if written == end, atEnd == .ended { reading.endFrame = end }
        }
        reading.framesFrom = max(floor.frames, slot.consumedFrames)
        reading.framesTo = written
        reading.samplesFrom = max(floor.samples, slot.consumedSamples)
        let base = time.firstSample(of: inFrame)
        reading.samplesTo = time.firstSample(of: inFrame + written) - base + 2
        return reading
    }

    /// Whether a ring frame was decoded from good bytes.
    func has(_ ringFrame: Int64) -> Bool { ringFrame >= 0 && ringFrame < written }
}
