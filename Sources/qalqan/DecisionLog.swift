import Glibc
import Playlist
import Timecode
import Timeline
import TrustDigest

/// The programme as text on standard output: one JSON line a segment, and a last line with the digest of them all.
///
/// Lines go out as they come: a year costs no more memory than a day.
struct DecisionLog {
    let calendar: ChannelCalendar
    let region: String
    private var digest = SHA256Stream()
    /// Whole lines that are not written yet, and the one that is being made.
    private var text: [UInt8] = []
    private var lineStart = 0

    private static let most = 1 << 16

    init(calendar: ChannelCalendar, region: String) {
        self.calendar = calendar
        self.region = region
        text.reserveCapacity(2 * Self.most)
    }

    /// One line a segment. `source` is the media path as its playlist has it, or `slate`; `reason` names the slate, why the
    /// event's own media do not air, or the first of `decisions`; `always` are the marks over every frame.
    mutating func add(_ segment: Segment, _ event: ResolvedEvent?, marks always: MarkSet, isFallen: Bool = false) {
        let isSlate: Bool
        var inFrame: Int64?
        var reason = segment.withheld?.name ?? event?.decisions.first?.code.rawValue
        switch segment.source {
        case .asset(_, let frame):
            isSlate = false
            inFrame = frame
        case .slate(let slate):
            isSlate = true
            reason = slate.name
        }
        addPlace(segment)
        put(",\"source\":", quoted: isSlate ? "slate" : event?.media ?? "")
        if let inFrame { put(",\"inFrame\":", inFrame) } else { put(",\"inFrame\":null") }
        put(",\"reason\":", quoted: reason)
        put(",\"marks\":[")
        put(list: always.union(isSlate ? [] : segment.marks).names) { $0.put("", quoted: $1) }
        put("],\"region\":", quoted: region.isEmpty ? nil : region)
        if isFallen { put(",\"fallen\":true") }
        if let event { addExtras(event) }
        endLine()
    }

    /// Frames of a segment that were never published.
    mutating func addLost(_ segment: Segment) {
        addPlace(segment)
        put(
            ",\"source\":null,\"inFrame\":null,\"reason\":\"lost\",\"marks\":[],\"region\":",
            quoted: region.isEmpty ? nil : region)
        endLine()
    }

    private mutating func addPlace(_ segment: Segment) {
        put("{\"firstFrame\":", segment.firstFrame)
        put(",\"lastFrame\":", segment.endFrame - 1)
        put(",\"timecode\":", quoted: calendar.timecode(of: segment.firstFrame))
        put(",\"utc\":", quoted: calendar.utcText(of: segment.firstFrame))
        put(",\"event\":", quoted: segment.event.isEmpty ? nil : segment.event)
    }

    /// An event that gets no frame: when its turn was over, and why.
    mutating func add(_ event: OmittedEvent) {
        put("{\"omitted\":", quoted: event.id)
        put(",\"frame\":", event.frame)
        put(",\"timecode\":", quoted: calendar.timecode(of: event.frame))
        put(",\"source\":", quoted: event.media)
        put(",\"reason\":", quoted: event.decision.code.rawValue)
        if let reason = event.withheld { put(",\"withheld\":", quoted: reason.name) }
        if !event.decision.by.isEmpty { put(",\"by\":", quoted: event.decision.by) }
        endLine()
    }

    /// Keys that are there when there is something to say: `decisions`, `secondary`, `fills`, `window`.
    private mutating func addExtras(_ event: ResolvedEvent) {
        if !event.decisions.isEmpty {
            put(",\"decisions\":[")
            put(list: event.decisions) { log, decision in
                log.put("{\"code\":", quoted: decision.code.rawValue)
                log.put(",\"frames\":", decision.frames)
                if !decision.by.isEmpty { log.put(",\"by\":", quoted: decision.by) }
                log.put("}")
            }
            put("]")
        }
        if event.isFiller { put(",\"fills\":", quoted: event.standsFor.isEmpty ? nil : event.standsFor) }
        if !event.window.isEmpty { put(",\"window\":", quoted: event.window) }
        if !event.secondary.isEmpty {
            put(",\"secondary\":[")
            put(list: event.secondary) { log, secondary in
                log.put("{\"kind\":", quoted: secondary.kind.name)
                log.put(",\"value\":", quoted: secondary.kind.value)
                if secondary.isLost {
                    log.put(",\"lost\":true}")
                } else {
                    log.put(",\"firstFrame\":", secondary.frames.lowerBound)
                    log.put(",\"lastFrame\":", secondary.frames.upperBound - 1)
                    log.put("}")
                }
            }
            put("]")
        }
    }

    /// The last line: SHA-256 of all lines before it, their line ends included, and the version of the tz database that they
    /// were resolved with.
    mutating func finish() {
        let digest = digest.finish().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        put("{\"digest\":", quoted: digest)
        put(",\"timeZone\":", quoted: calendar.zone.name)
        put(",\"timeZoneVersion\":", quoted: calendar.zone.version)
        endLine()
        flush()
    }

    // MARK: Text

    private mutating func endLine() {
        put("}\n")
        text[lineStart...].withUnsafeBytes { digest.update($0) }
        lineStart = text.count
        if text.count >= Self.most { flush() }
    }

    /// Writes what is whole. Nobody may be left to read it (`| head`): then the rest is for nobody.
    mutating func flush() {
        var written = 0
        while written < text.count {
            let count = text[written...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            written += count
        }
        text.removeAll(keepingCapacity: true)
        lineStart = 0
    }

    private mutating func put(_ words: StaticString) {
        words.withUTF8Buffer { text.append(contentsOf: $0) }
    }

    private mutating func put(_ words: StaticString, _ number: Int64) {
        put(words)
        text.append(contentsOf: "\(number)".utf8)
    }

    private mutating func put<Element>(list: [Element], item: (inout DecisionLog, Element) -> Void) {
        for (index, element) in list.enumerated() {
            if index > 0 { put(",") }
            item(&self, element)
        }
    }

    private mutating func put(_ words: StaticString, quoted string: String?) {
        put(words)
        guard let string else { return put("null") }
        put("\"")
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                text.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            default: text.append(byte)
            }
        }
        put("\"")
    }
}
