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

    /// One line, without its line end. `source` is the media path as its playlist has it, or `slate`; `always` are the marks over every
    /// frame.
    mutating func line(_ segment: Segment, media: String?, marks always: MarkSet) -> String {
        let isSlate: Bool
        var inFrame = "null"
        var reason = segment.withheld?.name
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
            + ",\"source\":\(Self.quoted(isSlate ? "slate" : media ?? ""))" + ",\"inFrame\":\(inFrame)"
            + ",\"reason\":\(reason.map(Self.quoted) ?? "null")"
            + ",\"marks\":[\(marks)]"
            + ",\"region\":\(region.isEmpty ? "null" : Self.quoted(region))}"
        digest.update(line.utf8)
        digest.update(CollectionOfOne(UInt8(ascii: "\n")))
        return line
    }

    /// The last line: SHA-256 of all lines before it, their line ends included.
    mutating func lastLine() -> String {
        let text = digest.finish().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        return "{\"digest\":\"\(text)\"}"
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
