/// Telling formats apart by what is in a file.
extension ExchangeFormat {
    /// The format of a file by its ending, and by its content where the ending leaves that open.
    public static func sniff(_ bytes: [UInt8], file: String) -> ExchangeFormat {
        let named = ExchangeFormat(ending: file)
        if let named, named != .json { return named }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = bytes[start...].first { !" \t\r\n".utf8.contains($0) }
        switch first {
        case UInt8(ascii: "{"): return json(bytes[start...])
        case _ where named == .json: return .json
        case UInt8(ascii: "<"): return .bxf
        case _ where bytes[start...].starts(with: "#EXTM3U".utf8): return .m3u
        default: return .native
        }
    }

    /// Which of the JSON formats: by the first key of the outermost object that tells.
    private static func json(_ bytes: ArraySlice<UInt8>) -> ExchangeFormat {
        var depth = 0
        var string: Int?
        var isEscaped = false
        for (index, byte) in zip(bytes.indices, bytes) {
            if let start = string {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    string = nil
                    if depth == 1, let format = tell(bytes[start..<index], then: bytes[(index + 1)...]) {
                        return format
                    }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): string = index + 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
        }
        return .json
    }

    private static func tell(_ text: ArraySlice<UInt8>, then rest: ArraySlice<UInt8>) -> ExchangeFormat? {
        guard text.count < 16, rest.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: ":") else {
            return nil
        }
        switch String(decoding: text, as: UTF8.self) {
        case "qalqan", "events": return .json
        case "OTIO_SCHEMA": return .otio
        case "program": return .ffplayout
        default: return nil
        }
    }
}
