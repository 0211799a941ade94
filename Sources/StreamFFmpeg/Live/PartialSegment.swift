import CLinux
import Glibc
import Realtime

/// The media segment under way, on disk from its first chunk, so that a killed encoder's successor goes on within it.
///
/// Its name says what is in it: first frame, frame after the last, bytes. Bytes beyond that are a chunk that was cut off.
struct PartialSegment {
    let start: Int64
    private(set) var end: Int64
    private(set) var byteCount: Int
    private let folder: LivePlaylistFolder
    private var name: String { Self.name(start, end, byteCount) }

    private static let prefix = ".part-"

    private static func name(_ start: Int64, _ end: Int64, _ bytes: Int) -> String {
        "\(prefix)\(start)-\(end)-\(bytes)"
    }

    /// An empty segment that starts at house frame `start`.
    init(in folder: LivePlaylistFolder, start: Int64) throws {
        self.folder = folder
        self.start = start
        end = start
        byteCount = 0
        try folder.write([], as: name)
    }

    /// Takes up what an earlier run left, the latest of several; the others go.
    init?(leftIn folder: LivePlaylistFolder) {
        var found: (start: Int64, end: Int64, bytes: Int)?
        for name in folder.names(withPrefix: Self.prefix) {
            let parts = name.dropFirst(Self.prefix.count).split(separator: "-")
            guard parts.count == 3, let start = Int64(parts[0]), let end = Int64(parts[1]), let bytes = Int(parts[2]),
                end > start, bytes > 0, end > found?.end ?? .min, folder.size(name) >= bytes
            else {
                folder.remove(name)
                continue
            }
            if let found { folder.remove(Self.name(found.start, found.end, found.bytes)) }
            found = (start, end, bytes)
        }
        guard let found else { return nil }
        self.folder = folder
        (start, end, byteCount) = found
        guard folder.trim(name, to: byteCount) else { return nil }
    }

    /// Adds a chunk that ends before house frame `end`.
    mutating func append(_ chunk: [UInt8], end: Int64) throws {
        let before = name
        try folder.append(chunk, to: before)
        self.end = end
        byteCount += chunk.count
        try folder.rename(before, to: name)
    }

    /// Puts the segment in its place.
    func publish(as final: String) throws { try folder.rename(name, to: final) }

    func discard() { folder.remove(name) }
}
