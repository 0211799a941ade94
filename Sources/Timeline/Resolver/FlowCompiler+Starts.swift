import Playlist
import Timecode

/// When events of a list want to start and how long they last, in frames.
extension FlowCompiler {
    /// When an event of the list wants to start. `lastFixed` is the fixed start before it, which it must not precede.
    mutating func rule(
        of plan: Int, start: Int64, end: Int64, day: CivilDate?, lastFixed: inout Int64, serials: [String: Int]
    ) -> FlowItem.Rule {
        let event = plans[plan].event
        switch event.start {
        case .follow, .manual: return .follow(floor: start)
        case .cycle(let offset):
            guard let frames = amount(offset, plan) else { return .follow(floor: start) }
            let grid = (try? inputs.documents[plans[plan].document].document.cycle?.frames(at: rate)) ?? .max
            if frames >= grid {
                report(
                    .cycle, plan, at: event.marks.start,
                    "it starts \(offset) into the cycle, which is over by then", "start it before the list repeats")
                return .follow(floor: start)
            }
            let fixed = inOrder(start + frames, plan, after: &lastFixed)
            return .hard(fixed)
        case .at(let label, let soft, let occurrence):
            guard let fixed = frame(of: label, occurrence, plan, day: day, after: lastFixed) else {
                return .follow(floor: start)
            }
            let frame = inOrder(fixed, plan, after: &lastFixed)
            guard let soft else { return .hard(frame) }
            return .soft(frame, latest: frame + (amount(soft, plan) ?? 0))
        case .with(let id, let offset):
            return relative(.start, of: id, offset, sign: 1, plan, start: start, serials: serials)
        case .after(let id, let offset):
            return relative(.end, of: id, offset, sign: 1, plan, start: start, serials: serials)
        case .fromEnd(let id, let offset):
            return relative(.end, of: id, offset, sign: -1, plan, start: start, serials: serials)
        }
    }

    /// How long an event lasts: as an amount, or until a label of its day.
    mutating func length(of plan: Int, day: CivilDate?, after earliest: Int64) -> FlowItem.Length? {
        guard let pass = plans[plan].lastKnownPass else { return nil }
        switch plans[plan].loop {
        case nil: return .frames(pass)
        case .times(let count): return .frames(pass * Int64(count))
        case .until(let label, let occurrence, let end):
            guard let frame = frame(of: label, occurrence, plan, day: day, after: earliest) else {
                return .frames(pass)
            }
            return .until(frame, pass: pass, whole: end == .whole)
        }
    }

    /// The same by what was known of the media when its turn came; `nil` when nothing said then how long it is.
    func length(of item: FlowItem, at frame: Int64) -> FlowItem.Length? {
        let plan = plans[item.plan]
        guard plan.hasPast, !item.hasOwnLength else { return item.length }
        guard let pass = pass(of: item.plan, at: frame) else { return nil }
        switch item.length {
        case .until(let frame, _, let isWhole): return .until(frame, pass: pass, whole: isWhole)
        case .frames:
            guard case .times(let count)? = plan.loop else { return .frames(pass) }
            return .frames(pass * Int64(count))
        }
    }

    /// Frames of one pass by what was known of the media on a frame, within what a day can hold.
    func pass(of number: Int, at frame: Int64) -> Int64? {
        let plan = plans[number]
        guard plan.hasPast, let pass = plan.pass(at: frame) else { return plan.hasPast ? nil : plan.pass }
        guard let loop = plan.loop else { return min(pass, longest) }
        let bounded = max(rate.nominal, min(pass, longest))
        if case .times(let count) = loop { return max(1, min(bounded, longest / Int64(count))) }
        return bounded
    }

    private mutating func relative(
        _ point: FlowItem.Point, of id: String, _ offset: FrameAmount, sign: Int64, _ plan: Int, start: Int64,
        serials: [String: Int]
    ) -> FlowItem.Rule {
        guard let frames = amount(offset, plan), let serial = serials[id] else { return .follow(floor: start) }
        if sign < 0, let length = wholeLength(of: id, in: plans[plan].document), frames >= length {
            report(
                .startOrder, severity: .warning, plan, at: plans[plan].marks.start,
                "it is counted \(offset) back from the end of `\(id)`, which lasts "
                    + "\(inputs.calendar.amountText(of: length)): it starts where `\(id)` does, in its place",
                "count back less than that, or start it `with` another event")
        }
        return .relative(point, serial: serial, offset: sign * frames)
    }

    /// Frames of an event of a document with all its passes, where the document or a seal says.
    private func wholeLength(of id: String, in document: Int) -> Int64? {
        guard let plan = plans(of: document).lazy.map({ plans[$0] }).last(where: { $0.id == id }), let pass = plan.pass
        else { return nil }
        switch plan.loop {
        case nil: return pass
        case .times(let count): return pass * Int64(count)
        case .until: return nil
        }
    }

    private mutating func amount(_ amount: FrameAmount, _ plan: Int) -> Int64? {
        do { return try amount.frames(at: rate) } catch {
            report(
                .amount, plan, at: plans[plan].marks.start, error.description,
                "correct it for the channel's \(rate) frames per second")
            return nil
        }
    }

    /// The frame of a label: within its day, or in a loose list the first one at or after `earliest`.
    private mutating func frame(
        of label: TimecodeLabel, _ occurrence: Int?, _ plan: Int, day: CivilDate?, after earliest: Int64
    ) -> Int64? {
        let calendar = inputs.calendar
        do {
            if let day { return try calendar.frame(of: label, on: day, occurrence: occurrence) }
            let today = calendar.day(of: earliest)
            for offset: Int64 in 0...1 {
                let frame = try calendar.frame(of: label, on: today.adding(days: offset), occurrence: occurrence)
                if frame >= earliest { return frame }
            }
            return nil
        } catch {
            report(
                .label, plan, at: plans[plan].marks.start, error.description,
                "correct the event's fixed time for this day")
            return nil
        }
    }

    private mutating func inOrder(_ frame: Int64, _ plan: Int, after lastFixed: inout Int64) -> Int64 {
        if frame < lastFixed {
            let calendar = inputs.calendar
            report(
                .startOrder, plan, at: plans[plan].marks.start,
                "it starts at \(calendar.timecode(of: frame)), before the event listed above it that is fixed at "
                    + calendar.timecode(of: lastFixed),
                "list fixed events in the order of the broadcast day (from \(calendar.timecode(of: calendar.firstFrame(of: calendar.day(of: frame)))))"
            )
        }
        lastFixed = max(lastFixed, frame)
        return frame
    }
}
