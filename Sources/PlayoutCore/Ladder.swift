import Timecode

/// Decides what airs at every frame: programme, or what the ladder has when programme fails.
///
/// Pure: the timeline, the state of the sources and the frame number come in, a decision and effects come out. The frame
/// thread calls `decide` once for each frame, in ascending order, and `tend` after it; nothing here allocates or locks.
///
/// The rungs, for an event with a source: the item; the event's own alternate; the slate for the reason. A verification
/// failure, and anything else that cannot mend, withholds the item to its end. A source that is merely not ready may come
/// back: after `minimumFall`, on a frame where it is good, and not a third time.
package struct Ladder: Sendable {
    package static let slotCount = 4

    package let settings: LadderSettings
    let time: HouseTime
    /// The plan in effect, and the one that takes over at its `effectiveFrom`.
    package internal(set) var current: PlanView?
    package internal(set) var pending: PlanView?
    package internal(set) var slots: InlineArray<4, CueSlot> = InlineArray(repeating: CueSlot())
    var item = Item()
    var showing: Showing?
    var failures = FailureTable()
    var wants = WantList()
    /// Cues that were live when this air process started, by key; offered to the first frames' needs.
    var known: InlineArray<8, UInt64> = InlineArray(repeating: 0)
    var hasKnown = false
    var released: InlineArray<16, UInt64> = InlineArray(repeating: 0)
    var releasedCount = 0
    /// A revision has come since cues were tended: what is cued may be wanted for other frames than it was.
    var isUntended = false
    var lastTicket: UInt32 = 0
    var lastFrame: Int64?
    /// Counts since the start.
    package internal(set) var falls: UInt64 = 0
    package internal(set) var fallenFrames: UInt64 = 0
    package internal(set) var lostFrames: UInt64 = 0
    /// The frame on which the local emergency input was last answered, while its slate is latched; 0 when it is not.
    package internal(set) var emergencyFrame: Int64 = 0

    package init(time: HouseTime, settings: LadderSettings) {
        self.time = time
        self.settings = settings
    }

    /// The event on air, as the ladder follows it.
    struct Item: BitwiseCopyable, Sendable {
        var isOpen = false
        var event: UInt64 = 0
        var source: UInt64 = 0
        /// The item's frame at `anchorFrame` is media frame `anchorIn`; kept while revisions go on with the same item.
        var anchorFrame: Int64 = 0
        var anchorIn: Int64 = 0
        var alternate: UInt64 = 0
        var alternateIn: Int64 = 0
        /// The item could not be ready yet: it was asked for too short a time ago. Not its fault, and no fall.
        var isJoining = false
        var noticeUntil: Int64 = 0
        var hasAired = false
        /// The slate is on, or the alternate, because the item was not ready; since when, until when at least, why.
        var isFallen = false
        /// It was known to be bad before it began, and that fall has not been counted yet.
        var isUncounted = false
        var fallFrame: Int64 = 0
        var fallUntil: Int64 = 0
        var reason: UInt32 = 0
        var falls: Int32 = 0
        /// Why the item, its alternate, will not air any more; 0 while they may.
        var withheld: UInt32 = 0
        var alternateWithheld: UInt32 = 0
        var alternateFalls: Int32 = 0
        var onAlternate = false
        /// The slate of this fall stays until this frame.
        var onSlate = false
        var slateUntil: Int64 = 0
    }

    /// What the viewer sees, as far as the as-run tells it apart.
    struct Showing: BitwiseCopyable, Sendable {
        var event: UInt64
        var source: UInt64
        var alignment: Int64
        var role: AsRunNote.Role
        var reason: UInt32
        var isFall: Bool
        var marks: UInt64
        /// Its opening row, kept up to date with the plan in effect.
        var note: AsRunNote
    }

    // MARK: Revisions and cues from outside

    /// Takes a new revision; it replaces one that is still pending. Real-time safe.
    package mutating func take(_ plan: PlanView, effects: inout EffectBuffer) {
        if let pending { effects.append(.retire(plan: pending.owner)) }
        pending = plan
        isUntended = true
        // A file that was missing may be there now; what this item's own run has shown to be bad stays bad.
        failures.forgetMendable(except: item.isOpen ? item.source : 0, item.isOpen ? item.alternate : 0)
    }

    /// Tells of a cue that a former air process asked for and that still runs. Before the first frame.
    package mutating func offerLiveCue(key: UInt64) {
        for index in known.indices where known[index] == 0 {
            known[index] = key
            hasKnown = true
            return
        }
    }

    /// The plan that decides `frame`. Real-time safe.
    func plan(at frame: Int64) -> PlanView? {
        if let pending, frame >= pending.effectiveFrom { return pending }
        return current
    }
}
