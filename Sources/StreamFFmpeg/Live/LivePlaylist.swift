/// The media playlist of a live stream, as text and as data (RFC 8216, 4.3).
struct LivePlaylist: Hashable {
    struct Entry: Hashable {
        /// Segment *s* holds the house frames from `s x framesPerSegment` on, whichever run of the encoder made it.
        let sequence: Int64
        let microseconds: Int64
        /// UTC of its first frame.
        let date: String
        /// Name of the initialization segment it is read with.
        let map: String
        /// Whether its media was never made: players skip it.
        var isGap = false
        /// Whether it is coded otherwise than the one before.
        var isDiscontinuous = false
    }

    var targetSeconds: Int64
    var mostEntries: Int
    private(set) var entries: [Entry] = []
    private var discontinuities: Int64 = 0

    init(targetSeconds: Int64, mostEntries: Int) {
        self.targetSeconds = targetSeconds
        self.mostEntries = mostEntries
    }

    static func fileName(_ sequence: Int64) -> String { "segment-\(sequence).m4s" }

    /// Adds a segment; what is missing since the last one becomes gaps. Returns the entries that left the list.
    mutating func append(_ entry: Entry) -> [Entry] {
        var entry = entry
        var gone: [Entry] = []
        if let last = entries.last {
            if entry.sequence <= last.sequence {
                // The house clock has been set back, or the same segment is made again: what follows it is void.
                entries.removeAll { $0.sequence >= entry.sequence }
            }
        }
        if let last = entries.last {
            if entry.sequence - last.sequence > Int64(mostEntries) {
                gone = entries
                discontinuities += Int64(entries.count { $0.isDiscontinuous }) + 1
                entries = []
            } else {
                for sequence in last.sequence + 1..<max(entry.sequence, last.sequence + 1) {
                    entries.append(
                        Entry(
                            sequence: sequence, microseconds: targetSeconds * 1_000_000, date: "", map: last.map,
                            isGap: true))
                }
                entry.isDiscontinuous = entry.map != last.map
            }
        }
        entries.append(entry)
        while entries.count > mostEntries {
            let first = entries.removeFirst()
            if first.isDiscontinuous { discontinuities += 1 }
            gone.append(first)
        }
        return gone
    }

    var text: String {
        var lines = [
            "#EXTM3U", "#EXT-X-VERSION:8", "#EXT-X-TARGETDURATION:\(targetSeconds)",
            "#EXT-X-MEDIA-SEQUENCE:\(entries.first?.sequence ?? 0)",
            "#EXT-X-DISCONTINUITY-SEQUENCE:\(discontinuities)", "#EXT-X-INDEPENDENT-SEGMENTS",
        ]
        var map = ""
        for entry in entries {
            if entry.isDiscontinuous { lines.append("#EXT-X-DISCONTINUITY") }
            if entry.map != map {
                map = entry.map
                lines.append("#EXT-X-MAP:URI=\"\(map)\"")
            }
            if entry.isGap { lines.append("#EXT-X-GAP") }
            if !entry.date.isEmpty { lines.append("#EXT-X-PROGRAM-DATE-TIME:\(entry.date)") }
            let rest = String(entry.microseconds % 1_000_000)
            let padded = String(repeating: "0", count: 6 - rest.count) + rest
            lines.append("#EXTINF:\(entry.microseconds / 1_000_000).\(padded),")
            lines.append(Self.fileName(entry.sequence))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Takes up the list of an earlier run; whatever is not such a list is passed over.
    mutating func restore(_ text: String, exists: (String) -> Bool) {
        var (date, map) = ("", "")
        var (isGap, isDiscontinuous) = (false, false)
        var microseconds: Int64?
        func value(_ line: Substring, _ tag: String) -> Substring? {
            line.hasPrefix(tag) ? line.dropFirst(tag.count) : nil
        }
        for line in text.split(separator: "\n") {
            if let found = value(line, "#EXT-X-DISCONTINUITY-SEQUENCE:") {
                discontinuities = Int64(found) ?? 0
            } else if line == "#EXT-X-DISCONTINUITY" {
                isDiscontinuous = true
            } else if let found = value(line, "#EXT-X-MAP:URI=\"") {
                map = String(found.prefix { $0 != "\"" })
            } else if line == "#EXT-X-GAP" {
                isGap = true
            } else if let found = value(line, "#EXT-X-PROGRAM-DATE-TIME:") {
                date = String(found)
            } else if let found = value(line, "#EXTINF:") {
                let parts = found.prefix { $0 != "," }.split(separator: ".")
                if parts.count == 2, let whole = Int64(parts[0]), let rest = Int64(parts[1]), parts[1].count == 6 {
                    microseconds = whole * 1_000_000 + rest
                }
            } else if !line.hasPrefix("#"), let length = microseconds,
                let sequence = Int64(line.dropFirst("segment-".count).prefix { $0 != "." }),
                line == Self.fileName(sequence), entries.last.map({ $0.sequence + 1 == sequence }) ?? true
            {
                entries.append(
                    Entry(
                        sequence: sequence, microseconds: length, date: date, map: map,
                        isGap: isGap || !exists(Self.fileName(sequence)), isDiscontinuous: isDiscontinuous))
                (date, isGap, isDiscontinuous, microseconds) = ("", false, false, nil)
            }
        }
    }
}
