import Glibc

/// A failed call into libudev.
public struct UdevError: Error, Hashable, Sendable, CustomStringConvertible {
    public let call: String
    /// A positive `errno` value.
    public let code: Int32

    init(_ call: String, code: Int32) {
        self.call = call
        self.code = code < 0 ? -code : code
    }

    public var description: String { "libudev: \(call): \(String(cString: strerror(code)))" }
}
