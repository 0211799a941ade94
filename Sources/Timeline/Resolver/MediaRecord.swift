/// A medium under one policy and what is known of it: one for all events that use it.
final class MediaRecord: Sendable {
    let use: MediaUse
    let standing: MediaStanding
    /// Number of its file among the schedule's assets; `nil` when it cannot be read.
    let asset: Int?
    /// What was known before; ascending. Nearly always nothing else.
    let former: [FormerStanding]

    init(use: MediaUse, standing: MediaStanding, asset: Int?, former: [FormerStanding] = []) {
        self.use = use
        self.standing = standing
        self.asset = asset
        self.former = former
    }

    /// What was known of it on a frame.
    func facts(at frame: Int64) -> FormerStanding.Facts {
        former.first { frame < $0.until }?.facts ?? standing.facts
    }

    /// How long it was taken to be on a frame: as it was known, or last known before. A file that is out of reach for a moment
    /// does not lose its length, and with it the place of everything behind it. What had its turn before anybody had looked
    /// is as long as was found out later.
    func lengthFrames(at frame: Int64) -> Int64? {
        let index = former.firstIndex { frame < $0.until } ?? former.count
        let lengths = former.map(\.facts.lengthFrames) + [standing.lengthFrames]
        if let known = lengths[...index].reversed().lazy.compactMap({ $0 }).first { return known }
        guard index < former.count, frame < former[index].since else { return nil }
        return lengths[(index + 1)...].lazy.compactMap { $0 }.first
    }

    /// The first frame behind `frame` from which it may not air, though it might until then, and why; `nil` when there is none.
    func withdrawal(after frame: Int64) -> (frame: Int64, reason: SlateReason)? {
        for (index, old) in former.enumerated() where old.until > frame && old.facts.refusal == nil {
            let next = index + 1 < former.count ? former[index + 1].facts : standing.facts
            if let reason = next.refusal { return (old.until, reason) }
        }
        return nil
    }
}
