/// What the shell is to do after a frame has been decided.
package enum Effect: BitwiseCopyable, @unchecked Sendable {
    /// Ask for a source. `plan` is the owning `PlayoutPlan`, alive until retired.
    case cue(CueOrder)
    /// Nothing further is wanted of the cue.
    case release(key: UInt64, ticket: UInt32)
    case note(AsRunNote)
    /// The plan is referred to by nothing that comes later.
    case retire(plan: UnsafeRawPointer)
}

/// A source to be cued.
package struct CueOrder: BitwiseCopyable, @unchecked Sendable {
    package var key: UInt64
    package var ticket: UInt32
    package var slot: Int32
    package var plan: UnsafeRawPointer
    package var segment: Int32
    package var asset: Int32
    /// In-point in channel frames, and frames wanted.
    package var inFrame: Int64
    package var frames: Int64
}

/// The effects of one frame: a list of fixed capacity.
package struct EffectBuffer: Sendable {
    package static let capacity = 32
    private var effects: InlineArray<32, Effect> = InlineArray(repeating: .release(key: 0, ticket: 0))
    package private(set) var count = 0
    /// Effects that found no room. The bounds on slots and rows keep it 0.
    package private(set) var overflow = 0

    package init() {}

    /// Real-time safe.
    package mutating func append(_ effect: Effect) {
        guard count < Self.capacity else {
            overflow += 1
            return
        }
        effects[count] = effect
        count += 1
    }

    /// Real-time safe.
    package mutating func removeAll() { count = 0 }

    /// Real-time safe.
    package subscript(index: Int) -> Effect { effects[index] }
}
