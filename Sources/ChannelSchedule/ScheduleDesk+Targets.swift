import Playlist
import Timeline

/// Which events orders mean.
extension ScheduleDesk {
    /// The event an order means: by its id, or what waits for a take, or the next. Fillers are nobody's events.
    func target(_ name: String?, at now: Int64, in situation: ScheduleSituation) -> ResolvedEvent? {
        let coming = situation.coming(after: now).lazy.filter { !$0.isFiller }
        if let name {
            let bare = Self.bare(name) == name
            return coming.first {
                ($0.id == name || bare && Self.bare($0.id) == name) && ($0.isWaiting || $0.frames.lowerBound > now)
            }
                ?? coming.first { $0.id == name || bare && Self.bare($0.id) == name }
        }
        return coming.first { $0.isWaiting && $0.frames.lowerBound <= now }
            ?? coming.first { $0.frames.lowerBound > now }
    }

    func unknown(_ name: String, at now: Int64, in situation: ScheduleSituation) -> OrderRefusal {
        let ids = Set(situation.coming(after: now).map { Self.bare($0.id) })
        let near = NearestName.of(name, among: ids.sorted()).map { "; did you mean `\($0)`?" } ?? ""
        return OrderRefusal("unknown-event", "no event `\(name)` is to come within the next day\(near)")
    }

    /// The loose list that a take starts: the one that has the event, or the only one that waits.
    func looseStart(_ name: String?, _ state: ScheduleState) -> (sha256: String, event: String?)? {
        let waiting = state.documents.filter { $0.document.isLoose && $0.startFrame == nil }
        guard let name else { return waiting.count == 1 ? (waiting[0].sha256, nil) : nil }
        for accepted in waiting.reversed() {
            if let index = accepted.document.events.firstIndex(where: { $0.id == name }) {
                return (accepted.sha256, index == 0 ? nil : name)
            }
        }
        return nil
    }
}
