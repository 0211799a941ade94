import ChannelConfiguration
import Realtime

extension ChannelControl {
    /// What became of the status port, from whoever serves it; `nil` = it is up.
    package func statusPort(problem: String?) {
        guard let address = settings.ports.status else { return }
        guard let problem else { return clear(.statusPort) }
        alarm(
            .statusPort, .warning, "the status port \(address.host):\(address.port) is not up: \(problem)",
            remedy: "`ss -ltnp` tells who has the port; stop that, or give `ports.status` another one")
    }

    /// How long an alarm about losses stands after the last one, seconds.
    static let lossSeconds: Int64 = 600

    /// Looks at one output's board.
    func watch(_ output: ChannelBoards.Output, at now: Int64) {
        let status = output.board.read()
        let name = output.name
        let advice = OutputAdvice(name: name, kind: output.kind)
        switch status.flatMap({ OutputStatus.Phase(rawValue: $0.phase) }) {
        case .running?:
            clear(.device, subject: name)
            if now - (status?.frame ?? 0) > frames(seconds: 3) {
                alarm(
                    .output, .critical, subject: name, "output \(name) stands still",
                    remedy: "the launcher starts it again; look at what it sends to")
            } else {
                clear(.output, subject: name)
            }
        case .waitingForDevice?:
            clear(.output, subject: name)
            let (text, remedy) = advice.waiting
            alarm(.device, .warning, subject: name, text, remedy: remedy)
        case .failing?:
            let (text, remedy) = advice.failing(status?.lastError ?? 0)
            alarm(.output, .critical, subject: name, text, remedy: remedy)
        case .starting?, nil:
            if !isStarting(now) {
                alarm(
                    .output, .warning, subject: name, "output \(name) has not started",
                    remedy: "read the log of qalqan-launch")
            }
        }
        let standing = frames(seconds: Self.lossSeconds)
        let lost = alarmWatch.outputLost[name, default: LossTally()].add(
            status?.framesLost ?? 0, at: now, standing: standing)
        if let lost {
            alarm(
                .output, .warning, subject: "\(name) frames", "output \(name) lost \(lost) frames",
                remedy: advice.losing, seconds: Self.lossSeconds)
        }
        let late = alarmWatch.outputLate[name, default: LossTally()].add(
            status?.lateUnits ?? 0, at: now, standing: standing)
        if let late {
            alarm(
                .outputLate, .warning, subject: name,
                "output \(name) sent \(late) pictures or blocks of sound after they were due",
                remedy: "raise its muxRate or lower its videoBitrate: receivers may stutter", seconds: Self.lossSeconds)
        }
    }
}
