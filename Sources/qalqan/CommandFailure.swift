/// The end of a command that did not do what was asked: a message (what, where, what to do) and the exit status.
struct CommandFailure: Error {
    /// Text for standard error; empty when everything has been said already.
    let message: String
    /// 1 errors found or refused, 2 wrong usage, 3 could not reach or start something.
    let status: Int32

    static func refused(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 1) }
    static func usage(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 2) }
    static func unreachable(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 3) }
}
