import PlayoutCore

/// A run of frames that went out alike.
package struct OutputRun: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        /// A file; its media frame minus the house frame, the same for the whole run.
        case file(Int, alignment: Int64)
        case slate(UInt32)
        /// Not published at all.
        case lost
    }

    package var first: Int64
    /// First frame after it.
    package var end: Int64
    package var source: Source
    /// The event as the timeline names it; empty where nothing is scheduled.
    package var event: String
    /// Whether the ladder says that this is a fall.
    package var isFallen: Bool
    /// A picture was shown that its decoder had not made, or not from good bytes.
    package var isTorn = false

    package var frames: Int64 { end - first }
}

/// A closed row of the as-run.
package struct AsRunRow: Hashable, Sendable {
    package var kind: AsRunNote.Kind
    package var event: String
    package var role: AsRunNote.Role
    package var reason: UInt32
    package var first: Int64
    package var last: Int64
    package var mediaFrame: Int64
}

/// What went out of a simulated channel, and what it wrote down.
package struct Output: Sendable {
    package var runs: [OutputRun] = []
    package var rows: [AsRunRow] = []
    /// Frames that were decided one by one; the others were gone over where nothing changed.
    package var steps = 0

    mutating func append(_ frames: Range<Int64>, _ source: OutputRun.Source, _ event: String, fallen: Bool, torn: Bool)
    {
        if let last = runs.last, last.end == frames.lowerBound, last.source == source, last.isFallen == fallen,
            last.isTorn == torn, last.event == event
        {
            runs[runs.count - 1].end = frames.upperBound
        } else {
            runs.append(
                OutputRun(
                    first: frames.lowerBound, end: frames.upperBound, source: source, event: event, isFallen: fallen,
                    isTorn: torn))
        }
    }

    /// FNV-1a over runs and rows: the same for the same seed on every machine.
    package var digest: UInt64 {
        var hash = Digest()
        for run in runs {
            hash.add(run.first)
            hash.add(run.end)
            switch run.source {
            case .file(let file, let alignment):
                hash.add(Int64(file))
                hash.add(alignment)
            case .slate(let reason): hash.add(-Int64(reason) - 1)
            case .lost: hash.add(-1)
            }
            hash.add(run.event)
            hash.add(run.isFallen ? 1 : 0)
        }
        for row in rows {
            hash.add(Int64(row.kind.rawValue) << 8 | Int64(row.role.rawValue))
            hash.add(Int64(row.reason))
            hash.add(row.first)
            hash.add(row.last)
            hash.add(row.mediaFrame)
            hash.add(row.event)
        }
        return hash.value
    }
}

/// FNV-1a, 64 bits.
struct Digest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { for byte in $0 { add(byte) } }
    }

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(UInt8(0))
    }

    private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
}
