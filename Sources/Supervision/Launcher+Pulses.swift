import Glibc
import Realtime

extension Launcher {
    /// Watches that outputs, preview and control go round their loops, and ends those that hang, to start them again.
    func superviseOthers(now: Int64) {
        // A stepped clock stands still by design.
        guard !stopping, plan.steppedClock < 0 else { return }
        for (role, child) in children {
            guard case .running(let pid, _) = child.state, var pulse = pulses[role],
                let life = life(of: role, now: now)
            else { continue }
            let isGone = pulse.isGone(
                count: life.count, patience: life.patience, isExpected: life.isExpected, now: now)
            pulses[role] = pulse
            guard isGone else { continue }
            complain("\(child.name): no sign of life for too long; ending it to start it again")
            tellControl(child, .hung, code: 0)
            kill(pid, SIGKILL)
            pulses[role] = Pulse(now: now)
        }
    }

    /// What a role is known to live by: a count, how long it may stand still, and whether anything can move it now.
    private func life(of role: Role, now: Int64) -> (count: UInt64, patience: Int64, isExpected: Bool)? {
        switch role {
        case .air: nil
        case .control: (controlBeats, Pulse.Patience.control, true)
        case .preview:
            // It looks at frames: without new ones it has nothing to tell.
            (previewStatus.writes, Pulse.Patience.preview, !watchdog.isStanding(now: now))
        case .output(let index):
            (
                outputStatuses[index].writes,
                outputStatuses[index].read()?.phase == OutputStatus.Phase.running.rawValue
                    ? Pulse.Patience.output : Pulse.Patience.opening, true
            )
        }
    }
}
