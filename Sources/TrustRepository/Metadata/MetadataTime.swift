import Timecode

/// Instants of metadata: Unix seconds, written `2026-11-22T05:00:00Z` (TUF specification, 4.2.1).
package enum MetadataTime {
    package static func text(_ second: Int64) -> String {
        let day = scaledDown(second, by: 1, over: 86_400)
        let rest = second - day * 86_400
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(CivilDate(daysSinceEpoch: day))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }

    /// The second that a text of just this form names; `nil` for every other form.
    package static func second(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "Z"),
            let date = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = two(bytes, 11), hour < 24, let minute = two(bytes, 14), minute < 60,
            let second = two(bytes, 17), second < 60
        else { return nil }
        return date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static func two(_ bytes: [UInt8], _ place: Int) -> Int64? {
        let digits = bytes[place..<place + 2]
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
}
