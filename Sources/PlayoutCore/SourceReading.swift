/// How a cued source stands at one frame: what the shell found in its ring, as numbers.
package struct SourceReading: BitwiseCopyable, Sendable {
    package enum Condition: UInt8, BitwiseCopyable, Sendable {
        /// Asked for, not there yet.
        case absent
        case working
        /// Everything up to `endFrame` is there or was.
        case ended
        case verificationFailed
        case unreadable
        case missing
        /// Its decoder will not come back.
        case lost
    }

    package var condition: Condition = .absent
    /// Ring frames that can be taken.
    package var framesFrom: Int64 = 0
    package var framesTo: Int64 = 0
    /// Samples per channel that can be taken.
    package var samplesFrom: Int64 = 0
    package var samplesTo: Int64 = 0
    /// First ring frame that does not exist, once `condition` is `.ended`.
    package var endFrame: Int64 = .max
    /// The frame that is needed now is there but its description is damaged.
    package var isDamaged = false

    package init() {}
}

/// One reading for each cue slot.
package typealias SourceReadings = InlineArray<4, SourceReading>
