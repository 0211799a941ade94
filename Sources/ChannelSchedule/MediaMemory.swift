import Timeline

/// What was known of media when their events had their turn.
///
/// The schedule is laid out anew again and again, from media as they are by then. An event that had its turn while its media
/// were withheld gave way then, and what followed it has aired: that its seal has come since must not put it back, nor must
/// a seal that has gone take away what has aired. So what is known counts from the frame on which it was learnt, and what was
/// known before counts for everything before. It belongs to the schedule's state and is kept with it on disk: a control that
/// starts again decides as the one before it did.
package struct MediaMemory: Hashable, Sendable {
    /// What the schedule was last resolved with.
    package private(set) var known: [MediaUse: Known] = [:]
    /// What was known before; ascending for each.
    package private(set) var former: [MediaUse: [FormerStanding]] = [:]

    /// What is known of a medium, and the first frame that is decided by it.
    package struct Known: Hashable, Sendable {
        package var since: Int64
        package var facts: FormerStanding.Facts
    }

    /// Changes of one medium that are remembered.
    static let mostChanges = 64

    package init() {}

    package init(known: [MediaUse: Known], former: [MediaUse: [FormerStanding]]) {
        self.known = known
        self.former = former
    }

    /// Learns how media stand; what is new counts from `frame` on.
    mutating func learn(_ media: [MediaUse: MediaStanding], from frame: Int64) {
        var now: [MediaUse: Known] = [:]
        now.reserveCapacity(media.count)
        for (use, standing) in media {
            let facts = standing.facts
            guard let was = known[use] else {
                now[use] = Known(since: frame, facts: facts)
                continue
            }
            guard was.facts != facts else {
                now[use] = was
                continue
            }
            // What was learnt a moment ago and never counted is forgotten.
            guard was.since < frame else {
                now[use] = Known(since: was.since, facts: facts)
                continue
            }
            now[use] = Known(since: frame, facts: facts)
            former[use, default: []].append(FormerStanding(since: was.since, until: frame, facts: was.facts))
            if former[use]!.count > Self.mostChanges { former[use]!.removeFirst() }
        }
        known = now
    }

    /// Forgets what counted before `frame` alone.
    mutating func prune(before frame: Int64) {
        guard !former.isEmpty else { return }
        former = former.mapValues { $0.filter { $0.until > frame } }.filter { !$0.value.isEmpty }
    }
}
