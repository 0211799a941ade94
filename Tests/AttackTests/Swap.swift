import Foundation
import Glibc

/// What is done to a file while its channel is at it.
enum Swap: String, CaseIterable, Sendable {
    /// Another file takes its name; who has the sealed one open goes on with it.
    case renamedOver
    /// Nothing is left of it.
    case truncated
    /// The enemy's bytes are written over it, from its start to its end.
    case rewritten
    /// The same, from some picture on alone: what lies before is as it was sealed.
    case rewrittenAhead

    /// Does it. `picture` is the first one of which `rewrittenAhead` writes.
    func attack(_ file: URL, _ media: AttackMedia, from picture: Int = 0) throws {
        switch self {
        case .renamedOver:
            let other = file.appendingPathExtension("new")
            try FileManager.default.copyItem(at: media.enemy, to: other)
            guard rename(other.path, file.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        case .truncated:
            guard truncate(file.path, 0) == 0 else { throw CocoaError(.fileWriteUnknown) }
        case .rewritten: try write(media.enemy, over: file, from: 0, media)
        case .rewrittenAhead: try write(media.enemy, over: file, from: media.start(of: picture), media)
        }
    }

    private func write(_ other: URL, over file: URL, from offset: Int, _ media: AttackMedia) throws {
        let bytes = try FileAttack.piece(of: other, from: offset, count: media.size - offset)
        let handle = try FileHandle(forUpdating: file)
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(offset))
        try handle.write(contentsOf: bytes)
    }
}
