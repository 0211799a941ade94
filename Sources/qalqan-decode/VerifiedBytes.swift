import MediaFFmpeg
import Realtime
import TrustDigest

/// Proven bytes for a demuxer.
final class VerifiedBytes: ByteSource {
    private let file: VerifiedFile

    init(_ file: VerifiedFile) { self.file = file }

    /// Another reader of the same file, for another thread: what one has proven the other need not prove again.
    init(sharing other: VerifiedBytes) { file = VerifiedFile(sharing: other.file) }

    var size: Int64 { file.size }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(ItemFailure) -> Int {
        do throws(VerifiedFileError) {
            return try file.read(at: offset, into: buffer)
        } catch {
            throw Self.verdict(error).state == .verificationFailed
                ? .verification("\(error)") : .media("\(error)")
        }
    }

    /// What a file that cannot be handed on means for the item: its ring's state and the process's exit status.
    static func verdict(_ error: VerifiedFileError) -> (state: SourceState, status: Int32) {
        switch error {
        case .missing: (.missing, 12)
        case .notRegular, .unreadable, .readFailed: (.mediaFailed, 11)
        case .treeMissing, .treeMismatch, .wrongSize, .badBlock: (.verificationFailed, 10)
        }
    }
}
