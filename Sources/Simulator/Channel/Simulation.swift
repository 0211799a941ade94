import ChannelSchedule
import Playlist
import Timecode
import Timeline

/// One run of a simulated channel: one loop over events on a virtual clock that counts house frames.
package struct Simulation {
    private enum Happening {
        case fault(Fault)
        case resume
        case offer(day: Int, version: Int)
        case look
        case media
        case emergency
        case start
    }

    package let scenario: Scenario
    private let seams: Seams
    /// Decides every frame one by one: for showing that going over frames changes nothing.
    private let isStepped: Bool
    private var control: SimulatedControl
    private var air: SimulatedAir
    private var writer: ScriptWriter
    private var queue: [(frame: Int64, happening: Happening)] = []
    private var record: Record
    private var waiting: [Happening] = []
    private var versions: [Int: Int] = [:]

    package init(_ scenario: Scenario, seams: Seams = Seams(), isStepped: Bool = false) {
        self.scenario = scenario
        self.seams = seams
        self.isStepped = isStepped
        control = SimulatedControl(scenario, seams: seams)
        air = SimulatedAir(scenario, seams: seams)
        writer = ScriptWriter(scenario)
        record = Record(scenario: scenario)
    }

    /// Runs it to its end.
    package static func run(_ scenario: Scenario, seams: Seams = Seams(), isStepped: Bool = false) -> Record {
        var simulation = Simulation(scenario, seams: seams, isStepped: isStepped)
        simulation.run()
        return simulation.record
    }

    private mutating func run() {
        lay()
        var frame = scenario.frames.lowerBound
        let end = scenario.frames.upperBound
        while frame < end {
            while let next = queue.first, next.frame <= frame {
                queue.removeFirst()
                if let lost = handle(next.happening, at: frame) { frame += lost }
            }
            guard frame < end else { break }
            if let bytes = control.outbox {
                if let problem = air.publish(bytes) { record.found.append(Violation(.revision, at: frame, problem)) }
                control.outbox = nil
            }
            air.step(frame)
            let limit = min(queue.first?.frame ?? .max, end) - 1
            if !isStepped, limit > frame {
                let steady = min(limit, air.steadyThrough(frame))
                if steady > frame {
                    air.pass(through: steady)
                    frame = steady
                }
            }
            frame += 1
        }
        air.finish()
        record.output = air.output
        record.journal = control.journal
        record.learnt = control.learnt
        checkReplay(at: frame)
    }

    // MARK: What happens when

    private mutating func lay() {
        let first = scenario.frames.lowerBound
        let half =
            (scenario.clock.firstFrame(ofDay: scenario.firstDay + 1)
                - scenario.clock.firstFrame(ofDay: scenario.firstDay)) / 2
        for day in 0...scenario.days {
            let due = max(first, scenario.clock.firstFrame(ofDay: scenario.firstDay + Int64(day)) - half)
            let late = scenario.plan.faults.filter { $0.kind == .lateList && $0.target == day }.map(\.frames).max() ?? 0
            add(due + late, .offer(day: day, version: 0))
        }
        for fault in scenario.plan.faults {
            let at = scenario.frame(of: fault)
            switch fault.kind {
            case .lateSeal:
                add(at + 60, .media)
                add(at + fault.frames + 60, .media)
            case .lateList, .lateFile, .missingFile, .swappedFile, .slowFile, .shortFile, .lostDecoder: break
            default: add(at, .fault(fault))
            }
        }
        var look = first + scenario.lookEvery
        while look < scenario.frames.upperBound {
            add(look, .look)
            look += scenario.lookEvery
        }
    }

    private mutating func add(_ frame: Int64, _ happening: Happening) {
        let place = queue.firstIndex { $0.frame > frame } ?? queue.count
        queue.insert((frame, happening), at: place)
    }

    /// Does what is due; returns the frames that are lost by it.
    private mutating func handle(_ happening: Happening, at now: Int64) -> Int64? {
        switch happening {
        case .fault(let fault): return handle(fault, at: now)
        case .resume:
            guard isUp(happening) else { return nil }
            noteEmergency(at: now)
            _ = control.operate(Fault(.resume, at: 0), at: now)
        case .offer(let day, let version):
            guard isUp(happening) else { return nil }
            offer(day, version, at: now)
        case .look: if control.isAlive { control.republish(at: now) }
        case .media: if isUp(happening) { control.lookAtMedia(at: now) }
        case .emergency: if isUp(happening) { noteEmergency(at: now) }
        case .start: start(at: now)
        }
        return nil
    }

    /// Whether control is there; what it must do all the same, it does when it is back.
    private mutating func isUp(_ happening: Happening) -> Bool {
        if !control.isAlive { waiting.append(happening) }
        return control.isAlive
    }

    private mutating func handle(_ fault: Fault, at now: Int64) -> Int64? {
        switch fault.kind {
        case .controlCrash:
            guard control.isAlive else { return nil }
            control.die()
            add(now + max(1, fault.frames), .start)
        case .airCrash, .clockStep:
            let lost = min(fault.frames, scenario.frames.upperBound - now)
            guard lost > 0 else { return nil }
            if fault.kind == .airCrash, !control.bytes.isEmpty {
                air.crash(at: now, until: now + lost, schedule: control.bytes)
                control.outbox = nil
            } else {
                air.lose(now..<now + lost)
            }
            record.disturbances.append(now + lost)
            return lost
        case .emergencyInput:
            air.answerEmergency(at: now)
            record.emergencies.append(now)
            add(now + 6, .emergency)
            add(now + 6 + fault.frames, .resume)
        case .newList:
            guard isUp(.fault(fault)), fault.target < scenario.days else { return nil }
            let version = (versions[fault.target] ?? 0) + 1
            offer(fault.target, version, at: now)
        case .conflict:
            if control.isAlive, control.giveBlindly(at: now) == false {
                record.found.append(
                    Violation(.order, at: now, "an order went through whose editor had not seen the last change"))
            }
        case .take, .skip, .hold, .insert, .slate, .resume, .delete, .move, .retime, .replace, .length, .undo:
            guard control.isAlive else { return nil }
            let done = control.operate(fault, at: now)
            if done, fault.kind == .slate { add(now + fault.frames + 10, .resume) }
        case .illegal:
            if control.isAlive, control.operate(fault, at: now) {
                record.found.append(Violation(.order, at: now, "an order was accepted that should have been refused"))
            }
        default: break
        }
        return nil
    }

    private mutating func offer(_ day: Int, _ version: Int, at now: Int64) {
        let script = writer.script(day: day, version: version)
        guard control.offer(writer.document(of: script, day: day), digest: script.digest, at: now) else { return }
        versions[day] = version
        record.scripts[script.digest] = DayPlace(day: day, script: script)
    }

    private mutating func noteEmergency(at now: Int64) {
        let answered = air.emergencyFrame
        guard answered > control.state.emergencyFrame else { return }
        _ = control.order(.emergency(frame: answered), at: now)
        control.noteEmergency(answered)
    }

    private mutating func start(at now: Int64) {
        checkReplay(at: now)
        control.start(at: now)
        record.disturbances.append(now + control.lead)
        noteEmergency(at: now)
        let due = waiting
        waiting = []
        for happening in due { _ = handle(happening, at: now) }
    }

    /// What the journal says is what control knew.
    private mutating func checkReplay(at now: Int64) {
        if let difference = control.differenceOfReplay(at: now) {
            record.found.append(Violation(.journal, at: now, difference))
        }
    }
}

/// A script and the day it is for.
package struct DayPlace: Sendable {
    package var day: Int
    package var script: DayScript
}

/// Everything that is known of a run once it is over: what the oracles judge.
package struct Record: Sendable {
    package let scenario: Scenario
    package var output = Output()
    package var journal: [JournalEntry] = []
    /// When control learnt what of media.
    var learnt: [Learnt] = []
    /// By the digest of the document.
    package var scripts: [String: DayPlace] = [:]
    /// Frames on which the local emergency input was answered.
    package var emergencies: [Int64] = []
    /// Frames from which something beside the journal changed: air or control came back, the clock jumped.
    package var disturbances: [Int64] = []
    /// What was seen to be wrong while it ran.
    package var found: [Violation] = []

    init(scenario: Scenario) { self.scenario = scenario }
}
