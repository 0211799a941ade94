import CLinux
import ControlService
import Synchronization

/// The last answers as bytes, for a moment: a crowd of readers costs one composition, not one each.
final class AnswerCache: Sendable {
    /// How long an answer is as good as a new one: less than two frames at 25 per second.
    static let freshNanoseconds: Int64 = 60_000_000

    private struct Kept {
        var made: Int64 = 0
        var bytes: [UInt8]?
    }

    private let statusAnswer = Mutex(Kept())
    private let rundownAnswer = Mutex(Kept())

    func status(_ make: () -> StatusDocument) -> [UInt8]? {
        statusAnswer.withLock { Self.renewed(&$0) { try? ControlCoding.encode(make()) } }
    }

    func rundown(_ make: () -> [StatusDocument.Event]) -> [UInt8]? {
        rundownAnswer.withLock { Self.renewed(&$0) { try? ControlCoding.encode(make()) } }
    }

    private static func renewed(_ kept: inout Kept, _ make: () -> [UInt8]?) -> [UInt8]? {
        let now = ql_monotonic_nanoseconds()
        if kept.bytes == nil || now - kept.made > freshNanoseconds { kept = Kept(made: now, bytes: make()) }
        return kept.bytes
    }
}
