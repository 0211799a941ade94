import Foundation
import TrustCrypto
import TrustDigest
import TrustFormats

/// The coded media of the suite, made once, and the keys of its desks.
struct AttackMedia {
    private struct Facts: Decodable {
        var frames: Int
        var size: Int
        /// Offset and bytes of each picture.
        var pictures: [[Int]]
        var sounds: [[Int]]
    }

    static let made = Result { try AttackMedia() }

    /// What the desks seal, what an attacker would like to show, what follows.
    let genuine: URL
    let enemy: URL
    let next: URL
    let frames: Int
    let size: Int
    private let facts: Facts

    private init() throws {
        let folder = Workshop.root.appendingPathComponent(".build/test-media/attack")
        try Command.python("make_attack.py", [folder.path], limit: 120)
        facts = try JSONDecoder().decode(
            Facts.self, from: Data(contentsOf: folder.appendingPathComponent("attack.json")))
        (frames, size) = (facts.frames, facts.size)
        genuine = folder.appendingPathComponent("genuine.mov")
        enemy = folder.appendingPathComponent("enemy.mov")
        next = folder.appendingPathComponent("next.mov")
    }

    /// Byte at which picture `frame` begins.
    func start(of frame: Int) -> Int { facts.pictures[frame][0] }

    /// Frames from the first one on whose pictures and sound lie wholly before the block in which a byte lies; the upper end
    /// counts pictures alone.
    func goodFrames(before byte: Int) -> ClosedRange<Int> {
        let block = byte / VerityTree.blockSize * VerityTree.blockSize
        let pictures = facts.pictures.prefix { $0[0] + $0[1] <= block }.count
        // 16-bit stereo: 4 bytes a sample, 1,920 samples a frame.
        let samples = facts.sounds.prefix { $0[0] + $0[1] <= block }.reduce(0) { $0 + $1[1] / 4 }
        return min(pictures, samples / 1920)...pictures
    }
}
