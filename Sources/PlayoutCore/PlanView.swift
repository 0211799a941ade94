/// What the frame thread holds of a plan: pointers and numbers, no reference counting.
///
/// `@unchecked Sendable`: the memory behind it never changes; whoever hands a view to another thread keeps its owner alive
/// until that thread has retired the view.
package struct PlanView: BitwiseCopyable, @unchecked Sendable {
    package struct Offset: BitwiseCopyable, Sendable {
        package let fromFrame: Int64
        package let seconds: Int64
    }

    /// The `PlayoutPlan` it belongs to.
    package let owner: UnsafeRawPointer
    package let segments: UnsafePointer<PlannedSegment>
    package let count: Int
    let offsets: UnsafePointer<Offset>
    let offsetCount: Int
    package let number: UInt64
    package let effectiveFrom: Int64
    package let holdUntilFrame: Int64
    /// Code of the slate that covers everything, 0 for none.
    package let latched: UInt32
    /// Marks over every frame (`MarkSet`).
    package let marks: UInt64
    /// Emergency inputs answered at this frame or before are over.
    package let emergencyOverFrame: Int64

    /// The first segment that ends after `frame`; `count` when there is none. O(log segments). Real-time safe.
    func firstIndex(endingAfter frame: Int64) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].endFrame <= frame { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The segment that owns `frame`, or -1. Real-time safe.
    package func index(at frame: Int64) -> Int {
        let index = firstIndex(endingAfter: frame)
        return index < count && segments[index].firstFrame <= frame ? index : -1
    }

    /// Local time minus TAI in seconds at `frame`; `nil` when the plan does not say. Real-time safe.
    package func localOffset(at frame: Int64) -> Int64? {
        guard offsetCount > 0 else { return nil }
        var index = 0
        while index + 1 < offsetCount, offsets[index + 1].fromFrame <= frame { index += 1 }
        return offsets[index].seconds
    }
}
