/// What holds for the events of a list that do not say otherwise.
public struct PlaylistDefaults: Hashable, Sendable {
    public var late: LatePolicy?
    public var hold: HoldPicture?
    /// For events of every category that is not in `onMissingByCategory`.
    public var onMissing: [MissingStep]?
    public var onMissingByCategory: [String: [MissingStep]]

    public init(
        late: LatePolicy? = nil, hold: HoldPicture? = nil, onMissing: [MissingStep]? = nil,
        onMissingByCategory: [String: [MissingStep]] = [:]
    ) {
        self.late = late
        self.hold = hold
        self.onMissing = onMissing
        self.onMissingByCategory = onMissingByCategory
    }

    /// How to go on where the media of `event` may not air.
    public func missingSteps(of event: PlaylistEvent) -> [MissingStep] {
        event.onMissing ?? event.category.flatMap { onMissingByCategory[$0] } ?? onMissing ?? MissingStep.standard
    }
}
