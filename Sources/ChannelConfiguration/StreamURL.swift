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

    /// Where datagrams of a usable address go: `udp://host:port`, and the interface they leave by if one is named.
    static func target(of url: String) -> String {
        let parts = url.dropFirst(6).split(separator: "?", maxSplits: 1)
        let authority = (parts.first ?? "").prefix { $0 != "/" }.drop { $0 == "@" }
        let options = parts.count > 1 ? parts[1].split(separator: "&") : []
        let interface = options.first { $0.hasPrefix("interface=") || $0.hasPrefix("localaddr=") }
        return "udp://" + authority.lowercased() + (interface.map { "?" + $0.drop { $0 != "=" } } ?? "")
    }
}
