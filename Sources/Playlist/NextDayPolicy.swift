/// What airs on a broadcast day whose list has not come: no document for it, and none for every day.
public enum NextDayPolicy: String, Hashable, Sendable, CaseIterable {
    /// The list of the last day before it that has one, again and again until another comes.
    case `repeat`
    /// The channel's fillers; the slate where there are none.
    case filler
    /// The slate.
    case slate
}
