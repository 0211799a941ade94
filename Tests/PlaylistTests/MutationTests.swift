import ChannelConfiguration
import Playlist
import PlaylistFormats
import Testing

/// Documents spoilt at random: the readers may refuse, never crash or hang, and always say where.
struct MutationTests {
    /// SplitMix64: the same seed spoils the same way everywhere.
    struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static func spoil(_ bytes: [UInt8], with random: inout Random) -> [UInt8] {
        var bytes = bytes
        let tokens = [
            "{", "}", "[", "]", ":", "- ", "\"", "'", "\n", "\t", "&a ", "*a", "!!x ", "---\n", "%", "|\n", "\u{0}",
            ", ,", "? ", "#", "99999999999999999999", "\\u", "é",
        ]
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: at)
            case 2: bytes.insert(contentsOf: tokens.randomElement(using: &random)!.utf8, at: at)
            case 3: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
            default:
                let end = min(bytes.count, at + Int.random(in: 1...60, using: &random))
                bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0..<bytes.count, using: &random))
            }
        }
        return bytes
    }

    @Test(arguments: [("p.yaml", UInt64(1)), ("p.json", 2)])
    func playlists(file: String, seed: UInt64) {
        let json = """
            {"qalqan": 1, "events": [{"id": "a", "title": {"kk": "\\u0416 \\n"}, "media": "a.mov", "duration": "30s",
            "start": {"at": "18:00:00:00"}, "regions": {"KZ": {"skip": true}}}, {"id": "b", "media": "c.mov", "in": null}]}
            """
        let text = Array((file == "p.json" ? json : PlaylistReaderTests.example).utf8)
        var random = Random(state: seed)
        var refused = 0
        for round in 0..<4000 {
            let spoilt = Self.spoil(text, with: &random)
            let first = PlaylistReader.read(spoilt, file: file)
            let second = PlaylistReader.read(spoilt, file: file)
            #expect(first.diagnostics == second.diagnostics, "seed \(seed), round \(round)")
            #expect((first.document == nil) == first.diagnostics.hasErrors, "seed \(seed), round \(round)")
            if first.document == nil { refused += 1 }
        }
        #expect(refused > 2000)
    }

    @Test func configurations() {
        var random = Random(state: 3)
        let text = Array(ConfigurationTests.minimal.utf8)
        for round in 0..<4000 {
            let spoilt = Self.spoil(text, with: &random)
            let (settings, diagnostics) = ConfigurationReader.read(spoilt, file: "c.yaml", folder: "/srv")
            #expect((settings == nil) == diagnostics.hasErrors, "seed 3, round \(round)")
        }
    }
}
