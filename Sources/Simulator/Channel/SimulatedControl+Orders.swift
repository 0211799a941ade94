import ChannelSchedule
import Timeline

/// What operators ask for, in terms of what the schedule has.
extension SimulatedControl {
    /// Carries out an operator's fault; `false` when it was refused, or there was nothing to do.
    mutating func operate(_ fault: Fault, at now: Int64) -> Bool {
        switch fault.kind {
        case .take: return order(.take(event: coming(fault, now)), at: now)
        case .skip: return order(.skip(event: coming(fault, now)), at: now)
        case .hold: return order(.hold, at: now)
        case .insert:
            let digest = "insert\(fault.at)"
            keep(ScriptWriter(scenario).insertion(scenario.insertion(fault)), digest: digest)
            return order(.insert(sha256: digest), at: now)
        case .slate: return order(.slate(reason: SlateReason.operatorOrder.name), at: now)
        case .resume: return order(.resume, at: now)
        case .illegal:
            return order(.take(event: "nobody-knows-it"), at: now) || order(.skip(event: "nobody-knows-it"), at: now)
                || order(.slate(reason: "no-such-slate"), at: now)
        default: return edit(fault, at: now)
        }
    }

    /// One of the coming events; `nil`, the next one, where the fault asks for the first.
    private func coming(_ fault: Fault, _ now: Int64) -> String? {
        fault.amount > 0 ? event(fault.amount, now)?.id : nil
    }

    func event(_ number: Int64, _ now: Int64) -> ResolvedEvent? {
        let coming = (resolved?.events ?? []).filter { !$0.isFiller && $0.frames.lowerBound > now }
        return coming.isEmpty ? nil : coming[min(Int(number), coming.count - 1)]
    }
}

extension Scenario {
    /// The event that an insertion puts in.
    func insertion(_ fault: Fault) -> ScriptItem {
        ScriptItem(
            id: "insert\(fault.at)", rule: .follow,
            cut: ScriptItem.Cut(file: 2 + Int(fault.at % Int64(files.count - 5)), inFrame: 25),
            pass: max(1, fault.amount))
    }
}
