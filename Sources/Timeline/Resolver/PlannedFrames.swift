/// The frames every item would have had without edits, by its serial.
struct PlannedFrames {
    private var first = 0
    /// Start and end by serial, from `first` on; `nil` for what is not on the axis.
    private var frames: [Range<Int64>?] = []

    /// What is in none of these flows was planned as it is.
    init(_ flows: [Flow] = []) {
        let serials = flows.lazy.flatMap(\.placements).map(\.item.serial)
        guard let least = serials.min(), let most = serials.max() else { return }
        first = least
        frames = Array(repeating: nil, count: most - least + 1)
        for flow in flows {
            for placement in flow.placements where !placement.isWait {
                frames[placement.item.serial - first] = placement.start..<placement.naturalEnd
            }
        }
    }

    subscript(serial: Int) -> Range<Int64>? {
        let index = serial - first
        return frames.indices.contains(index) ? frames[index] : nil
    }
}
