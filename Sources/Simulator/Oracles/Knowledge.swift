/// Whether files may air by trust and rights: in truth, and as control knew it by then.
struct Knowledge {
    private let scenario: Scenario
    /// By file, ascending; the last one up to a frame counts.
    private var learnt: [[(from: Int64, isWithheld: Bool)]]
    /// By file: the frame on which control first had to know of it.
    private var heard: [Int64?]
    /// Frames on which control was dead.
    private var absences: [Range<Int64>] = []

    init(_ record: Record) {
        scenario = record.scenario
        learnt = Array(repeating: [], count: scenario.files.count)
        heard = Array(repeating: nil, count: scenario.files.count)
        for item in record.learnt {
            heard[item.file] = heard[item.file] ?? item.at
            if item.from == .min, !learnt[item.file].isEmpty { continue }
            learnt[item.file].append((item.from, item.isWithheld))
        }
        for index in learnt.indices { learnt[index].sort { $0.from < $1.from } }
        for fault in scenario.plan.faults where fault.kind == .controlCrash {
            let frame = scenario.frame(of: fault)
            guard absences.last.map({ $0.upperBound <= frame }) ?? true else { continue }
            absences.append(frame..<frame + max(1, fault.frames))
        }
    }

    /// Whether control had to withhold a file from an event whose turn came on a frame.
    func isWithheld(_ file: Int, at frame: Int64) -> Bool {
        let truth = scenario.files[file]
        if truth.withheld != nil || frame > truth.notAfterFrame { return true }
        return learnt[file].last { $0.from <= frame }?.isWithheld ?? false
    }

    /// Whether that became another within some frames.
    func changes(_ file: Int, in frames: ClosedRange<Int64>) -> Bool {
        learnt[file].contains { frames.contains($0.from) }
    }

    /// Whether a file has its seal on a frame, in truth.
    private func isSealed(_ file: Int, at frame: Int64) -> Bool {
        !scenario.plan.faults.contains {
            $0.kind == .lateSeal && $0.target == file && scenario.frame(of: $0) <= frame
                && frame < scenario.frame(of: $0) + $0.frames
        }
    }

    /// Seals that came or went and that control did not know of in good time: the file, and the frame.
    func missed() -> [(file: Int, frame: Int64)] {
        var missed: [(file: Int, frame: Int64)] = []
        for fault in scenario.plan.faults where fault.kind == .lateSeal {
            guard let heard = heard[fault.target] else { continue }
            for change in [scenario.frame(of: fault), scenario.frame(of: fault) + fault.frames] where change > heard {
                var due = change + 60
                if let absence = absences.first(where: { $0.contains(due) }) { due = absence.upperBound }
                due += scenario.seconds(12)
                guard due < scenario.frames.upperBound else { continue }
                let wasSealed = isSealed(fault.target, at: change)
                // Where it has changed again by then, that is looked at.
                let isSteady = !scenario.plan.faults.contains {
                    $0.kind == .lateSeal && $0.target == fault.target
                        && [scenario.frame(of: $0), scenario.frame(of: $0) + $0.frames].contains {
                            $0 > change && $0 <= due
                        }
                }
                guard isSteady, scenario.files[fault.target].withheld == nil else { continue }
                let isKnown = learnt[fault.target].last { $0.from <= due }?.isWithheld == !wasSealed
                if !isKnown { missed.append((fault.target, due)) }
            }
        }
        return missed
    }
}
