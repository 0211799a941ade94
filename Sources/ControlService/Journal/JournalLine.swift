import ChannelSchedule
import TrustDigest

/// The written form of an entry: one line of JSON whose first key is the hash of the rest.
///
///     {"hash":"<64 digits>","action":...,"effective":...,"previous":"<64 digits>",...}
///
/// The hash is SHA-256 over the line's bytes without its end and without `"hash":"<64 digits>",`.
/// As `previous` is among them, each line vouches for all before it.
enum JournalLine {
    static let prefix = Array("{\"hash\":\"".utf8)
    static let origin = String(repeating: "0", count: 64)
    /// Bytes of the line that the body's opening brace stands for.
    static let skipped = prefix.count + 64 + 2

    static func hash(of body: some Collection<UInt8>) -> String { hexadecimal(SHA256Stream.digest(of: body)) }

    /// The line of an entry, with its end, and its hash.
    static func write(_ entry: JournalEntry) throws -> (line: [UInt8], hash: String) {
        let body = try ControlCoding.encode(entry)
        let hash = hash(of: body)
        return (prefix + Array(hash.utf8) + Array("\",".utf8) + body.dropFirst() + [0x0A], hash)
    }

    /// Why a line is not an entry of this chain.
    enum Fault: Error, Equatable {
        case notAnEntry
        case wrongHash
        case brokenChain
    }

    /// Reads a line without its end, checking its hash and its place in the chain.
    static func read(
        _ line: ArraySlice<UInt8>, after previous: String, number: UInt64
    ) throws(Fault) -> (entry: JournalEntry, hash: String) {
        guard line.count > skipped, line.starts(with: prefix) else { throw .notAnEntry }
        let digits = line.dropFirst(prefix.count).prefix(64)
        let body = [0x7B] + line.dropFirst(skipped)
        let hash = hash(of: body)
        guard hash.utf8.elementsEqual(digits) else { throw .wrongHash }
        guard let entry = try? ControlCoding.decode(JournalEntry.self, from: body) else { throw .notAnEntry }
        guard entry.previous == previous, entry.number == number else { throw .brokenChain }
        return (entry, hash)
    }
}

/// Lower-case hexadecimal digits of bytes.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
