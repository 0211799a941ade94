import Playlist
import PlaylistFormats
import Timecode

/// One primary event of a BXF schedule in the playlist's own keys.
struct BXFEvent {
    let foreign: ForeignReading
    let item: XMLElement
    let data: XMLElement
    /// The schedule's broadcast day as far as it is known; `nil` lets the event say it.
    let day: CivilDate?
    /// The day that the event itself names.
    private(set) var ownDay: CivilDate?

    private var reading: DocumentReading { foreign.reading }
    private var rate: FrameRate { foreign.settings.rate }

    init(foreign: ForeignReading, item: XMLElement, data: XMLElement, day: CivilDate?) {
        self.foreign = foreign
        self.item = item
        self.data = data
        self.day = day
    }

    mutating func node() -> DocumentNode? {
        let content = item.first("Content")
        let id = identifier(content)
        reading.event = id.scalar ?? ""
        let start = start()
        let location = content?.first("Media", "MediaLocation")
        var title =
            content?.first("Name") ?? data.first("EventTitle")
            ?? data.first("PrimaryEvent", "ProgramEvent", "ProgramName")
        // A programme has a name; one that only repeats the identifier is none.
        if title?.name == "ProgramName", title?.value == id.scalar { title = nil }
        let kind = data.first("PrimaryEvent", "NonProgramEvent", "Details", "AdType")
        return .mapping(
            [
                ("id", id), ("title", foreign.title(title?.value, at: title?.mark ?? item.mark)),
                ("category", foreign.category(kind?.value?.lowercased(), at: kind?.mark ?? item.mark)),
                ("start", start), ("media", media(content, location)),
                ("in", location.flatMap { inPoint($0) }), ("duration", length(location)),
            ], at: item.mark)
    }

    private func identifier(_ content: XMLElement?) -> DocumentNode {
        let element = data.first("EventId", "EventId")
        if let element, let text = element.value {
            var id = BXFEventID.identifier(text)
            // What was exported from here finds its own identifier again, as the key it was to be billed under.
            if let own = data.first("EventId", "BillingReferenceCode")?.value, BXFEventID.urn(own) == text { id = own }
            if EventNames.isIdentifier(id) {
                foreign.names.reserve(id)
                return .text(id, at: element.mark)
            }
        }
        let name = content?.first("ContentId", "HouseNumber")?.value ?? content?.first("Name")?.value ?? ""
        return .text(foreign.names.make(name), at: item.mark)
    }

    // MARK: Media

    private func media(_ content: XMLElement?, _ location: XMLElement?) -> DocumentNode {
        if let path = location?.first("Location", "AssetServer", "PathName"), let text = path.value {
            return foreign.media(text, at: path.mark)
        }
        if let file = location?.first("Location", "AssetServer", "FileName"), let text = file.value {
            return foreign.media(text, at: file.mark)
        }
        guard let house = content?.first("ContentId", "HouseNumber"), let number = house.value else {
            reading.error(
                .mediaPath, at: content?.mark ?? item.mark, "the event names neither a file nor a house number",
                "give its Content a MediaLocation or a HouseNumber")
            return ForeignReading.refusedMedia(at: item.mark)
        }
        if foreign.settings.houseEnding.isEmpty {
            foreign.notUsed(
                "no file is named: the house number is taken for the file's name", at: house.mark,
                "say what comes behind it with --house-ending .mxf")
        }
        return foreign.media(number + foreign.settings.houseEnding, at: house.mark)
    }

    // MARK: Times

    private func timecode(_ element: XMLElement, _ what: String) -> (code: BXFTimecode, mark: SourceMark)? {
        let smpte = element.name == "SmpteDateTime" ? element : element.first("SmpteDuration") ?? element
        guard let text = smpte.first("SmpteTimeCode"), let value = text.value else {
            reading.error(.missingKey, at: element.mark, "\(what) has no SmpteTimeCode", "write HH:MM:SS:FF")
            return nil
        }
        let frameRate = smpte.attribute("frameRate") ?? text.attribute("frameRate")
        guard let code = BXFTimecode(value, frameRate: frameRate) else {
            reading.error(
                .label, at: text.mark, "\(what) is not a time code: `\(value.prefix(40))`", "write it as HH:MM:SS:FF")
            return nil
        }
        if let frameRate, code.rate == nil {
            reading.error(
                .wrongValue, at: smpte.mark, "`\(frameRate.prefix(40))` is not a frame rate", "write it as 25 or 29.97")
            return nil
        }
        return (code, text.mark)
    }

    private func frames(_ element: XMLElement, _ what: String) -> (frames: Int64, mark: SourceMark)? {
        guard let (code, mark) = timecode(element, what) else { return nil }
        if let frames = code.frames(at: rate) { return (frames, mark) }
        let at = code.rate.map { " at \($0)" } ?? ""
        reading.error(
            .inexactTime, at: mark, "\(what) `\(code.label)`\(at) is not a whole number of frames at \(rate)",
            "export the schedule at the channel's rate, or name the rate with --rate or --config")
        return nil
    }

    private mutating func start() -> DocumentNode? {
        let mode = data.first("StartMode")
        let kind = mode?.value?.lowercased() ?? "follow"
        let smpte = data.first("StartDateTime", "SmpteDateTime")
        let date = smpte?.attribute("broadcastDate").flatMap { $0.isEmpty ? nil : $0 }
        let time = smpte.flatMap { timecode($0, "the start") }
        let label = time.flatMap { $0.code.timeOfDay(at: rate) }
        if let smpte, let date { check(date, label, at: smpte.mark) }
        switch kind {
        case "follow", "sequential": return nil
        case "manual": return .text("manual", at: mode?.mark ?? item.mark)
        case "fixed", "hard", "time":
            guard let smpte else {
                reading.error(
                    .missingKey, at: mode?.mark ?? item.mark, "a fixed start has no StartDateTime", "say when it starts"
                )
                return nil
            }
            guard let time else { return nil }
            guard let label else {
                reading.error(
                    .label, at: time.mark, "`\(time.code.label)` is not a time of day at \(rate) frames per second",
                    "export the schedule at the channel's rate, or name the rate with --rate or --config")
                return nil
            }
            return .mapping([("at", .text("\(label)", at: time.mark))], at: smpte.mark)
        default:
            reading.error(
                .wrongValue, at: mode?.mark ?? item.mark, "`\(kind.prefix(40))` is not a start that is read",
                "StartMode is Fixed, Follow or Manual")
            return nil
        }
    }

    /// All events are of one broadcast day; the hours behind midnight may be dated to either of two.
    private mutating func check(_ text: String, _ label: TimecodeLabel?, at mark: SourceMark) {
        guard let date = CivilDate(text) else {
            reading.error(.date, at: mark, "`\(text.prefix(40))` is not a date", "write it as 2026-11-22")
            return
        }
        ownDay = date
        guard let day, date != day else { return }
        let isSmallHours = label.map { $0.wholeSeconds < foreign.settings.dayStart } ?? true
        if isSmallHours, date == day.adding(days: 1) { return }
        reading.error(
            .date, at: mark, "the event is of \(date), the schedule of \(day)", "export one broadcast day a file")
    }

    private func inPoint(_ location: XMLElement) -> DocumentNode? {
        guard let som = location.first("SOM"), let found = frames(som, "SOM"), found.frames > 0 else { return nil }
        return foreign.amount(found.frames, at: found.mark, "SOM")
    }

    /// What the schedule says, else what the media's own place says.
    private func length(_ location: XMLElement?) -> DocumentNode? {
        guard let element = data.first("LengthOption", "Duration") ?? location?.first("Duration"),
            let found = frames(element, "the duration")
        else { return nil }
        return foreign.amount(found.frames, at: found.mark, "the duration")
    }
}
