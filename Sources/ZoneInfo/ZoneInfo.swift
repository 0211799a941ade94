import Glibc
import Timecode

/// The machine's tz database (`/usr/share/zoneinfo`), read into tables.
public struct ZoneInfo: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        /// No such zone in the database.
        case unknown(String)
        /// The file is there but is not a zone (RFC 8536).
        case damaged(String)
    }

    /// Absolute path of the database.
    public let folder: String

    public init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

    /// The version of the database, as `2025b`; empty when it does not say.
    public var version: String {
        for (name, prefix) in [("tzdata.zi", "# version "), ("+VERSION", "")] {
            guard let head = Self.read("\(folder)/\(name)", most: 200) else { continue }
            let line = head.prefix { $0 != UInt8(ascii: "\n") }
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix(prefix), text.utf8.count < 40 { return String(text.dropFirst(prefix.count)) }
        }
        return ""
    }

    /// The table of a zone; changes that the zone's rule foretells are listed up to the year 2100.
    public func table(named name: String) throws(Failure) -> ZoneTable {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-_".contains($0)) }
        }
        guard isName, let bytes = Self.read("\(folder)/\(name)", most: 1 << 20) else { throw .unknown(name) }
        guard let file = ZoneFile(bytes) else { throw .damaged(name) }
        guard let table = file.table(name: name, version: version) else { throw .damaged(name) }
        return table
    }

    /// Whether the database has a zone of this name.
    public func contains(_ name: String) -> Bool { (try? table(named: name)) != nil }

    /// The leap-second table of the machine: of `leap-seconds.list` and `leapseconds` the one that is good for longer; the
    /// table that was built in where neither is there, is whole, or is newer.
    public var leapSeconds: LeapSeconds {
        func text(_ name: String) -> String? {
            Self.read("\(folder)/\(name)", most: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
        }
        let found = [
            text("leap-seconds.list").flatMap(LeapSecondsFile.list), text("leapseconds").flatMap(LeapSecondsFile.leaps),
        ]
        return found.compactMap { $0 }.reduce(.builtIn) { $0.expires < $1.expires ? $1 : $0 }
    }

    /// The tables of this machine for a zone.
    public func tables(named name: String) throws(Failure) -> CalendarTables {
        CalendarTables(zone: try table(named: name), leapSeconds: leapSeconds)
    }

    /// The names of the zones that people live in; empty when the database has no list of them.
    public var names: [String] {
        guard let bytes = Self.read("\(folder)/zone1970.tab", most: 1 << 20) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap {
            let fields = $0.split(separator: "\t")
            return fields.count >= 3 ? String(fields[2]) : nil
        }
    }

    private static func read(_ path: String, most: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < most {
            let count = Glibc.read(descriptor, &chunk, min(chunk.count, most - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return bytes
    }
}
