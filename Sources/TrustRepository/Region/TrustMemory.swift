import Foundation
import TrustFormats

/// The latest time that a channel has seen, so that a clock that is set back does not make old metadata young again.
///
/// Two floors. While a set of metadata is in force, its own time only goes forward, as far as the end of its hold (later
/// nothing changes any more): a clock that ran ahead for an hour does no harm beyond the set. And what a synchronised clock
/// showed is never gone back behind, by any metadata.
package struct TrustMemory: Hashable, Sendable, Codable {
    /// Version of the timestamp in force, and the latest Unix second seen with it.
    private var timestamp: Int64 = 0
    private var seen: Int64 = 0
    /// The latest Unix second of a synchronised clock.
    private var synchronised: Int64 = 0

    package init() {}

    /// Reads what was kept; a damaged memory is an empty one.
    package init(_ path: String) {
        guard let bytes = try? SmallFile.read(path, most: 4096),
            let memory = try? JSONDecoder().decode(TrustMemory.self, from: Data(bytes))
        else {
            self.init()
            return
        }
        self = memory
    }

    package func keep(_ path: String) throws(RepositoryProblem) {
        guard let data = try? JSONEncoder().encode(self) else { preconditionFailure("three numbers in JSON") }
        do throws(SmallFile.Failure) { try SmallFile.replace(path, with: Array(data)) } catch {
            throw .notKept(path, why: error.text)
        }
    }

    /// The time to judge by: the clock's, or the latest seen when the clock is behind it.
    ///
    /// - Parameter timestamp: version of the timestamp that is judged.
    package func time(clock second: Int64, timestamp version: Int64) -> Int64 {
        max(second, synchronised, version == timestamp ? seen : 0)
    }

    /// Takes note of the clock.
    ///
    /// - Parameter end: where the hold of the metadata in force ends.
    package mutating func note(clock second: Int64, isSynchronised: Bool, timestamp version: Int64, until end: Int64) {
        if version != timestamp { (timestamp, seen) = (version, 0) }
        seen = max(seen, min(second, end))
        if isSynchronised { synchronised = max(synchronised, second) }
    }
}
