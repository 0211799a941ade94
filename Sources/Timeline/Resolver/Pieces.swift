/// The part of a placement that is seen.
struct Piece {
    var frames: Range<Int64>
    var placement: Placement

    init(_ placement: Placement, frames: Range<Int64>? = nil) {
        self.placement = placement
        self.frames = frames ?? placement.start..<placement.end
    }

    /// What is left of it outside `taken`.
    func without(_ taken: Range<Int64>) -> [Piece] {
        guard frames.overlaps(taken) else { return [self] }
        var left: [Piece] = []
        if frames.lowerBound < taken.lowerBound {
            left.append(Piece(placement, frames: frames.lowerBound..<taken.lowerBound))
        }
        if frames.upperBound > taken.upperBound {
            left.append(Piece(placement, frames: taken.upperBound..<frames.upperBound))
        }
        return left
    }
}

/// What is seen of all lists, in the order of its frames.
struct Pieces {
    private let whole: Chunks<Placement>
    /// In place of `whole`, where loose lists cut the schedule in pieces.
    private let cut: [Piece]?

    /// One list alone: its placements as they are.
    init(_ placements: Chunks<Placement>) {
        whole = placements
        cut = nil
    }

    init(_ pieces: [Piece]) {
        whole = Chunks()
        cut = pieces
    }

    var count: Int { cut?.count ?? whole.count }

    subscript(index: Int) -> Piece { cut.map { $0[index] } ?? Piece(whole[index]) }

    /// The first piece that ends after `frame`. O(log pieces).
    func index(after frame: Int64) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].frames.upperBound <= frame { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
