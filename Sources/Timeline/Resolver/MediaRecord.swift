/// A medium under one policy and what is known of it: one for all events that use it.
final class MediaRecord: Sendable {
    let use: MediaUse
    let standing: MediaStanding
    /// Number of its file among the schedule's assets; `nil` when it cannot be read.
    let asset: Int?

    init(use: MediaUse, standing: MediaStanding, asset: Int?) {
        self.use = use
        self.standing = standing
        self.asset = asset
    }
}
