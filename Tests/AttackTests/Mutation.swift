/// One random change of some bytes.
enum Mutation {
    /// Changes bytes in one of the ways in which files go wrong or are made to: never leaves them as they were.
    static func spoil(_ original: [UInt8], _ words: [String] = [], with random: inout Seeded) -> [UInt8] {
        while true {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &random) { change(&bytes, words, &random) }
            if bytes != original { return bytes }
        }
    }

    private static func change(_ bytes: inout [UInt8], _ words: [String], _ random: inout Seeded) {
        guard !bytes.isEmpty else {
            bytes = [UInt8.random(in: 0...255, using: &random)]
            return
        }
        let at = Int.random(in: 0..<bytes.count, using: &random)
        let count = min(bytes.count - at, 1 << Int.random(in: 0...16, using: &random))
        switch Int.random(in: 0..<(words.isEmpty ? 9 : 10), using: &random) {
        case 0: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.removeSubrange(at..<at + count)
        case 3: bytes.insert(contentsOf: bytes[at..<at + count], at: Int.random(in: 0...bytes.count, using: &random))
        case 4: bytes.replaceSubrange(at..<at + count, with: repeatElement(0, count: count))
        case 5: bytes.removeSubrange(at...)
        case 6: bytes.append(contentsOf: repeatElement(0, count: count))
        case 7: bytes.append(contentsOf: (0..<min(count, 64)).map { _ in UInt8.random(in: 0...255, using: &random) })
        case 8:
            let other = Int.random(in: 0...bytes.count - count, using: &random)
            let piece = Array(bytes[at..<at + count])
            bytes.replaceSubrange(at..<at + count, with: bytes[other..<other + count])
            bytes.replaceSubrange(other..<other + count, with: piece)
        default: bytes.insert(contentsOf: words.randomElement(using: &random)!.utf8, at: at)
        }
    }
}
