import Timeline

/// A media file as it truly is, and as its seal says.
package struct SimulatedFile: Hashable, Sendable {
    package var name: String
    /// Channel frames.
    package var length: Int64
    /// Why it may never air; `nil` when it may.
    package var withheld: SlateReason?
    /// Last house frame its rights cover.
    package var notAfterFrame = Int64.max
    /// House frames from the cue to the first picture; frames decoded in each house frame.
    package var opening: Int64 = 4
    package var speed: Int64 = 4

    package init(name: String, length: Int64) {
        self.name = name
        self.length = length
    }

    /// The file as the timeline names it.
    package var asset: Asset {
        Asset(
            path: name, treePath: name + ".tree", verityDigest: [UInt8](repeating: 7, count: 32),
            sha256: [UInt8](repeating: 9, count: 32), size: length)
    }
}
