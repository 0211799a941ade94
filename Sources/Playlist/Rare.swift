/// A value that few of many have, kept apart so that those without it stay small.
@propertyWrapper
public struct Rare<Value: Hashable & Sendable>: Hashable, Sendable {
    /// Empty, or the value.
    private var kept: [Value]

    public init(wrappedValue: Value?) { kept = wrappedValue.map { [$0] } ?? [] }

    public var wrappedValue: Value? {
        get { kept.first }
        set { kept = newValue.map { [$0] } ?? [] }
    }
}
