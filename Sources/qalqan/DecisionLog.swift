import Playlist
import Timecode
import Timeline
import TrustDigest

/// The programme as text: one JSON line a segment, and a last line with the digest of them all.
struct DecisionLog {
    let calendar: ChannelCalendar
    let region: String
    private var digest = SHA256Stream()

    init(calendar: ChannelCalendar, region: String) {
        self.calendar = calendar
        self.region = region
    }

    /// One line, without its line end. `source` is the media path as its playlist has it, or `slate`; `reason` names the slate,
    /// why the event's own media do not air, or the first of `decisions`; `always` are the marks over every frame.
    mutating func line(_ segment: Segment, _ event: ResolvedEvent?, marks always: MarkSet) -> String {
        let isSlate: Bool
        var inFrame = "null"
        var reason = segment.withheld?.name ?? event?.decisions.first?.code.rawValue
        switch segment.source {
        case .asset(_, let frame):
            isSlate = false
            inFrame = "\(frame)"
        case .slate(let slate):
            isSlate = true
            reason = slate.name
        }
        let marks = always.union(isSlate ? [] : segment.marks).names.map(Self.quoted).joined(separator: ",")
        let line =
            "{\"firstFrame\":\(segment.firstFrame),\"lastFrame\":\(segment.endFrame - 1)"
            + ",\"timecode\":\(Self.quoted(calendar.timecode(of: segment.firstFrame)))"
            + ",\"utc\":\(Self.quoted(calendar.utcText(of: segment.firstFrame)))"
            + ",\"event\":\(segment.event.isEmpty ? "null" : Self.quoted(segment.event))"
            + ",\"source\":\(Self.quoted(isSlate ? "slate" : event?.media ?? ""))" + ",\"inFrame\":\(inFrame)"
            + ",\"reason\":\(reason.map(Self.quoted) ?? "null")"
            + ",\"marks\":[\(marks)]"
            + ",\"region\":\(region.isEmpty ? "null" : Self.quoted(region))" + extras(event) + "}"
        digest.update(line.utf8)
        digest.update(CollectionOfOne(UInt8(ascii: "\n")))
        return line
    }

    /// An event that gets no frame: when its turn was over, and why. Counts into the digest.
    mutating func line(_ event: OmittedEvent) -> String {
        let reason = event.withheld.map { ",\"withheld\":\(Self.quoted($0.name))" } ?? ""
        let by = event.decision.by.isEmpty ? "" : ",\"by\":\(Self.quoted(event.decision.by))"
        let line =
            "{\"omitted\":\(Self.quoted(event.id)),\"frame\":\(event.frame)"
            + ",\"timecode\":\(Self.quoted(calendar.timecode(of: event.frame)))"
            + ",\"source\":\(Self.quoted(event.media)),\"reason\":\(Self.quoted(event.decision.code.rawValue))"
            + reason + by + "}"
        digest.update(line.utf8)
        digest.update(CollectionOfOne(UInt8(ascii: "\n")))
        return line
    }

    /// Keys that are there when there is something to say: `decisions`, `secondary`, `fills`, `window`.
    private func extras(_ event: ResolvedEvent?) -> String {
        guard let event else { return "" }
        var text = ""
        if !event.decisions.isEmpty {
            let decisions = event.decisions.map { decision in
                "{\"code\":\(Self.quoted(decision.code.rawValue)),\"frames\":\(decision.frames)"
                    + (decision.by.isEmpty ? "" : ",\"by\":\(Self.quoted(decision.by))") + "}"
            }
            text += ",\"decisions\":[\(decisions.joined(separator: ","))]"
        }
        if event.isFiller { text += ",\"fills\":\(event.standsFor.isEmpty ? "null" : Self.quoted(event.standsFor))" }
        if !event.window.isEmpty { text += ",\"window\":\(Self.quoted(event.window))" }
        if !event.secondary.isEmpty {
            let secondary = event.secondary.map { secondary in
                "{\"kind\":\(Self.quoted(secondary.kind.name)),\"value\":\(Self.quoted(secondary.kind.value))"
                    + (secondary.isLost
                        ? ",\"lost\":true}"
                        : ",\"firstFrame\":\(secondary.frames.lowerBound)"
                            + ",\"lastFrame\":\(secondary.frames.upperBound - 1)}")
            }
            text += ",\"secondary\":[\(secondary.joined(separator: ","))]"
        }
        return text
    }

    /// The last line: SHA-256 of all lines before it, their line ends included, and the version of the tz database that they
    /// were resolved with.
    mutating func lastLine() -> String {
        let text = digest.finish().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        return "{\"digest\":\"\(text)\",\"timeZone\":\(Self.quoted(calendar.zone.name))"
            + ",\"timeZoneVersion\":\(Self.quoted(calendar.zone.version))}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
