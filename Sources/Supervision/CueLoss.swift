/// Why a cue will bring no further frames, where its ring cannot say so itself.
public enum CueLoss: UInt8, Hashable, Sendable {
    /// The decoder could not be started, or its ring could not be made.
    case cannotStart = 1
    /// The decoder crashed more often than it is restarted.
    case crashed = 2
    /// Too many decoders are stuck in the kernel; no further one is started.
    case tooManyStuck = 3
}
