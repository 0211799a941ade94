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

    /// Takes it that frames are not to be had because the output fell behind. Costs next to nothing: the picture before them
    /// stays on, the sound is silent, and what follows is in its place on the timeline. Where the output's structure asks for a
    /// picture all the same (the start of a group, of a segment), it is the one given.
    ///
    /// - Parameters:
    ///   - frames: house frames, the first the one after the last call's.
    ///   - picture: planes as in `layout`; the caller's again when the call returns.
    func pass(_ frames: Range<Int64>, picture: UnsafeRawPointer, layout: PictureLayout) throws

    /// Brings what is under way to a clean end. Nothing may be written afterwards.
    func finish() throws

    /// Counters since the sink was made.
    var report: SinkReport { get }
}
