import Timecode

/// What aired on a broadcast day as a BXF message (SMPTE ST 2021-2, `BasicAsRun`), for a traffic system to reconcile.
public struct BXFAsRun {
    /// One stretch of one event, or of nothing that was planned.
    public struct Item: Hashable, Sendable {
        /// The playlist's identifier; empty where nothing was scheduled.
        public var event: String
        public var title: String
        /// Media path; empty for slates.
        public var source: String
        /// Why not as planned; empty where all went as planned.
        public var reason: String
        /// Whether the event's own media went out.
        public var aired: Bool
        /// Local label of the first frame.
        public var start: String
        public var frames: Int64
        /// Frames into the media.
        public var inFrame: Int64

        public init(
            event: String, title: String, source: String, reason: String, aired: Bool, start: String, frames: Int64,
            inFrame: Int64
        ) {
            self.event = event
            self.title = title
            self.source = source
            self.reason = reason
            self.aired = aired
            self.start = start
            self.frames = frames
            self.inFrame = inFrame
        }
    }

    /// - Parameter made: when the report was made, ISO 8601.
    /// - Parameter start: first instant of the day as a local label with its date; `end`: the first one after it.
    public static func text(
        _ items: [Item], channel: String, day: CivilDate, start: String, end: String, made: String, rate: FrameRate
    ) -> String {
        let seed = "\(channel) \(day) " + items.map { "\($0.event) \($0.start) \($0.frames)" }.joined(separator: " ")
        let message = BXFMessage(
            channel: channel, day: day, start: start, end: end, made: made, seed: seed, usage: "AsRun")
        return message.text { writer in
            for item in items where !item.event.isEmpty { write(item, to: &writer, day: day, rate: rate) }
        }
    }

    private static func write(_ item: Item, to writer: inout XMLWriter, day: CivilDate, rate: FrameRate) {
        func label(_ frames: Int64) -> String {
            let most = ForeignReading.mostSeconds * rate.nominal
            return
                "\(TimecodeLabel(frameCount: min(max(0, frames), most), rate: rate, dropFrame: rate.allowsDropFrame))"
        }
        writer.element("AsRun") { writer in
            writer.element("BasicAsRun") { writer in
                writer.element("AsRunEventId") { writer in
                    writer.element("EventId", text: BXFEventID.urn(item.event))
                    if !BXFEventID.isUUID(item.event) { writer.element("BillingReferenceCode", text: item.event) }
                }
                writer.element("Content") { writer in
                    writer.element("ContentId") { $0.element("HouseNumber", text: houseNumber(item.source)) }
                    writer.element("Name", text: item.title.isEmpty ? item.event : item.title)
                    if !item.reason.isEmpty { writer.element("Description", text: item.reason) }
                    writer.element("Media") { writer in
                        writer.element("MediaLocation") { writer in
                            writer.element("SOM") { $0.element("SmpteTimeCode", text: label(item.inFrame)) }
                            writer.bxfDuration(label(item.frames), rate: rate)
                        }
                    }
                }
                writer.element("AsRunDetail") { writer in
                    writer.element("Status", text: status(item))
                    writer.element("Type", text: "Primary")
                    writer.bxfStart(item.start, day: day, rate: rate)
                    writer.bxfDuration(label(item.frames), rate: rate)
                }
            }
        }
    }

    private static func status(_ item: Item) -> String {
        guard item.aired else { return "Did Not Air" }
        return item.reason.isEmpty ? "Aired Without Discrepancy" : "Aired With Discrepancy"
    }

    /// A file's name without its folders and its ending, which is what traffic systems know media by.
    static func houseNumber(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
