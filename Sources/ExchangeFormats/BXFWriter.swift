import Playlist
import PlaylistFormats
import Timecode

/// A BXF schedule of one broadcast day: primary events, fixed, following or manual.
struct BXFWriter: ExchangeWriter {
    static let held: Set<String>? = ["id", "title", "media", "in", "duration"]
    static let heldOfDocument: Set<String>? = ["channel", "day", "title", "events"]

    let writing: ExchangeWriting
    /// Frames since the midnight that the running event starts at, as the day's clock counts them.
    private var position: Int64 = 0

    init(writing: ExchangeWriting) { self.writing = writing }

    private var rate: FrameRate { writing.settings.rate }

    mutating func text(_ document: PlaylistDocument) -> String {
        guard let day = writing.day else {
            writing.error(
                .notHeld, "a BXF schedule is one day's: the document names none",
                "give it a `day`, or name one with --day")
            return ""
        }
        position = frames(seconds: writing.settings.dayStart)
        let first = timeOfDay(position)
        // Positions depend on one another: the events are made in order, and written afterwards.
        let items = document.events.compactMap { item($0, day: day) }
        let title = document.titles.text(in: writing.languages)
        let message = BXFMessage(
            channel: document.channel ?? "channel", day: day, start: "\(day)T\(first)",
            end: "\(day.adding(days: 1))T\(first)", made: "\(day)T00:00:00", seed: PlaylistWriter.json(document),
            usage: "Schedule")
        return message.text { writer in
            if let title { writer.element("ScheduleName", text: title) }
            for item in items { item.write(&writer, rate: rate, day: day) }
        }
    }

    private mutating func item(_ event: PlaylistEvent, day: CivilDate) -> BXFScheduledEvent? {
        guard let inFrame = writing.inFrame(of: event), let length = writing.length(of: event) else { return nil }
        var mode = "Follow"
        switch event.start {
        case .follow: break
        case .manual: mode = "Manual"
        case .at(let label, let soft, let occurrence):
            mode = "Fixed"
            if soft != nil { writing.lose("`start` with `soft`", of: event) }
            if occurrence != nil { writing.lose("`start` with `occurrence`", of: event) }
            position = frames(seconds: label.wholeSeconds) + label.frames
        default: writing.lose("`start` counted from another event or from a cycle: it follows", of: event)
        }
        defer { position += length }
        var label = timeOfDay(position)
        if case .at(let own, _, _) = event.start { label = "\(own)" }
        return BXFScheduledEvent(
            event: event, title: writing.title(of: event), path: writing.path(event.source.media), mode: mode,
            start: label,
            length: amount(length), som: amount(inFrame))
    }

    private func amount(_ frames: Int64) -> String {
        "\(TimecodeLabel(frameCount: min(frames, ForeignReading.mostSeconds * rate.nominal), rate: rate, dropFrame: rate.allowsDropFrame))"
    }

    /// The label of a number of frames since midnight, round the clock.
    private func timeOfDay(_ frames: Int64) -> String {
        amount(frames % self.frames(seconds: 86_400))
    }

    /// The first frame that starts at or after so many seconds.
    private func frames(seconds: Int64) -> Int64 { scaledUp(seconds, by: rate.numerator, over: rate.denominator) }
}

/// One primary event, ready to be written.
struct BXFScheduledEvent {
    let event: PlaylistEvent
    let title: String?
    let path: String
    let mode: String
    let start: String
    let length: String
    let som: String

    func write(_ writer: inout XMLWriter, rate: FrameRate, day: CivilDate) {
        writer.element("ScheduledEvent") { writer in
            writer.element("EventData", ["eventType": "Primary", "action": "add"]) { writer in
                writer.element("EventId") { writer in
                    writer.element("EventId", text: BXFEventID.urn(event.id))
                    if !BXFEventID.isUUID(event.id) { writer.element("BillingReferenceCode", text: event.id) }
                }
                writer.element("PrimaryEvent") { writer in
                    writer.element("ProgramEvent") { writer in
                        writer.element("SegmentNumber", text: "0")
                        writer.element("ProgramName", text: title ?? event.id)
                    }
                }
                writer.bxfStart(start, day: day, rate: rate)
                writer.element("LengthOption") { $0.bxfDuration(length, rate: rate) }
                writer.element("StartMode", text: mode)
                writer.element("EndMode", text: "Duration")
            }
            writer.element("Content") { writer in
                writer.element("ContentId") {
                    $0.element("HouseNumber", text: BXFAsRun.houseNumber(event.source.media))
                }
                if let title { writer.element("Name", text: title) }
                writer.element("Media") { writer in
                    writer.element("MediaLocation") { writer in
                        writer.element("Location") { writer in
                            writer.element("AssetServer", ["playoutAllowed": "true", "fileTransferAllowed": "false"]) {
                                $0.element("PathName", text: path)
                            }
                        }
                        writer.element("SOM") { $0.element("SmpteTimeCode", text: som) }
                        writer.bxfDuration(length, rate: rate)
                    }
                }
            }
        }
    }
}
