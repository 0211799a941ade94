import ChannelSchedule
import Timeline

/// What operators do to the list.
extension SimulatedControl {
    mutating func edit(_ fault: Fault, at now: Int64) -> Bool {
        var random = SplitMix64(UInt64(fault.at) &* 31 &+ UInt64(fault.target))
        let choice = Int.random(in: 0..<6, using: &random)
        if fault.kind == .undo { return order(.undo(number: choice < 3 ? nil : recent(choice)), at: now) }
        guard let event = event(fault.amount, now) else { return false }
        let seconds = scenario.seconds(Int64.random(in: 1...900, using: &random))
        switch fault.kind {
        case .delete: return order(.delete(event: event.id), at: now)
        case .move:
            guard let other = self.event(Int64.random(in: 0..<9, using: &random), now) else { return false }
            return order(
                .move(event: event.id, choice < 3 ? .before(event: other.id) : .after(event: other.id)), at: now)
        case .retime:
            guard choice > 0, let frame = start(of: event, later: choice < 3 ? -seconds : seconds),
                let (label, occurrence) = scenario.clock.label(of: frame)
            else { return order(.retime(event: event.id, .follow), at: now) }
            let soft = choice == 5 ? seconds / 2 : nil
            return order(
                .retime(event: event.id, .at(label, occurrence: occurrence, soft: soft)), at: now)
        case .replace:
            var change = EventChange()
            if choice < 4 { change.media = scenario.files[2 + fault.target % (scenario.files.count - 5)].name }
            if choice > 2 { change.inFrames = seconds / 4 }
            if choice != 3 { change.frames = seconds }
            return order(.replace(event: event.id, change), at: now)
        case .length:
            let name = choice == 0 ? nil : choice == 1 ? onAir(now) : event.id
            let isRelative = choice % 2 == 0
            return order(
                .length(event: name, isRelative ? .by(choice == 4 ? -seconds : seconds) : .to(seconds)), at: now)
        default: return false
        }
    }

    /// An order for an event, by somebody who has not seen the last change to it; `nil` where there is no such event, else
    /// whether it was refused as a conflict.
    mutating func giveBlindly(at now: Int64) -> Bool? {
        let coming = Set((resolved?.events ?? []).filter { $0.frames.lowerBound > now + 500 }.map(\.id))
        let record = state.orders.last { record in
            guard record.undoneBy == nil, record.number > 1 else { return false }
            switch record.entry.action {
            case .replace(let event, _), .length(let event, _), .retime(let event, _): return coming.contains(event)
            default: return false
            }
        }
        guard let record, record.number > state.forgotten else { return nil }
        let event: String
        switch record.entry.action {
        case .replace(let name, _), .length(let name, _), .retime(let name, _): event = name
        default: return nil
        }
        return refusal(of: .skip(event: event), at: now, ifRevision: record.number - 1)?.code == "conflict"
    }

    /// The number of one of the last orders that were given.
    private func recent(_ back: Int) -> UInt64 {
        let orders = state.orders.suffix(back)
        return orders.first?.number ?? 0
    }

    private func onAir(_ now: Int64) -> String? {
        resolved?.events.first { $0.frames.contains(now) && !$0.isFiller }?.id
    }

    /// A frame before or behind an event's start that is within the day of its list.
    private func start(of event: ResolvedEvent, later: Int64) -> Int64? {
        let day = event.file.dropFirst(3)
        guard let number = Int64(day) else { return nil }
        let first = scenario.clock.firstFrame(ofDay: scenario.firstDay + number)
        let end = scenario.clock.firstFrame(ofDay: scenario.firstDay + number + 1)
        return min(max(event.frames.lowerBound + later, first), end - 1)
    }
}
