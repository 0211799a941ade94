import Playlist
import Timecode

/// A medium, its in-point in channel frames, and what is known of it.
struct MediaChoice {
    let record: MediaRecord
    var inFrame: Int64

    var use: MediaUse { record.use }
    var standing: MediaStanding { record.standing }

    /// What is left of it after its in-point; `nil` for a still, or when nothing vouches for a length.
    var rest: Int64? { rest(of: standing.lengthFrames) }

    /// The same by what was known of it on a frame.
    func rest(at frame: Int64) -> Int64? { rest(of: record.lengthFrames(at: frame)) }

    private func rest(of length: Int64?) -> Int64? {
        guard let length, length > inFrame else { return nil }
        return length - inFrame
    }

    /// Whether anything else was known of it before.
    var hasPast: Bool { !record.former.isEmpty }

    /// Why it may not start at `frame`; `nil` when it may.
    func withheld(at frame: Int64) -> SlateReason? {
        if hasPast { return record.facts(at: frame).withheld(at: frame) }
        if let withheld = standing.withheld { return withheld }
        return beyondRights(at: frame)
    }

    /// Why it could not start at `frame` as it was judged then: media that were recalled later began all the same.
    func withheld(startingAt frame: Int64) -> SlateReason? {
        guard let recalled = standing.recalledFrame, frame < recalled else { return withheld(at: frame) }
        return beyondRights(at: frame)
    }

    private func beyondRights(at frame: Int64) -> SlateReason? {
        if standing.asset == nil { return .missing }
        return frame < standing.notBeforeFrame || frame > standing.notAfterFrame ? .rights : nil
    }
}

extension MediaChoice {
    /// The frame on which it has to give way though it has begun: it was recalled, or its rights have ended.
    var end: (frame: Int64, reason: SlateReason) {
        let (after, overflow) = standing.notAfterFrame.addingReportingOverflow(1)
        let rights = overflow ? Int64.max : after
        guard let recalled = standing.recalledFrame, recalled < rights else { return (rights, .rights) }
        return (recalled, .recalled)
    }
}

/// Looks media up and turns their in-points into channel frames, collecting what is wrong with them.
struct MediaChooser {
    let rate: FrameRate
    let file: String
    var event = ""
    var problems: [Diagnostic] = []

    mutating func frames(_ amount: FrameAmount?, at mark: SourceMark) -> Int64? {
        guard let amount else { return nil }
        do { return try amount.frames(at: rate) } catch {
            problems.append(
                Diagnostic(
                    .amount, file: file, mark: mark, event: event, message: error.description,
                    remedy: "correct it for the channel's \(rate) frames per second"))
            return nil
        }
    }

    mutating func choice(
        _ source: MediaSource, category: String?, at mark: SourceMark, in table: inout MediaTable
    ) -> MediaChoice {
        let record = table.record(of: MediaUse(media: source.media, category: category))
        var inFrame = frames(source.inPoint, at: mark) ?? 0
        if let label = source.inTimecode { inFrame = inPoint(label, of: source.media, record.standing, at: mark) }
        return MediaChoice(record: record, inFrame: inFrame)
    }

    /// An in-point in the media's own timecode; 0, and said, where it cannot be found.
    private mutating func inPoint(
        _ label: TimecodeLabel, of media: String, _ standing: MediaStanding, at mark: SourceMark
    ) -> Int64 {
        guard standing.withheld == nil, standing.asset != nil else { return 0 }
        let problem: String
        if let timecode = standing.startTimecode {
            do { return try timecode.channelFrames(before: label, at: rate) } catch {
                switch error {
                case .otherCounting:
                    problem =
                        "\(media) counts in \(timecode.start.isDropFrame ? "" : "non-")drop-frame, as \(timecode.start)"
                case .label(let wrong): problem = wrong.description
                }
            }
        } else {
            problem = "\(media) has no start timecode that is known"
        }
        problems.append(
            Diagnostic(
                .mediaTimecode, severity: .warning, file: file, mark: mark, event: event,
                message: "its in-point \(label) cannot be found: \(problem); it airs from its first frame",
                remedy: "correct `inTimecode`, or give the offset as `in`"))
        return 0
    }
}
