import Testing
import Timecode
import Trust

@testable import ControlService

@Suite("Which media are proven next")
struct ProofQueueTests {
    private func item(_ path: String, _ frame: Int64) -> ProofQueue.Item {
        ProofQueue.Item(path: path, seal: Rig.statement(of: [1, 2, 3], pictures: 10), firstFrame: frame)
    }

    private func proof(at second: Int64) -> MediaProof {
        MediaProof(identity: FileIdentity(path: "/")!, digest: "", altered: nil, unixSecond: second, time: "")
    }

    private func next(_ items: [ProofQueue.Item], now: Int64, proven: [String: Int64]) -> String? {
        // House frame and Unix second run together here: second s is frame 25 s.
        ProofQueue.next(
            of: items, at: now * 25, unixSecond: now, rate: .fps25, proof: { proven[$0.path].map(proof(at:)) })?.path
    }

    @Test func nearestFirst() {
        let items = [item("far", 25 * 9000), item("near", 25 * 100), item("middle", 25 * 500)]
        #expect(next(items, now: 0, proven: [:]) == "near")
        #expect(next(items, now: 0, proven: ["near": 0]) == "middle")
        #expect(next(items, now: 0, proven: ["near": 0, "middle": 0, "far": 0]) == nil)
    }

    /// An item on air at 10,000 s is proven again once 6,400 s is reached, and then not again.
    @Test func againAnHourBeforeAir() {
        let items = [item("film", 25 * 10_000)]
        #expect(next(items, now: 6_399, proven: ["film": 0]) == nil)
        #expect(next(items, now: 6_400, proven: ["film": 0]) == "film")
        #expect(next(items, now: 6_500, proven: ["film": 6_400]) == nil)
        #expect(next(items, now: 9_999, proven: ["film": 6_400]) == nil)
        #expect(next(items, now: 9_999, proven: ["film": 6_300]) == "film")
    }
}
