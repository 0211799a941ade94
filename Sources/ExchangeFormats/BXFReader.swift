import Playlist
import PlaylistFormats
import Timecode

/// A schedule as BXF (SMPTE ST 2021-2): the primary events of one channel's day.
struct BXFReader {
    private let foreign: ForeignReading
    private var reading: DocumentReading { foreign.reading }

    init(_ foreign: ForeignReading) { self.foreign = foreign }

    /// Whether a namespace is BXF's, of whatever edition.
    static func isBXF(_ namespace: String) -> Bool {
        let parts = namespace.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 7 && namespace.hasPrefix("http://smpte-ra.org/schemas/2021/") && parts[6] == "BXF"
    }

    func document(_ root: XMLElement) -> DocumentNode? {
        guard root.name == "BxfMessage", root.namespace.isEmpty || Self.isBXF(root.namespace) else {
            reading.error(
                .foreignFormat, at: root.mark,
                "a BXF document is a BxfMessage of http://smpte-ra.org/schemas/2021/2008/BXF, not `\(root.name.prefix(60))`",
                "export the schedule as BXF")
            return nil
        }
        if root.namespace.isEmpty {
            foreign.notUsed("the message names no namespace: it is taken for BXF", at: root.mark)
        }
        refuseChanges(root)
        let schedules = root.all("BxfData").flatMap { data in
            refuseChanges(data)
            return data.all("Schedule")
        }
        guard let schedule = schedules.first else {
            reading.error(.noEvents, at: root.mark, "the message has no schedule", "export the schedule of one day")
            return nil
        }
        for more in schedules.dropFirst() {
            reading.error(.notSupported, at: more.mark, "a second schedule in one message", "one schedule a file")
        }
        refuseChanges(schedule)
        return read(schedule)
    }

    /// A message that changes a schedule is none that replaces it.
    private func refuseChanges(_ element: XMLElement) {
        guard let action = element.attribute("action"), action.lowercased() != "add" else { return }
        reading.error(
            .notSupported, at: element.mark, "`\(element.name)` says to \(action.prefix(40)), not to add",
            "export the whole schedule of the day")
    }

    private func read(_ schedule: XMLElement) -> DocumentNode {
        var day: (date: CivilDate, mark: SourceMark)?
        if let start = schedule.attribute("scheduleStart"), let date = CivilDate(String(start.prefix(10))) {
            day = (date, schedule.mark)
        }
        // Where the schedule starts before midnight, its first event says which broadcast day is meant.
        var isFirst = true
        var events: [DocumentNode] = []
        for item in schedule.all("ScheduledEvent") {
            reading.event = ""
            guard let data = item.first("EventData") else {
                reading.error(
                    .missingKey, at: item.mark, "a ScheduledEvent has no EventData", "export the schedule again")
                continue
            }
            refuseChanges(data)
            let kind = (data.attribute("eventType") ?? "Primary").lowercased()
            guard kind == "primary" else {
                if kind == "nonprimary" {
                    foreign.notUsed("a secondary event is not used", at: item.mark, "add it to the playlist by hand")
                } else if !kind.hasSuffix("programheader") {
                    foreign.notUsed("an event of the type `\(kind.prefix(40))` is not used", at: item.mark)
                }
                continue
            }
            var event = BXFEvent(foreign: foreign, item: item, data: data, day: isFirst ? nil : day?.date)
            if let node = event.node() { events.append(node) }
            if isFirst, let date = event.ownDay { day = (date, data.mark) }
            isFirst = false
        }
        let channel = schedule.first("Channel")
        let name = channel?.attribute("shortName")
        return .mapping(
            [
                ("qalqan", .word("1", at: schedule.mark)),
                ("channel", foreign.channel(name, at: channel?.mark ?? schedule.mark)),
                ("title", foreign.title(schedule.first("ScheduleName")?.value, at: schedule.mark)),
                ("day", day.map { .text("\($0.date)", at: $0.mark) }), ("events", .list(events, at: schedule.mark)),
            ], at: schedule.mark)
    }
}
