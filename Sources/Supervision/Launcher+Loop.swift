import CLinux
import Glibc
import Realtime

extension Launcher {
    /// Runs the channel until SIGTERM or SIGINT has stopped it cleanly. Returns the process's exit status.
    public func run() throws(SystemError) -> Int32 {
        let signals = try SystemError.check(ql_signal_descriptor(), "signalfd")
        defer { close(signals) }
        while true {
            let now = ql_monotonic_nanoseconds()
            if stopping, stopStep(now: now) { return 0 }
            let next = min(startDue(now: now), superviseAir(now: now), endOverdue(now: now))
            superviseOthers(now: now)
            flushUnsent()
            poll(signals: signals, timeoutNanoseconds: max(0, next - ql_monotonic_nanoseconds()))
        }
    }

    private func poll(signals: Int32, timeoutNanoseconds: Int64) {
        var entries = [pollfd(fd: signals, events: Int16(POLLIN), revents: 0)]
        if let airSocket {
            let events = unsent.isEmpty && !revisionUnsent ? POLLIN : POLLIN | POLLOUT
            entries.append(pollfd(fd: airSocket.descriptor, events: Int16(events), revents: 0))
        }
        if let controlSocket {
            entries.append(pollfd(fd: controlSocket.descriptor, events: Int16(POLLIN), revents: 0))
        }
        let milliseconds = Int32(clamping: (timeoutNanoseconds + 999_999) / 1_000_000)
        guard Glibc.poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return }
        for entry in entries where entry.revents != 0 {
            if entry.fd == signals {
                handleSignals(signals)
            } else if entry.fd == airSocket?.descriptor {
                if entry.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 { readAir() }
            } else if entry.fd == controlSocket?.descriptor {
                readControl()
            }
        }
    }

    private func handleSignals(_ descriptor: Int32) {
        while true {
            let signal = ql_signal_read(descriptor)
            guard signal > 0 else { return }
            switch signal {
            case SIGCHLD: reapAll()
            // The emergency input belongs to air; a sender may know the service's main process only.
            case SIGUSR1:
                emergencyWaits = true
                passEmergency()
            case SIGTERM, SIGINT: beginStop(now: ql_monotonic_nanoseconds())
            default: break
            }
        }
    }

    /// Hands the emergency input to air, which lets it in when it makes frames.
    func passEmergency() {
        guard emergencyWaits, let pid = children[.air]?.pid, kill(pid, SIGUSR1) == 0 else { return }
        emergencyWaits = false
    }

    private func reapAll() {
        var status: Int32 = 0
        while true {
            let pid = ql_reap(&status)
            guard pid > 0 else { return }
            ended(pid, status: status, now: ql_monotonic_nanoseconds())
        }
    }

    // MARK: Air's and control's sockets

    private func readAir() {
        // A bounded number at a time, so that a flooding child cannot keep the launcher from its other work.
        for _ in 0..<64 {
            guard let socket = airSocket else { return }
            do {
                guard let (bytes, descriptors) = try socket.receive() else {
                    airSocket = nil
                    return
                }
                for descriptor in descriptors { close(descriptor) }
                if let request = try? AirRequest(wire: bytes) { handle(request) }
            } catch {
                if error.code != EAGAIN { airSocket = nil }
                return
            }
        }
    }

    private func readControl() {
        for _ in 0..<64 {
            guard let socket = controlSocket else { return }
            do {
                guard let (bytes, descriptors) = try socket.receive() else {
                    controlSocket = nil
                    return
                }
                let request = try? ControlRequest(wire: bytes)
                if request == .alive { controlBeats &+= 1 }
                if request == .publish, descriptors.count == 1 {
                    if let memory = try? SharedMemory.open(
                        descriptor: descriptors[0], access: .readOnly, name: "timeline revision")
                    {
                        revision = memory
                        revisionUnsent = true
                    }
                } else {
                    for descriptor in descriptors { close(descriptor) }
                }
            } catch {
                if error.code != EAGAIN { controlSocket = nil }
                return
            }
        }
    }

    private func handle(_ request: AirRequest) {
        let now = ql_monotonic_nanoseconds()
        switch request {
        case .cue(let cue): open(cue, now: now)
        case .release(let key): release(key, now: now)
        }
    }

    /// Sends what waits for air; what does not fit waits on. A newer revision replaces an unsent older one.
    func flushUnsent() {
        guard let socket = airSocket else { return }
        do {
            if revisionUnsent, let revision {
                try socket.send(AirNotice.revision, [revision.descriptor])
                revisionUnsent = false
            }
            while let first = unsent.first {
                try socket.send(first.notice, first.descriptors)
                unsent.removeFirst()
            }
        } catch {
            if error.code != EAGAIN { airSocket = nil }
        }
    }

    /// Tells control what became of a child; dropped when control does not listen.
    func tellControl(_ child: Child, _ what: ChildEvent.What, code: Int32) {
        try? controlSocket?.send(ChildEvent(child: child.name, what: what, code: code, starts: child.starts))
    }
}
