import Playlist

/// Puts a region's own lists into the windows that the common list opens for them.
///
/// A window is as long as its events of the common list turn out to be; the regional list starts on its first frame, is cut on
/// its last one, and what it leaves open is a gap. So every region is back with the common list on the same frame.
struct OptOutWindows {
    private struct Place: Hashable {
        var plan: Int
        var occurrence: Int
        var day: Int64?
    }

    /// How well a regional list fills its window.
    struct Fit {
        var window: FlowCompiler.Window
        /// Plan of the event that opens it.
        var host: Int
        var frames: Range<Int64>
        /// Frames that nothing fills; negative = frames of the regional list that do not air.
        var missing: Int64
    }

    let compiler: FlowCompiler
    private(set) var omissions: [Omission] = []
    private(set) var fits: [Fit] = []

    init(compiler: FlowCompiler) { self.compiler = compiler }

    /// The placements of one list, with the windows of this region filled by its own lists.
    mutating func fill(_ placements: Chunks<Placement>) -> Chunks<Placement> {
        guard !compiler.windows.isEmpty else { return placements }
        var places: [Place: Int] = [:]
        if compiler.windows.values.contains(where: { $0.last != nil }) {
            for (index, placement) in placements.enumerated() where !placement.isWait {
                places[Self.place(placement.item)] = index
            }
        }
        var result = Chunks<Placement>()
        var index = 0
        while index < placements.count {
            let host = placements[index]
            guard !host.isWait, let window = compiler.windows[host.item.plan] else {
                result.append(host)
                index += 1
                continue
            }
            var last = index
            if let plan = window.last {
                var place = Self.place(host.item)
                place.plan = plan
                if let found = places[place], found > index { last = found }
            }
            for covered in placements[index...last] {
                omissions.append(
                    Omission(item: covered.item, frame: covered.start, code: .optedOut, window: window.id))
            }
            place(window, in: host.start..<placements[last].end, host: host, &result)
            index = last + 1
        }
        return result
    }

    private static func place(_ item: FlowItem) -> Place {
        Place(plan: item.plan, occurrence: item.occurrence, day: item.day)
    }

    private mutating func place(
        _ window: FlowCompiler.Window, in frames: Range<Int64>, host: Placement, _ result: inout Chunks<Placement>
    ) {
        var cursor = frames.lowerBound
        var wanted: Int64 = 0
        for item in compiler.items(of: window, like: host.item) {
            guard let end = compiler.length(of: item, at: cursor)?.end(from: cursor) else { continue }
            if compiler.plans[item.plan].givesWay(at: cursor) {
                omissions.append(Omission(item: item, frame: cursor, code: .leftOut))
                continue
            }
            wanted += end - cursor
            guard cursor < frames.upperBound else {
                omissions.append(Omission(item: item, frame: cursor, code: .windowFull, window: window.id))
                continue
            }
            var placement = Placement(
                item: item, start: cursor, end: min(end, frames.upperBound), naturalEnd: end, isWait: false)
            if end > frames.upperBound { placement.cut = .window }
            placement.window = window.id
            result.append(placement)
            cursor = placement.end
        }
        fits.append(
            Fit(
                window: window, host: host.item.plan, frames: frames,
                missing: frames.upperBound - frames.lowerBound - wanted))
    }
}
