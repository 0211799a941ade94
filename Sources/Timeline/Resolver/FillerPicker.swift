import Playlist
import Timecode

/// Chooses fillers for runs of frames, one after the other in the order of time, within one broadcast day.
///
/// A long run is begun with the fillers that have not aired for longest. Its last `exactFrames` are a subset-sum problem in
/// frames, solved exactly: the combination that fills them to the frame, else the longest that leaves room for a filler
/// that may be trimmed, else the longest of all and a slate.
///
/// What is chosen depends on the day alone: at its start nothing has aired. That an item does not come twice within its
/// pool's `notWithin` holds across the border all the same: as far from it as `notWithin`, the items of even rank belong to
/// the day that begins and those of odd rank to the one that ends.
struct FillerPicker {
    /// A filler, or a slate where `candidate` is `nil`.
    struct Piece: Equatable {
        var candidate: Int?
        var frames: Range<Int64>
    }

    let shelf: FillerShelf
    let calendar: ChannelCalendar
    let day: Range<Int64>
    /// Start frame of each filler's last airing, by its id: shared by all shelves of the day.
    var lastStart: [String: Int64] = [:]

    /// Frames at the end of a run that are filled to the frame: ten minutes at 25 frames per second.
    static let exactFrames: Int64 = 15_000

    /// Fills a run of frames without a hole. Where a filler may not air any more when its turn comes, what is left is filled
    /// anew from there.
    mutating func fill(_ run: Range<Int64>) -> [Piece] {
        guard shelf.candidates.contains(where: \.choice.hasPast) else { return fillOnce(run) }
        var pieces: [Piece] = []
        var rest = run
        while !rest.isEmpty {
            let before = lastStart
            let more = fillOnce(rest)
            let lost = more.firstIndex { piece in
                piece.candidate.map { shelf.candidates[$0].choice.withheld(at: piece.frames.lowerBound) != nil }
                    ?? false
            }
            guard let lost, lost > 0 else {
                pieces += more
                break
            }
            pieces += more[..<lost]
            lastStart = before
            for piece in more[..<lost] {
                if let candidate = piece.candidate {
                    lastStart[shelf.candidates[candidate].id] = piece.frames.lowerBound
                }
            }
            rest = more[lost].frames.lowerBound..<run.upperBound
        }
        return pieces
    }

    private mutating func fillOnce(_ run: Range<Int64>) -> [Piece] {
        var pieces: [Piece] = []
        var cursor = run.lowerBound
        while run.upperBound - cursor > Self.exactFrames {
            let rest = run.upperBound - cursor
            if let candidate = oldest(at: cursor, within: rest) {
                place(candidate, at: cursor, frames: shelf.candidates[candidate].length, &pieces)
                cursor = pieces[pieces.count - 1].frames.upperBound
            } else if let frame = nextChance(after: cursor), frame < run.upperBound - Self.exactFrames {
                pieces.append(Piece(candidate: nil, frames: cursor..<frame))
                cursor = frame
            } else {
                let start = run.upperBound - Self.exactFrames
                pieces.append(Piece(candidate: nil, frames: cursor..<start))
                cursor = start
            }
        }
        fillExactly(cursor..<run.upperBound, &pieces)
        return pieces
    }

    private mutating func place(_ candidate: Int, at frame: Int64, frames: Int64, _ pieces: inout [Piece]) {
        lastStart[shelf.candidates[candidate].id] = frame
        pieces.append(Piece(candidate: candidate, frames: frame..<frame + frames))
    }

    // MARK: Rules

    /// Whether an item may start at `frame`, or as late as `latest` when its place is not known yet.
    private func mayStart(_ number: Int, at frame: Int64, latest: Int64? = nil) -> Bool {
        let candidate = shelf.candidates[number]
        guard candidate.choice.withheld(at: frame) == nil else { return false }
        if !candidate.dayParts.isEmpty {
            let second = calendar.localSecond(of: frame)
            let inDay = ((second % 86_400) + 86_400) % 86_400
            guard candidate.dayParts.contains(where: { $0.contains(secondOfDay: inDay) }) else { return false }
        }
        guard candidate.notWithin > 0 else { return true }
        if let last = lastStart[candidate.id], frame - last < candidate.notWithin { return false }
        if frame - day.lowerBound < candidate.notWithin, candidate.rank % 2 == 1 { return false }
        if day.upperBound - (latest ?? frame) <= candidate.notWithin, candidate.rank % 2 == 0 { return false }
        return true
    }

    /// All that may start, those that have not aired for longest first, else in the order listed.
    private func eligible(in run: Range<Int64>) -> [Int] {
        shelf.candidates.indices.filter { mayStart($0, at: run.lowerBound, latest: run.upperBound) }.sorted { a, b in
            let (first, second) = (lastStart[shelf.candidates[a].id], lastStart[shelf.candidates[b].id])
            return (first ?? .min, a) < (second ?? .min, b)
        }
    }

    private func oldest(at frame: Int64, within frames: Int64) -> Int? {
        var best: (number: Int, last: Int64)?
        for number in shelf.candidates.indices where shelf.candidates[number].length <= frames {
            let last = lastStart[shelf.candidates[number].id] ?? .min
            if best.map({ last < $0.last }) ?? true, mayStart(number, at: frame) { best = (number, last) }
        }
        return best?.number
    }

    /// The next whole minute of the day on which a filler may start; `nil` when there is none.
    private func nextChance(after frame: Int64) -> Int64? {
        let minute = calendar.time.rate.nominal * 60
        var next = frame + minute
        while next < day.upperBound {
            if shelf.candidates.indices.contains(where: { mayStart($0, at: next) }) { return next }
            next += minute
        }
        return nil
    }

    // MARK: To the frame

    /// Fills at most `exactFrames`. Rules are judged on the first of them; an item with a `notWithin` is used once.
    private mutating func fillExactly(_ run: Range<Int64>, _ pieces: inout [Piece]) {
        let count = Int(run.upperBound - run.lowerBound)
        guard count > 0 else { return }
        let order = eligible(in: run)
        let sums = SubsetSum(
            target: count,
            parts: order.filter { shelf.candidates[$0].length <= Int64(count) }.map {
                SubsetSum.Part(
                    number: $0, length: Int(shelf.candidates[$0].length),
                    repeats: shelf.candidates[$0].notWithin == 0)
            })
        var chosen = sums.parts(to: sums.largest)
        var trimmed: Int?
        if sums.largest < count {
            let spare = order.filter { shelf.candidates[$0].mayTrim }
            search: for sum in sums.reachable(from: sums.largest).prefix(64) {
                let parts = sums.parts(to: sum)
                for number in spare where shelf.candidates[number].length >= Int64(count - sum) {
                    if shelf.candidates[number].notWithin > 0, parts.contains(number) { continue }
                    (chosen, trimmed) = (parts, number)
                    break search
                }
            }
        }
        var cursor = run.lowerBound
        for number in chosen {
            place(number, at: cursor, frames: shelf.candidates[number].length, &pieces)
            cursor += shelf.candidates[number].length
        }
        guard cursor < run.upperBound else { return }
        if let trimmed {
            place(trimmed, at: cursor, frames: run.upperBound - cursor, &pieces)
        } else {
            pieces.append(Piece(candidate: nil, frames: cursor..<run.upperBound))
        }
    }
}
