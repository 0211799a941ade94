import Realtime

/// The end of the log as far as it has been followed, each row of it held against the one before.
///
/// For whoever vouches for the log: from a row that is known on, what comes new is checked before it counts.
package struct AirLogTip: Sendable {
    /// The last row: its number and hash; 0 and "" before the first.
    package private(set) var row: UInt64 = 0
    package private(set) var hash = ""
    /// Last house frame that the row is about.
    package private(set) var frame: Int64 = 0
    /// The file that it lies in.
    package private(set) var file = ""

    private var place: AirLogReader.Place?
    private var walk = AirLogWalk()

    package init() {}

    /// Goes on from a row that was vouched for: in `file`, with this number and hash. `nil` when it is not there.
    package init?(row: UInt64, hash: String, file: String, in reader: AirLogReader) throws(SystemError) {
        guard try AirLogFolder.files(in: reader.folder).contains(file) else { return nil }
        let bytes = try AirLogFolder.tail(reader.folder + "/" + file, count: .max).bytes
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = bytes[start..<end]
            start = end + 1
            guard let link = AsRunChain.link(line) else { continue }
            walk.know(link)
            guard link.sequence == row else { continue }
            guard Hexadecimal.text(link.hash) == hash else { return nil }
            place = AirLogReader.Place(file: file, offset: start)
            note(link, line, file)
            return
        }
        return nil
    }

    /// A step along the log.
    package struct Advance: Sendable {
        /// Ends of files that have been left for the next one, oldest first.
        package var ended: [AirLogTip] = []
        /// What does not fit, and where. What comes behind it is followed all the same.
        package var faults: [AirLogReader.Fault] = []
    }

    /// Takes what is new. A last line that is not whole yet is left for the next time.
    package mutating func advance(_ reader: AirLogReader) throws(SystemError) -> Advance {
        var advance = Advance()
        for name in try AirLogFolder.files(in: reader.folder) {
            if let place, !AirLogReader.isAtOrAfter(name, place.file) { continue }
            let isNew = place?.file != name
            let offset = isNew ? 0 : place!.offset
            let bytes = try AirLogFolder.tail(reader.folder + "/" + name, count: .max).bytes
            if offset > bytes.count {
                advance.faults.append(
                    AirLogReader.Fault(file: name, line: 0, what: "rows were cut off its end: row \(row) was there"))
                continue
            }
            if isNew { walk.beginFile() }
            let old = self
            var hasRows = false
            var start = offset
            while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = bytes[start..<end]
                start = end + 1
                let (step, link) = walk.take(line)
                if case .bad(let what) = step {
                    advance.faults.append(AirLogReader.Fault(file: name, line: 0, what: what))
                }
                guard let link, step != .repeated, walk.last == link else { continue }
                hasRows = true
                note(link, line, name)
            }
            if isNew, hasRows, old.row > 0 { advance.ended.append(old) }
            place = AirLogReader.Place(file: name, offset: start)
        }
        return advance
    }

    private mutating func note(_ link: AsRunChain.Link, _ line: ArraySlice<UInt8>, _ file: String) {
        row = link.sequence
        hash = Hexadecimal.text(link.hash)
        self.file = file
        frame = AsRunRow(line: line)?.lastFrame ?? frame
    }
}
