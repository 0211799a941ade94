/// Why an output could not be opened or has stopped: the engine closes it and tries again later.
public struct SinkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A positive `errno` value, or the negative code of a library.
    public let code: Int32
    public let description: String

    public init(_ description: String, code: Int32) {
        self.code = code
        self.description = description
    }
}
