import CLinux
import Glibc
import Realtime

extension Launcher {
    /// Decoders stuck in the kernel that are put up with before no further one is started.
    static let mostStuck = 8
    /// How long a child may take to end when asked, before it is killed; and to die, before it is given up.
    static let patienceToEnd: Int64 = 1_500_000_000

    // MARK: Starting

    /// Starts what is due; returns when to look again.
    func startDue(now: Int64) -> Int64 {
        var next = now + 200_000_000
        guard !stopping else { return now + 20_000_000 }
        // Air first: everything else serves it.
        for role in [Role.air] + children.keys.filter({ $0 != .air }) {
            guard case .waiting(let until)? = children[role]?.state else { continue }
            if until <= now { start(role, now: now) } else { next = min(next, until) }
        }
        for (key, cue) in cues {
            guard case .waiting(let until) = cue.child.state else { continue }
            if until <= now { startDecoder(key, now: now) } else { next = min(next, until) }
        }
        return next
    }

    private func start(_ role: Role, now: Int64) {
        guard var child = children[role] else { return }
        var handed = [
            Child.Handed(token: "@programme", descriptor: programme.descriptor),
            Child.Handed(token: "@anchor", descriptor: anchor.descriptor),
        ]
        // The far end of a new socket lives until the child has its copy.
        var farEnd: MessageSocket?
        var nearEnd: MessageSocket?
        if role == .air || role == .control, let (near, far) = try? MessageSocket.pair() {
            try? near.setNonBlocking()
            (nearEnd, farEnd) = (near, far)
            handed.append(Child.Handed(token: "@launcher", descriptor: far.descriptor))
        }
        switch role {
        case .air:
            handed.append(Child.Handed(token: "@air-board", descriptor: airBoard.descriptor))
            handed.append(Child.Handed(token: "@slates", descriptor: slates.descriptor))
            handed.append(Child.Handed(token: "@marks", descriptor: marks.descriptor))
            if plan.steppedClock >= 0 {
                handed.append(Child.Handed(token: "@clock", descriptor: plan.steppedClock))
            }
        case .control:
            handed.append(Child.Handed(token: "@configuration", descriptor: configuration.descriptor))
            handed.append(Child.Handed(token: "@air-board", descriptor: airBoard.descriptor))
            handed.append(Child.Handed(token: "@preview-board", descriptor: previewBoard.descriptor))
            for (index, board) in outputBoards.enumerated() {
                handed.append(Child.Handed(token: "@output\(index)", descriptor: board.descriptor))
            }
        case .preview: handed.append(Child.Handed(token: "@preview-board", descriptor: previewBoard.descriptor))
        case .output(let index):
            handed.append(Child.Handed(token: "@board", descriptor: outputBoards[index].descriptor))
        }
        let result = child.start(handing: handed, environment: environment, now: now)
        if result > 0 {
            tellControl(child, .started, code: 0)
        } else {
            complain("\(child.name): cannot start \(child.program): \(String(cString: strerror(-result)))")
            child.state = .waiting(until: now + 1_000_000_000)
        }
        children[role] = child
        pulses[role] = role == .air ? nil : Pulse(now: now)
        withExtendedLifetime(farEnd) {}
        if role == .air { airStarted(nearEnd, now: now) } else if role == .control { controlSocket = nearEnd }
    }

    /// A new air gets the newest revision and every live ring, so that it goes on where the last one stopped.
    private func airStarted(_ socket: MessageSocket?, now: Int64) {
        airSocket = socket
        passEmergency()
        watchdog.restart(now: now)
        revisionUnsent = revision != nil
        unsent = cues.values.map { cue in
            if let lost = cue.lost { (.cueLost(key: cue.request.key, lost), []) } else { opened(cue) }
        }
    }

    private func opened(_ cue: Cue) -> (notice: AirNotice, descriptors: [Int32]) {
        (.cueOpened(key: cue.request.key), [cue.data.descriptor, cue.control.descriptor])
    }

    // MARK: Decoders

    func open(_ request: CueRequest, now: Int64) {
        if let cue = cues[request.key] {
            unsent.append(opened(cue))
            return
        }
        guard stuck.count < Self.mostStuck else {
            unsent.append((.cueLost(key: request.key, .tooManyStuck), []))
            return
        }
        guard
            let cue = try? Cue(request: request, format: plan.format, programs: plan.programs, now: now)
        else {
            unsent.append((.cueLost(key: request.key, .cannotStart), []))
            return
        }
        cues[request.key] = cue
        unsent.append(opened(cue))
        startDecoder(request.key, now: now)
    }

    func startDecoder(_ key: UInt64, now: Int64) {
        guard var cue = cues[key] else { return }
        let result = cue.child.start(handing: cue.handed, environment: environment, now: now)
        if result < 0 {
            complain("\(cue.child.name): cannot start \(cue.child.program): \(String(cString: strerror(-result)))")
            cue.child.state = .over
            cue.lost = .cannotStart
            unsent.append((.cueLost(key: key, .cannotStart), []))
        }
        cues[key] = cue
        if result > 0 { tellControl(cue.child, .started, code: 0) }
    }

    /// Ends a decoder that air has no further use for. Its key is free at once; its memory goes when the process has ended.
    func release(_ key: UInt64, now: Int64) {
        guard var cue = cues.removeValue(forKey: key) else { return }
        unsent.removeAll { $0.notice.cueKey == key }
        if case .running(let pid, _) = cue.child.state {
            kill(pid, SIGTERM)
            cue.child.state = .ending(pid: pid, deadline: now + Self.patienceToEnd, killed: false)
            retiring[pid] = cue
        }
    }

    // MARK: Ending

    /// A process has ended: decide what becomes of its place.
    func ended(_ pid: pid_t, status: Int32, now: Int64) {
        if stuck.remove(pid) != nil || retiring.removeValue(forKey: pid) != nil { return }
        let signal = ql_wait_status_signal(status)
        let code = signal != 0 ? signal : ql_wait_status_exit_code(status)
        let what: ChildEvent.What = signal != 0 ? .killed : .exited
        if let role = children.first(where: { $0.value.pid == pid })?.key, var child = children[role] {
            let lived = if case .running(_, let since) = child.state { now - since } else { Int64(0) }
            if !stopping {
                let how = signal != 0 ? "ended by signal \(signal)" : "ended with status \(code)"
                complain("\(child.name): \(how); starting it again")
            }
            child.state = stopping ? .over : .waiting(until: now + child.delayAfterDeath(livedNanoseconds: lived))
            children[role] = child
            if role == .air { airSocket = nil }
            if role == .control { controlSocket = nil }
            tellControl(child, what, code: code)
        } else if let key = cues.first(where: { $0.value.child.pid == pid })?.key {
            decoderEnded(key, signal: signal, code: code, what: what, now: now)
        }
    }

    private func decoderEnded(_ key: UInt64, signal: Int32, code: Int32, what: ChildEvent.What, now: Int64) {
        guard var cue = cues[key] else { return }
        tellControl(cue.child, what, code: code)
        if stopping {
            cues[key] = nil
            return
        }
        // 0, 10, 11 and 12 are verdicts that stand in the ring; anything else is a crash.
        if signal == 0, [0, 10, 11, 12].contains(code) {
            cue.child.state = .over
        } else if signal == 0, code == 2 || code == 127 {
            cue.child.state = .over
            cue.lost = .cannotStart
            unsent.append((.cueLost(key: key, .cannotStart), []))
        } else if cue.child.starts >= Cue.mostStarts {
            cue.child.state = .over
            cue.lost = .crashed
            unsent.append((.cueLost(key: key, .crashed), []))
        } else {
            cue.child.state = .waiting(until: now)
        }
        cues[key] = cue
        if cue.child.state != .over { startDecoder(key, now: now) }
    }

    /// Kills what does not end when asked, and leaves behind what does not die. Returns when to look again.
    func endOverdue(now: Int64) -> Int64 {
        var next = now + 1_000_000_000
        for (pid, cue) in retiring {
            guard case .ending(_, let deadline, let killed) = cue.child.state else { continue }
            if deadline > now {
                next = min(next, deadline)
            } else if killed {
                complain("\(cue.child.name): process \(pid) does not die; left behind")
                stuck.insert(pid)
                retiring[pid] = nil
                tellControl(cue.child, .abandoned, code: 0)
            } else {
                kill(pid, SIGKILL)
                retiring[pid]!.child.state = .ending(pid: pid, deadline: now + Self.patienceToEnd, killed: true)
                next = min(next, now + Self.patienceToEnd)
            }
        }
        return next
    }

    /// Watches that air's frames advance, and feeds the service manager's watchdog only while they do.
    func superviseAir(now: Int64) -> Int64 {
        let advanced = watchdog.observe(frame: airStatus.read().map(\.frame), now: now)
        guard !stopping else { return now + 20_000_000 }
        if advanced {
            if !announced {
                announced = true
                notifier.tell("READY=1\nSTATUS=on air")
            }
            if let interval = notifier.watchdogInterval, now - lastFeed >= interval {
                lastFeed = now
                notifier.tell("WATCHDOG=1")
            }
        }
        // A stepped clock stands still by design.
        if plan.steppedClock < 0, let air = children[.air], case .running(let pid, _) = air.state,
            watchdog.isHung(now: now)
        {
            complain("air: no frame for too long; ending it to start it again")
            tellControl(air, .hung, code: 0)
            kill(pid, SIGKILL)
            watchdog.restart(now: now)
        }
        return now + 100_000_000
    }

    // MARK: Stopping

    func beginStop(now: Int64) {
        guard !stopping else { return }
        stopping = true
        stopDeadline = now + 4_000_000_000
        notifier.tell("STOPPING=1")
        for (role, child) in children {
            if case .waiting = child.state { children[role]!.state = .over }
            // Outputs first: they finish their files while the programme still runs; air follows in `stopStep`.
            if role != .air, let pid = child.pid { kill(pid, SIGTERM) }
        }
    }

    /// One step of stopping; `true` when nothing is left.
    func stopStep(now: Int64) -> Bool {
        let others = children.filter { $0.key != .air && $0.value.pid != nil }
        if others.isEmpty || now > stopDeadline - 1_500_000_000 {
            if let pid = children[.air]?.pid { kill(pid, SIGTERM) }
            for cue in cues.values { if let pid = cue.child.pid { kill(pid, SIGTERM) } }
        }
        let left = children.values.compactMap(\.pid) + cues.values.compactMap(\.child.pid) + retiring.keys
        if now > stopDeadline { for pid in left { kill(pid, SIGKILL) } }
        return left.isEmpty || now > stopDeadline + 1_000_000_000
    }

    /// A line for the service's journal.
    func complain(_ text: String) { writeErrorLine("qalqan: \(text)") }
}
