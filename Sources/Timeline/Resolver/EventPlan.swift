import Playlist
import Timecode

/// What one event is in this region, worked out once for all its occurrences.
struct EventPlan {
    /// A medium, its in-point in channel frames, and what is known of it.
    struct Choice {
        var use: MediaUse
        var inFrame: Int64
        var standing: MediaStanding

        /// Why it may not start at `frame`; `nil` when it may.
        func withheld(at frame: Int64) -> SlateReason? {
            if let withheld = standing.withheld { return withheld }
            if standing.asset == nil { return .missing }
            return frame < standing.notBeforeFrame || frame > standing.notAfterFrame ? .rights : nil
        }
    }

    var document: Int
    var event: PlaylistEvent
    var title: String
    /// Not in this region's list.
    var isSkipped: Bool
    var main: Choice
    var alternate: Choice?
    /// Frames on the output; `nil` when neither the document nor a seal says.
    var length: Int64?
    var diagnostics: [Diagnostic] = []

    /// The plan of an event of document number `document`.
    init(_ event: PlaylistEvent, document: Int, file: String, inputs: ScheduleInputs) {
        let rate = inputs.calendar.time.rate
        var problems: [Diagnostic] = []
        func frames(_ amount: FrameAmount?, at mark: SourceMark) -> Int64? {
            guard let amount else { return nil }
            do { return try amount.frames(at: rate) } catch {
                problems.append(
                    Diagnostic(
                        .amount, file: file, mark: mark, event: event.id, message: error.description,
                        remedy: "correct it for the channel's \(rate) frames per second"))
                return nil
            }
        }
        func choice(_ source: MediaSource, at mark: SourceMark) -> Choice {
            let use = MediaUse(media: source.media, category: event.category)
            return Choice(
                use: use, inFrame: frames(source.inPoint, at: mark) ?? 0,
                standing: inputs.media[use] ?? .missing)
        }
        self.document = document
        self.event = event
        title = event.titles.text(in: inputs.languages) ?? event.id
        let change = Self.change(of: event, in: inputs.region)
        isSkipped = change == .skip
        var source = event.source
        var duration = event.duration
        var spare = event.alternate
        if case .replace(let media, let length, let alternate) = change {
            source = media ?? source
            duration = length ?? duration
            spare = alternate ?? spare
        }
        main = choice(source, at: event.marks.inPoint)
        alternate = spare.map { choice($0, at: event.marks.event) }
        length =
            frames(duration, at: event.marks.duration)
            ?? Self.rest(of: main) ?? alternate.flatMap { Self.rest(of: $0) }
        diagnostics = problems
    }

    /// What is left of a medium after its in-point.
    private static func rest(of choice: Choice) -> Int64? {
        guard let length = choice.standing.lengthFrames, length > choice.inFrame else { return nil }
        return length - choice.inFrame
    }

    /// The change for a region: its own, or that of the country it is a part of.
    static func change(of event: PlaylistEvent, in region: String) -> RegionalChange? {
        if let own = event.regions[region] { return own }
        guard let dash = region.firstIndex(of: "-") else { return nil }
        return event.regions[String(region[..<dash])]
    }

    /// What airs when the event starts at `frame`: a choice, and why it is not the event's own.
    func decision(at frame: Int64) -> (choice: Choice?, isAlternate: Bool, withheld: SlateReason?) {
        guard let reason = main.withheld(at: frame) else { return (main, false, nil) }
        if let alternate, alternate.withheld(at: frame) == nil { return (alternate, true, reason) }
        return (nil, false, reason)
    }
}
