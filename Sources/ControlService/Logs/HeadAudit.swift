import TrustCrypto
import TrustFormats

/// Holds signed heads against a log whose chain has been walked.
package struct HeadAudit: Sendable {
    /// Heads of one log by whoever's key counts, from the box's file and from elsewhere, with where each stands.
    package private(set) var heads: [(place: String, head: LogHead)] = []
    /// Lines and envelopes that claim to be signed by the key and are not, or are no heads at all.
    package private(set) var faults: [String] = []
    /// Heads by other keys: they prove nothing here.
    package private(set) var foreign = 0

    private let log: LogHead.Log
    private let key: VerifyingKey
    private let channel: String?

    /// - Parameter channel: identifier of the channel whose log it is; `nil` where it is not known.
    package init(log: LogHead.Log, key: VerifyingKey, channel: String?) {
        self.log = log
        self.key = key
        self.channel = channel
    }

    /// Takes the heads of a file.
    package mutating func add(_ file: HeadFile) throws(SmallFile.Failure) {
        guard let found = try file.read() else { return }
        let name = String(file.path.split(separator: "/").last ?? "")
        for bad in found.bad { faults.append("\(name):\(bad.line): \(bad.what)") }
        for (line, head) in found.heads { add(head, from: "\(name):\(line)") }
    }

    package mutating func add(_ signed: SignedHead, from place: String) {
        guard signed.head.log == log else { return }
        guard signed.keyID == key.keyID else {
            foreign += 1
            return
        }
        guard signed.envelope.isSigned(by: key) else {
            faults.append("\(place): altered: the signature on the head of row \(signed.head.row) does not hold")
            return
        }
        guard channel == nil || signed.head.channel == channel else {
            faults.append("\(place): the head is of channel \(signed.head.channel)")
            return
        }
        heads.append((place, signed.head))
    }

    /// Identifier of the key that the heads are held against.
    package var keyID: String { key.keyID }

    /// Numbers of the rows that heads speak of.
    package var rows: Set<UInt64> { Set(heads.map(\.head.row)) }

    /// What the heads say against a log.
    ///
    /// - Parameters:
    ///   - hashes: the hashes of the log's rows, of those that heads speak of.
    ///   - lastRow: number of the log's last row.
    /// - Returns: one sentence for each contradiction, and the last row that a head vouches for, 0 for none.
    package func judge(hashes: [UInt64: String], lastRow: UInt64) -> (contradictions: [String], covered: UInt64) {
        var contradictions: [String] = []
        var covered: UInt64 = 0
        for (place, head) in heads.sorted(by: { $0.head.row < $1.head.row }) {
            guard let found = hashes[head.row] else { continue }
            if found == head.hash {
                covered = max(covered, head.row)
            } else if contradictions.isEmpty {
                // The first speaks for all behind it.
                contradictions.append(
                    "row \(head.row) is not the one that was signed at \(head.signedAt) (\(place)): "
                        + "the log was written anew, at that row or before it")
            }
        }
        if let (place, head) = heads.max(by: { $0.head.row < $1.head.row }), head.row > lastRow {
            let missing = head.row == lastRow + 1 ? "row \(head.row) is" : "rows \(lastRow + 1) to \(head.row) are"
            contradictions.append(
                "\(missing) missing at the end: row \(head.row) was there at \(head.signedAt) (\(place))")
        }
        return (contradictions, covered)
    }
}
