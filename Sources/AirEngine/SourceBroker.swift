import Realtime
import Timeline

/// A source that is to be cued, with everything its decoder needs.
package struct SourceRequest: Hashable, Sendable {
    /// Names the cue; the same for the same event, asset and in-point.
    package var key: UInt64
    package var asset: Asset
    /// In-point in channel frames, and frames wanted from it on.
    package var inFrame: Int64
    package var frames: Int64
}

/// Where sources come from: the launcher on air, child processes of one's own when rendering.
///
/// What it has to say comes back through `SourceDesk.opened` and `SourceDesk.lost`, on any thread.
package protocol SourceBroker: AnyObject, Sendable {
    func cue(_ request: SourceRequest)
    func release(key: UInt64)
}
