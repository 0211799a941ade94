import Glibc

/// Why a file cannot be handed on as the one that was sealed. None of these is worth a retry within the same item.
package enum VerifiedFileError: Error, Hashable, Sendable {
    /// No such file.
    case missing
    /// A directory, a FIFO, a device or a socket.
    case notRegular
    /// It may not be opened; the value is `errno`.
    case unreadable(Int32)
    /// The leaves file is not there.
    case treeMissing
    /// The leaves file is damaged or belongs to other bytes: its digest is not the sealed one.
    case treeMismatch
    /// The file is longer or shorter than the seal says.
    case wrongSize
    /// The bytes of this 64 KiB block are not those that were sealed.
    case badBlock(Int)
    /// The disk failed; the value is `errno`.
    case readFailed(Int32)
}

extension VerifiedFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing: "the file is not there"
        case .notRegular: "not a regular file"
        case .unreadable(let code): "cannot be opened: \(String(cString: strerror(code)))"
        case .treeMissing: "its hash tree (.seal.tree) is not there: seal it again"
        case .treeMismatch: "its hash tree (.seal.tree) does not match the seal: seal it again"
        case .wrongSize: "the size is not the sealed one: altered after sealing"
        case .badBlock(let index):
            "altered after sealing: block \(index), from byte \(index * VerityTree.blockSize), is not the sealed one"
        case .readFailed(let code): "cannot be read: \(String(cString: strerror(code)))"
        }
    }
}
