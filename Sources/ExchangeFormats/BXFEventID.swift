import TrustDigest

/// Identifiers of events as BXF wants them, `urn:uuid:` and 32 digits, for identifiers of any kind.
public enum BXFEventID {
    private static let prefix = "urn:uuid:"

    /// The URN of an identifier: itself where it is a UUID, as those of imported schedules are, so that what aired is
    /// reported under the traffic system's own identifiers; else a UUID made from it (RFC 9562, version 8), always the same.
    public static func urn(_ id: String) -> String {
        if isUUID(id) { return prefix + id.lowercased() }
        var bytes = Array(SHA256Stream.digest(of: Array("qalqan event \(id)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = prefix
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            let digits = String(byte, radix: 16)
            text += digits.utf8.count == 1 ? "0" + digits : digits
        }
        return text
    }

    /// The identifier in a URN: without its prefix.
    static func identifier(_ urn: String) -> String {
        urn.lowercased().hasPrefix(prefix) ? String(urn.dropFirst(prefix.count)) : urn
    }

    static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
            && text.utf8.count == 36
    }
}
