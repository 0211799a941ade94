import CLinux
import Glibc

/// A failed system call: which one, on what, and the kernel's error number.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    public let call: String
    public let subject: String
    /// A positive `errno` value.
    public let code: Int32

    public init(_ call: String, on subject: String = "", code: Int32) {
        self.call = call
        self.subject = subject
        self.code = code
    }

    public var description: String {
        let what = subject.isEmpty ? call : "\(call) \(subject)"
        return "\(what): \(String(cString: strerror(code)))"
    }

    /// Turns the `-errno` convention of the C shims into a thrown error.
    @discardableResult
    public static func check<T: FixedWidthInteger & SignedInteger>(
        _ result: T, _ call: @autoclosure () -> String, on subject: @autoclosure () -> String = ""
    ) throws(SystemError) -> T {
        guard result < 0 else { return result }
        throw SystemError(call(), on: subject(), code: Int32(-result))
    }
}
