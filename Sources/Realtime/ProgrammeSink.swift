/// The port behind which every output of pictures and sound stands: a stream, a file, a live playlist, a pipe.
///
/// One thread calls it. A sink never waits for a network or for a reader: what cannot leave is dropped and counted.
public protocol ProgrammeSink: AnyObject {
    /// Takes one programme frame. The memory is the caller's again when the call returns.
    ///
    /// - Parameters:
    ///   - picture: planes as in `layout`.
    ///   - samples: interleaved, `sampleCount` per channel.
    ///   - frame: the house frame; each call's is the one after the last call's.
    func write(
        picture: UnsafeRawPointer, layout: PictureLayout, samples: UnsafePointer<Float>, sampleCount: Int, frame: Int64)
        throws

    /// Brings what is under way to a clean end. Nothing may be written afterwards.
    func finish() throws

    /// Counters since the sink was made.
    var report: SinkReport { get }
}
