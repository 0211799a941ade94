/// What a `ProgrammeSink` has done since it was made.
public struct SinkReport: Hashable, Sendable {
    public var bytesOut: UInt64 = 0
    /// Frames taken from the engine and then dropped whole, because the other side did not read them in time.
    public var framesDropped: UInt64 = 0
    /// Pictures and blocks of sound that left after the instant they are needed at, where the output's rate is too little.
    public var lateUnits: UInt64 = 0
    /// Errors that the sink got over by itself, and the last one's `errno`.
    public var errors: UInt64 = 0
    public var lastError: Int32 = 0
    /// Whether the other side is missing (a pipe without a reader, or with one that has stopped reading).
    public var isWaiting: Bool = false

    public init() {}
}
