/// What the preview process sees and hears of the programme.
public struct PreviewStatus: BitwiseCopyable, Sendable {
    public static let mostPictureBytes = 512 * 1024
    public static let mostChannels = 16

    public var frame: Int64 = 0
    /// Loudness of the last 400 ms and 3 s in hundredths of LUFS (EBU R 128); -7000 is silence.
    public var momentary: Int32 = -7000
    public var shortTerm: Int32 = -7000
    /// Sample peak of the last 100 ms per channel in hundredths of dBFS.
    public var peaks: InlineArray<16, Int32> = InlineArray(repeating: -12_000)
    /// Confidence: frames in a row that were black, identical, silent.
    public var blackFrames: Int64 = 0
    public var frozenFrames: Int64 = 0
    public var silentFrames: Int64 = 0
    /// Bytes of the JPEG picture that follows the record's board (see `PreviewBoard`).
    public var pictureBytes: UInt32 = 0
    public var pictureFrame: Int64 = 0

    public init() {}
}
