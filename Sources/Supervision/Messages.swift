import Realtime

/// From air to the launcher.
public enum AirRequest: Hashable, Sendable {
    case cue(CueRequest)
    /// Air has no further use for the cue: its decoder stops, its memory goes.
    case release(key: UInt64)
}

/// From the launcher to air.
public enum AirNotice: Hashable, Sendable {
    /// One descriptor: the memory file of a timeline revision.
    case revision
    /// Two descriptors: the ring's data and control memory. Also sent for every live cue after air restarts.
    case cueOpened(key: UInt64)
    case cueLost(key: UInt64, CueLoss)

    /// The cue it is about, if it is about one.
    var cueKey: UInt64? {
        switch self {
        case .revision: nil
        case .cueOpened(let key), .cueLost(let key, _): key
        }
    }
}

/// From control to the launcher.
public enum ControlRequest: Hashable, Sendable {
    /// One descriptor: the sealed memory file of a timeline revision, for air.
    case publish
    /// Control has gone round its loop.
    case alive
}

/// From the launcher to control: what became of a child.
public struct ChildEvent: Hashable, Sendable {
    public enum What: UInt8, Hashable, Sendable {
        case started = 1
        /// It ended by itself; `code` is its exit status.
        case exited = 2
        /// A signal ended it; `code` is the signal's number.
        case killed = 3
        /// It would not end and was left behind in the kernel.
        case abandoned = 4
        /// Its frames stood still; the launcher ends it to start it again.
        case hung = 5
    }

    /// `air`, `control`, `preview`, an output's name, or `decode:KEY`.
    public var child: String
    public var what: What
    public var code: Int32
    /// How often this child has been started.
    public var starts: UInt32

    public init(child: String, what: What, code: Int32, starts: UInt32) {
        self.child = child
        self.what = what
        self.code = code
        self.starts = starts
    }
}
