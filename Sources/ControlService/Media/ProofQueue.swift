import Timecode
import Trust

/// Which upcoming items have to be read through next: the nearest to air first, each again an hour before air. Pure.
package struct ProofQueue: Sendable {
    /// One item that will air: its file and seal, and the first frame that needs it.
    package struct Item: Hashable, Sendable {
        package var path: String
        package var seal: SealStatement
        package var firstFrame: Int64

        package init(path: String, seal: SealStatement, firstFrame: Int64) {
            self.path = path
            self.seal = seal
            self.firstFrame = firstFrame
        }
    }

    /// How long before air a proof is made anew, and how old a proof then may be, in seconds.
    package static let renewalSeconds: Int64 = 3600

    /// The item to read next at `now` (house frame and Unix second), or `nil` when all that is needed is proven.
    ///
    /// - Parameter proof: the last proof that still counts for a path and seal.
    package static func next(
        of items: [Item], at now: Int64, unixSecond: Int64, rate: FrameRate, proof: (Item) -> MediaProof?
    ) -> Item? {
        var best: Item?
        for item in items {
            if let best, best.firstFrame <= item.firstFrame { continue }
            guard let last = proof(item) else {
                best = item
                continue
            }
            let secondsToAir = (item.firstFrame - now) * rate.denominator / rate.numerator
            // Within the last hour before air: proven within that hour, or again.
            if secondsToAir <= renewalSeconds, secondsToAir >= 0,
                unixSecond - last.unixSecond > renewalSeconds - secondsToAir, unixSecond - last.unixSecond > 60
            {
                best = item
            }
        }
        return best
    }
}
