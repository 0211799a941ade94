/// The shape of an address to stream to: `udp://address:port`, with options behind `?`.
enum StreamURL {
    static func isUsable(_ url: String) -> Bool {
        guard url.hasPrefix("udp://"), url.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else { return false }
        let authority = url.dropFirst(6).prefix { $0 != "?" && $0 != "/" }
        guard let colon = authority.lastIndex(of: ":"),
            let port = UInt16(authority[authority.index(after: colon)...]), port > 0
        else { return false }
        return colon > authority.startIndex
    }
}
