/// Goes along the log's rows and says of each whether it is the next one. Pure.
struct AirLogWalk {
    enum Step: Equatable {
        case good
        /// Written again into a new file after a failed write: the same row, byte for byte.
        case repeated
        /// Altered, or not the row that belongs here; the text says which and how.
        case bad(String)
    }

    /// The last row that is one.
    var last: AsRunChain.Link?
    /// Rows that were altered since: what follows them cannot be held against their hashes.
    private var alteredSince = 0
    /// Rows of the file before and of this one, by number.
    private var before: [UInt64: AsRunChain.Link] = [:]
    private var here: [UInt64: AsRunChain.Link] = [:]

    /// A row that is known, of the file that is being read.
    mutating func know(_ link: AsRunChain.Link) {
        here[link.sequence] = link
        last = link
    }

    /// Another file begins.
    mutating func beginFile() {
        // A file that took nothing at all is no break between the rows before and after it.
        if !here.isEmpty { before = here }
        here = [:]
    }

    /// Takes a whole line without its end.
    mutating func take(_ line: ArraySlice<UInt8>) -> (step: Step, link: AsRunChain.Link?) {
        let expected = (last?.sequence ?? 0) + 1 + UInt64(alteredSince)
        guard let link = AsRunChain.link(line) else {
            alteredSince += 1
            return (.bad("row \(expected) is altered, or is no row of this log"), nil)
        }
        defer { here[link.sequence] = link }
        if before[link.sequence] == link { return (.repeated, link) }
        // What follows a row that stands in the wrong place follows the one before it.
        if link.sequence < expected {
            return (.bad("row \(link.sequence) stands where row \(expected) belongs: out of order, or again"), link)
        }
        defer {
            last = link
            alteredSince = 0
        }
        if link.sequence > expected {
            let missing =
                link.sequence - 1 == expected ? "row \(expected) is" : "rows \(expected) to \(link.sequence - 1) are"
            return (.bad("\(missing) missing before row \(link.sequence)"), link)
        }
        if alteredSince == 0, link.previous != last?.hash ?? AsRunChain.start {
            return (
                .bad(
                    "row \(link.sequence) does not go on from the row before it: one of the two was put in another's place"
                ),
                link
            )
        }
        return (.good, link)
    }
}
