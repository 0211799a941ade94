/// What happened on air, as numbers; the log turns it into a row.
package struct AsRunNote: BitwiseCopyable, @unchecked Sendable {
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// An item, its alternate, or a planned slate has begun, as its event begins; or its marks have changed.
        case start = 1
        /// The item has given way to its alternate or to a slate.
        case fall = 2
        /// The item is back.
        case rejoin = 3
        /// What the last opening row announced is over; this is the account of it.
        case end = 4
        /// Frames that were not published at all.
        case lost = 5
        /// A revision has become the one in effect.
        case revision = 6
        /// The local emergency input has been answered with its slate.
        case emergency = 7
    }

    package enum Role: UInt8, BitwiseCopyable, Sendable {
        case slate = 0
        case item = 1
        case alternate = 2
    }

    package var kind: Kind
    /// The `PlayoutPlan` that `segment` belongs to, alive until the plan is retired.
    package var plan: UnsafeRawPointer?
    package var revision: UInt64 = 0
    package var segment: Int32 = -1
    package var role: Role = .slate
    /// Why a slate or the alternate is on, 0 for none.
    package var reason: UInt32 = 0
    package var firstFrame: Int64
    /// Last frame, inclusive; equal to `firstFrame` in opening rows.
    package var lastFrame: Int64
    /// Media frame shown at `firstFrame`, -1 on a slate.
    package var mediaFrame: Int64 = -1
    /// Marks over the picture (`MarkSet`).
    package var marks: UInt64 = 0

    package init(kind: Kind, firstFrame: Int64, lastFrame: Int64) {
        self.kind = kind
        self.firstFrame = firstFrame
        self.lastFrame = lastFrame
    }
}
