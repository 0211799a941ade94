import PlayoutCore
import Timecode
import Timeline

/// One row of the as-run: what aired, from which frame to which, against what was planned, and why.
package struct AsRunRow: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Air has begun to run; what it finds on air follows.
        case airStarted
        /// Air has been stopped in good order.
        case airStopped
        /// An item, its alternate, or a planned slate has begun, as its event begins.
        case start
        /// The item has given way to its alternate or to a slate.
        case fall
        /// The item is back.
        case rejoin
        /// The account of what a `start`, `fall` or `rejoin` row announced: its first and last frame as aired.
        case end
        /// Frames that were not published at all.
        case lost
        /// A timeline revision has become the one in effect.
        case revision
        /// The local emergency input has been answered: its slate is latched from this frame on.
        case emergency
    }

    /// Counts all rows of the log from 1 on, over all its files.
    package var sequence: UInt64 = 0
    package var kind: Kind
    /// Event identifier and title; empty where nothing is scheduled.
    package var event = ""
    package var title = ""
    /// `item`, `alternate` or `slate`; empty for rows that are not about an event.
    package var role = ""
    /// Path of the media shown and the SHA-256 of the whole file in hexadecimal; empty for a slate.
    package var source = ""
    package var sha256 = ""
    /// Media frame (at the channel's rate) shown at `firstFrame`; -1 for a slate.
    package var inFrame: Int64 = -1
    /// First and last house frame, inclusive. An opening row names its first frame twice.
    package var firstFrame: Int64
    package var lastFrame: Int64
    /// What the playlist asked for: first house frame and the first one after.
    package var plannedFirstFrame: Int64 = 0
    package var plannedEndFrame: Int64 = 0
    /// Name of the `SlateReason`; empty when all is as planned.
    package var reason = ""
    /// Names of the marks over the picture (`MarkSet`), separated by commas; empty for none.
    package var marks = ""
    package var revision: UInt64 = 0
    /// UTC instant of `firstFrame`, ISO 8601 with milliseconds.
    package var utc: String
    /// SHA-256 of the row before, and of this one with that, in hexadecimal; see `AsRunChain`.
    package var previous = ""
    package var hash = ""

    package init(kind: Kind, firstFrame: Int64, lastFrame: Int64, time: HouseTime) {
        self.kind = kind
        self.firstFrame = firstFrame
        self.lastFrame = lastFrame
        utc = UTCStamp(time.start(of: firstFrame)).description
    }

    /// The row for what the frame thread noted.
    package init(_ note: AsRunNote, plan: PlayoutPlan?, time: HouseTime) {
        let kind: Kind =
            switch note.kind {
            case .start: .start
            case .fall: .fall
            case .rejoin: .rejoin
            case .end: .end
            case .lost: .lost
            case .revision: .revision
            case .emergency: .emergency
            }
        self.init(kind: kind, firstFrame: note.firstFrame, lastFrame: note.lastFrame, time: time)
        revision = note.revision
        inFrame = note.mediaFrame
        reason = SlateReason(rawValue: note.reason)?.name ?? ""
        guard note.kind != .lost, note.kind != .revision, note.kind != .emergency else { return }
        marks = MarkSet(rawValue: note.marks).names.joined(separator: ",")
        switch note.role {
        case .slate: role = "slate"
        case .item: role = "item"
        case .alternate: role = "alternate"
        }
        guard let plan, note.segment >= 0, Int(note.segment) < plan.revision.segments.count else { return }
        let segment = plan.revision.segments[Int(note.segment)]
        event = segment.event
        title = segment.title
        plannedFirstFrame = segment.plannedFirstFrame
        plannedEndFrame = segment.plannedEndFrame
        let asset: Int? =
            switch (note.role, segment.source) {
            case (.item, .asset(let index, _)): index
            case (.alternate, _): segment.alternate
            default: nil
            }
        guard let asset, asset < plan.revision.assets.count else { return }
        source = plan.revision.assets[asset].path
        sha256 = Hexadecimal.text(plan.revision.assets[asset].sha256)
    }
}
