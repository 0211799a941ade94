/// The channel's state as the status port, the page and `qalqan status` show it. One snapshot, consistent in itself.
package struct StatusDocument: Hashable, Sendable, Codable {
    package var channel: Channel
    package var now: Now
    package var onAir: OnAir
    package var next: [Event]
    /// The schedule around now: some events past, the rest to come; `schedule.events` says how many there are in all.
    package var rundown: [Event]?
    package var alarms: [Alarm]
    package var outputs: [Output]
    package var air: Air
    package var sound: Sound?
    package var schedule: Schedule
    /// The signed ends of the box's logs; absent until the first is signed.
    package var heads: Heads?
    package var version: String

    package struct Channel: Hashable, Sendable, Codable {
        package var id: String
        package var name: [String: String]
        package var region: String
        package var languages: [String]
        package var timeZone: String
        /// Version of the tz database that the schedule is resolved with.
        package var timeZoneVersion: String
        package var format: String
        /// Frames per `denominator` seconds.
        package var numerator: Int64
        package var denominator: Int64
        /// Whether an HLS rendition of the programme is served below `/hls/`.
        package var stream: String?
        /// The channel does not go to viewers: every frame carries the mark that says so.
        package var rehearsal: Bool
    }

    package struct Now: Hashable, Sendable, Codable {
        /// House frame on air by the house clock.
        package var frame: Int64
        /// Wall-clock label of that frame in the channel's time zone.
        package var timecode: String
        package var local: String
        package var utc: String
        package var day: String
        package var synchronised: Bool?
    }

    package struct OnAir: Hashable, Sendable, Codable {
        /// `programme`, `slate`, or `off` when air does not publish frames.
        package var state: String
        /// Why a slate is on.
        package var reason: String?
        /// Whether a slate is what was meant to be on: ordered, held, or nothing scheduled.
        package var intended: Bool
        package var frame: Int64
        package var event: Event?
        /// Frames of the event gone and to come.
        package var elapsedFrames: Int64
        package var remainingFrames: Int64
        package var elapsed: String
        package var remaining: String
        /// What the verified programme promise says: frames fresh, on time, and verified or intended.
        package var verified: Bool
        /// Names of the marks over the frame just published.
        package var marks: [String]
    }

    package struct Event: Hashable, Sendable, Codable {
        package var id: String
        package var title: [String: String]
        package var category: String?
        package var document: String?
        /// First frame and the frame after the last, as resolved.
        package var firstFrame: Int64
        package var endFrame: Int64
        package var start: String
        package var utc: String
        package var duration: String
        /// As the playlist asked for it.
        package var plannedFirstFrame: Int64
        package var plannedStart: String
        package var startKind: String
        package var media: String?
        package var badge: Badge
        /// UTC of the last full proof.
        package var provenAt: String?
        /// What airs instead and why, when the item is withheld; `alternate` when it is the event's own.
        package var withheld: String?
        package var airs: String
        package var cued: Bool?
        package var framesReady: Int64?
        /// `past`, `on-air`, `next`, `upcoming`, `omitted` (gets no frame; `note` says why), `waiting` (for a take).
        package var state: String
        /// What aired of it, from the as-run.
        package var actualStart: String?
        package var actualEnd: String?
        package var falls: Int?
        package var note: String?
        /// What was decided otherwise than the list asks.
        package var decisions: [Decision]?
        /// Names of the marks over what airs of it, besides those over every frame.
        package var marks: [String]
    }

    /// A decision on an event: its stable code, how many frames it is about, and the event or window that caused it.
    package struct Decision: Hashable, Sendable, Codable {
        package var code: String
        package var frames: Int64
        package var by: String?
    }

    package struct Output: Hashable, Sendable, Codable {
        package var name: String
        package var kind: String
        package var state: String
        package var frame: Int64
        package var framesOut: UInt64
        package var framesLost: UInt64
        /// Pictures and blocks of sound that left after they were due.
        package var lateUnits: UInt64
        package var recoveries: UInt64
        package var bytesOut: UInt64
        package var driftPartsPerBillion: Int64
        package var correctionPartsPerBillion: Int64
        package var offsetNanoseconds: Int64
        package var delayNanoseconds: Int64
        package var worstDelayNanoseconds: Int64
        package var lastError: Int32
        package var realTime: Bool
    }

    package struct Air: Hashable, Sendable, Codable {
        package var fresh: Bool
        package var frame: Int64
        package var revision: UInt64
        package var frames: UInt64
        package var lateFrames: UInt64
        package var lostFrames: UInt64
        package var fallenFrames: UInt64
        package var falls: UInt64
        package var lateness: [Bucket]
        package var worstLatenessNanoseconds: Int64
        /// Sum of all lateness, for averages.
        package var latenessSumNanoseconds: Int64
        package var realTime: Bool
        package var memoryLocked: Bool
        package var logBacklog: UInt32
        package var logFailed: Bool

        package struct Bucket: Hashable, Sendable, Codable {
            /// Upper bound in microseconds; absent for the open bucket.
            package var upTo: Int64?
            package var frames: UInt64
        }
    }

    package struct Sound: Hashable, Sendable, Codable {
        /// Hundredths of LUFS.
        package var momentary: Int32
        package var shortTerm: Int32
        /// Hundredths of dBFS by channel.
        package var peaks: [Int32]
        package var blackFrames: Int64
        package var frozenFrames: Int64
        package var silentFrames: Int64
        package var pictureFrame: Int64
    }

    package struct Schedule: Hashable, Sendable, Codable {
        package var revision: UInt64
        /// Number of the last order or document in it: what `--if-revision` takes.
        package var editRevision: UInt64
        package var effectiveFrom: Int64
        package var events: Int
        package var documents: [Document]
        /// First frame after which nothing is scheduled, and how it reads.
        package var endsAtFrame: Int64?
        package var endsAt: String?
        package var slate: String?

        package struct Document: Hashable, Sendable, Codable {
            package var name: String
            package var day: String?
            package var sha256: String
            package var events: Int
            /// `running`, `past`, `upcoming`, or `loaded` for a loose list that waits for its start.
            package var state: String
            package var acceptedBy: String
            package var acceptedAt: String
        }
    }
}
