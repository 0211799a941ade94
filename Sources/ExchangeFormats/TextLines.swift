import Playlist

/// The lines of a text, ended by LF, CRLF or CR, with their numbers.
struct TextLines: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>
    private var number = 0

    init(_ text: [UInt8]) { rest = text[...] }

    /// The next line without its end, and its number from 1; `nil` behind the last.
    mutating func next() -> (line: ArraySlice<UInt8>, number: Int)? {
        guard !rest.isEmpty else { return nil }
        number += 1
        let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
        let line = rest[rest.startIndex..<end]
        rest = rest[end...]
        let isBoth = rest.first == 0x0D && rest.dropFirst().first == 0x0A
        rest = rest.dropFirst(isBoth ? 2 : 1)
        return (line, number)
    }
}
