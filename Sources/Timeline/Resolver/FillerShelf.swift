import Playlist
import Timecode

/// The fillers that may air in this region, with their rules, in the order listed.
struct FillerShelf {
    struct Candidate {
        var id: String
        var title: String
        /// The document it is in; empty for the channel's own.
        var file: String
        var mark: SourceMark
        var choice: MediaChoice
        /// Frames; `Int64.max` for a still that may be trimmed.
        var length: Int64
        var mayTrim: Bool
        /// Frames from one start to the next; 0 = no such rule.
        var notWithin: Int64
        var dayParts: [DayPart]
        /// Its place in its pool: even ones serve the start of the broadcast day, odd ones its end, as far as `notWithin` goes.
        var rank: Int
    }

    private let rate: FrameRate
    private let region: String
    private let languages: [String]
    private(set) var candidates: [Candidate] = []
    private(set) var problems: [Diagnostic] = []
    private var ids: Set<String> = []

    /// `languages` are the channel's own.
    init(rate: FrameRate, region: String, languages: [String]) {
        self.rate = rate
        self.region = region
        self.languages = languages
    }

    /// Whether there is, or was, anything to fill with at all.
    var isUseful: Bool { !candidates.isEmpty }

    mutating func add(_ pools: [FillerPool], of document: PlaylistDocument?, table: inout MediaTable) {
        let languages = document.flatMap { RegionName.entry(of: region, in: $0.languages) } ?? self.languages
        for pool in pools where pool.serves(region: region) {
            let gap = notWithin(pool, document?.file ?? "")
            for (rank, item) in pool.items.enumerated() {
                var chooser = MediaChooser(rate: rate, file: document?.file ?? "", event: item.id)
                let choice = chooser.choice(item.source, category: pool.category, at: item.mark, in: &table)
                let length =
                    chooser.frames(item.duration, at: item.mark) ?? choice.rest
                    ?? choice.record.former.lazy.compactMap { choice.rest(at: $0.until - 1) }.first
                    ?? (item.mayTrim && choice.standing.asset?.isStill == true ? .max : nil)
                problems += chooser.problems
                // What might air once decided what is over.
                let mightAir = choice.record.former.contains { $0.facts.refusal == nil }
                guard mightAir || choice.standing.facts.refusal == nil else { continue }
                guard let length, length > 0 else {
                    problems.append(
                        Diagnostic(
                            .filler, severity: .warning, file: chooser.file, mark: item.mark, event: item.id,
                            message: "this filler is never picked: its length is not known",
                            remedy:
                                "give it a `duration`, or seal the media; a still needs a `duration` or `trim: true`"))
                    continue
                }
                guard ids.insert(item.id).inserted else { continue }
                candidates.append(
                    Candidate(
                        id: item.id, title: item.titles.text(in: languages) ?? item.id, file: chooser.file,
                        mark: item.mark, choice: choice, length: length, mayTrim: item.mayTrim, notWithin: gap,
                        dayParts: pool.dayParts, rank: rank))
            }
        }
    }

    /// The rule in frames: at most 12 hours, so that it can be kept from one broadcast day to the next.
    private mutating func notWithin(_ pool: FillerPool, _ file: String) -> Int64 {
        guard let amount = pool.notWithin else { return 0 }
        let most = (try? FrameAmount.seconds(43_200).frames(at: rate)) ?? 0
        let frames = (try? amount.frames(at: rate)) ?? .max
        guard frames > most else { return frames }
        problems.append(
            Diagnostic(
                .filler, severity: .warning, file: file, mark: pool.items.first?.mark ?? .none, event: pool.id,
                message: "`notWithin: \(amount)` is more than 12 hours: 12 hours are kept",
                remedy: "use a longer pool and a shorter `notWithin`"))
        return most
    }
}
