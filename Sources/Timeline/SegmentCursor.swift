/// Looks frames up one after the other: O(1) for the frame on or behind the last one, O(log segments) for any other.
public struct SegmentCursor: Sendable {
    private var index = 0
    private var frames: Range<Int64> = 0..<0

    public init() {}

    /// Index of the segment that owns `frame`; `nil` where none does. The segments must be the same at every call.
    public mutating func index(of frame: Int64, in segments: [Segment]) -> Int? {
        if frames.contains(frame) { return index }
        if frame == frames.upperBound, index + 1 < segments.count, segments[index + 1].firstFrame == frame {
            index += 1
        } else {
            guard let found = Segment.index(of: frame, in: segments) else { return nil }
            index = found
        }
        frames = segments[index].firstFrame..<segments[index].endFrame
        return index
    }
}

extension Segment {
    /// Index of the segment that owns `frame`, among segments that ascend without overlaps; `nil` where none does.
    /// O(log segments).
    static func index(of frame: Int64, in segments: [Segment]) -> Int? {
        var (low, high) = (0, segments.count)
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].endFrame <= frame { low = middle + 1 } else { high = middle }
        }
        return low < segments.count && segments[low].firstFrame <= frame ? low : nil
    }
}
