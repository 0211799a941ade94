import CLinux

/// What air says about a programme frame besides its picture and sound.
public struct ProgrammeFacts: Hashable, Sendable {
    /// Samples per channel in this frame.
    public var sampleCount: Int
    /// Index of the timeline segment on air, and the revision it belongs to.
    public var segment: Int32
    public var revision: UInt64
    /// 0 for programme; else the code of the slate that is on (see `SlateReason` in `Timeline`).
    public var slate: UInt32
    /// Frame of the item that is shown, counted from its in-point; -1 on a slate.
    public var itemFrame: Int64
    /// How long after its deadline the frame was published, in nanoseconds; negative when early.
    public var lateness: Int64

    public init(
        sampleCount: Int, segment: Int32, revision: UInt64, slate: UInt32, itemFrame: Int64, lateness: Int64
    ) {
        self.sampleCount = sampleCount
        self.segment = segment
        self.revision = revision
        self.slate = slate
        self.itemFrame = itemFrame
        self.lateness = lateness
    }

    func store(at base: UnsafeMutableRawPointer, frame: Int64) {
        base.storeBytes(of: frame, as: Int64.self)
        base.storeBytes(of: Int64(sampleCount), toByteOffset: 8, as: Int64.self)
        base.storeBytes(of: segment, toByteOffset: 16, as: Int32.self)
        base.storeBytes(of: slate, toByteOffset: 20, as: UInt32.self)
        base.storeBytes(of: revision, toByteOffset: 24, as: UInt64.self)
        base.storeBytes(of: itemFrame, toByteOffset: 32, as: Int64.self)
        base.storeBytes(of: lateness, toByteOffset: 40, as: Int64.self)
    }

    init?(at base: UnsafeMutableRawPointer, frame: Int64) {
        guard base.load(as: Int64.self) == frame else { return nil }
        sampleCount = Int(base.load(fromByteOffset: 8, as: Int64.self))
        segment = base.load(fromByteOffset: 16, as: Int32.self)
        slate = base.load(fromByteOffset: 20, as: UInt32.self)
        revision = base.load(fromByteOffset: 24, as: UInt64.self)
        itemFrame = base.load(fromByteOffset: 32, as: Int64.self)
        lateness = base.load(fromByteOffset: 40, as: Int64.self)
    }
}
