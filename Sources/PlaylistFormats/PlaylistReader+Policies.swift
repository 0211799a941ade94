import Playlist
import Timecode

/// What is done when things do not go as the list says: `late`, `hold`, `onMissing`; and `loop`.
extension PlaylistReader {
    func late(_ fields: DocumentFields) -> LatePolicy? {
        fields.word("late", among: ["join": .join, "fromStart": .fromStart, "skip": .skip])
    }

    /// `hold: { media: ..., in: ... }` or `hold: { slate: technical }`.
    func hold(_ fields: DocumentFields) -> HoldPicture? {
        guard let hold = fields.fields("hold", known: ["slate"] + DocumentFields.sourceKeys) else { return nil }
        let remedy = "write { media: FILE } or { slate: hold }"
        switch (hold["media"] != nil, hold["slate"] != nil) {
        case (true, false): return hold.source(isRequired: true).map { .media($0) }
        case (false, true):
            return hold.word(
                "slate",
                among: [
                    "hold": .slate(.hold), "technical": .slate(.technical),
                    "nothing-scheduled": .slate(.nothingScheduled), "operator": .slate(.operatorOrder),
                ])
        case (true, true): reading.error(.conflict, at: hold.mark, "`hold` is media or a slate, not both", remedy)
        case (false, false): reading.error(.missingKey, at: hold.mark, "`hold` does not say what stands by", remedy)
        }
        return nil
    }

    /// `onMissing`: one step, or several in the order in which they are tried.
    func missingSteps(_ node: DocumentNode?, of key: String) -> [MissingStep]? {
        guard let node, !node.isNull else { return nil }
        let nodes: [DocumentNode]
        switch node.content {
        case .scalar: nodes = [node]
        case .sequence(let items): nodes = items
        case .mapping:
            reading.error(
                .wrongType, at: node.mark, "`\(key)` is a step or a list of steps, not a mapping", Self.stepRemedy)
            return nil
        }
        var steps: [MissingStep] = []
        for item in nodes {
            guard case .scalar(let text, _) = item.content, let step = MissingStep(rawValue: text) else {
                reading.error(.wrongValue, at: item.mark, "`\(key)` cannot be \(item.kindName)", Self.stepRemedy)
                return nil
            }
            if steps.contains(step) {
                reading.error(.conflict, at: item.mark, "`\(text)` is listed twice in `\(key)`", "keep the first")
            } else {
                steps.append(step)
            }
        }
        return steps.isEmpty ? [.slate] : steps
    }

    private static let stepRemedy = "one of `alternate`, `filler`, `next`, `slate`, or a list of them in order"

    /// What a list says for its events.
    func defaults(_ fields: DocumentFields) -> PlaylistDefaults {
        var defaults = PlaylistDefaults(late: late(fields), hold: hold(fields))
        guard let node = fields["onMissing"] else { return defaults }
        guard case .mapping(let entries) = node.content else {
            defaults.onMissing = missingSteps(node, of: "onMissing")
            return defaults
        }
        for entry in entries {
            let steps = missingSteps(entry.value, of: entry.key)
            if entry.key == "default" {
                defaults.onMissing = steps
            } else {
                defaults.onMissingByCategory[entry.key] = steps
            }
        }
        return defaults
    }

    /// `loop: { until: "18:00:00:00", end: whole }` or `loop: { times: 3 }`.
    func loop(_ fields: DocumentFields) -> LoopRule? {
        guard let loop = fields.fields("loop", known: ["until", "occurrence", "end", "times"]) else { return nil }
        let remedy = "write { until: \"18:00:00:00\" } or { times: 3 }"
        if loop["times"] != nil {
            for key in ["until", "occurrence", "end"] where loop[key] != nil {
                reading.error(
                    .conflict, at: loop.keyMark(of: key) ?? loop.mark, "`\(key)` means nothing beside `times`",
                    "remove it"
                )
            }
            return loop.integer("times", in: 1...86_400).map { .times(Int($0)) }
        }
        guard loop["until"] != nil else {
            reading.error(.missingKey, at: loop.mark, "`loop` does not say how long", remedy)
            return nil
        }
        let end: LoopRule.End? = loop.word("end", among: ["cut": .cut, "whole": .whole])
        let occurrence = loop.integer("occurrence", in: 1...2).map(Int.init)
        return loop.label("until").map { .until($0, occurrence: occurrence, end: end ?? .cut) }
    }
}
