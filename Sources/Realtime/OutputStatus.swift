/// What one output process (sound, encoder) tells about itself.
public struct OutputStatus: BitwiseCopyable, Sendable {
    public enum Phase: UInt32, Sendable {
        case starting = 0
        case running = 1
        case waitingForDevice = 2
        case failing = 3
    }

    public var phase: UInt32 = 0
    /// Last programme frame taken.
    public var frame: Int64 = 0
    public var framesOut: UInt64 = 0
    /// Programme frames this output could not take in time, or its reader did not take.
    public var framesLost: UInt64 = 0
    /// ALSA under-runs recovered from; sink errors for streams.
    public var recoveries: UInt64 = 0
    public var bytesOut: UInt64 = 0
    /// Pictures and blocks of sound that left after the instant a receiver needs them at.
    public var lateUnits: UInt64 = 0
    /// Jumps of a sound card back to its place after its offset had grown beyond what correction can mend.
    public var realignments: UInt64 = 0
    /// Drift of the card against the house clock, and the correction applied, in parts per billion.
    public var driftPartsPerBillion: Int64 = 0
    public var correctionPartsPerBillion: Int64 = 0
    /// Distance of what is heard from where it should be, nanoseconds.
    public var offsetNanoseconds: Int64 = 0
    /// Time between a frame's deadline and its leaving this process, last and worst, nanoseconds.
    public var delayNanoseconds: Int64 = 0
    public var worstDelayNanoseconds: Int64 = 0
    /// The last error number, 0 when all is well.
    public var lastError: Int32 = 0
    public var realTime: Bool = false

    public init() {}
}
