import Timecode
import Trust
import TrustFormats
import TrustRepository

/// What was read of a channel's trust: the basis of verdicts, and where it comes from.
package struct TrustReading: Hashable, Sendable {
    /// What is known of the repository's metadata in force.
    package struct Region: Hashable, Sendable {
        package struct Role: Hashable, Sendable {
            package var version: Int64
            /// Unix seconds.
            package var expires: Int64
        }

        package var roles: [MetadataRole: Role]
        /// First Unix second at which something of it does not count any more.
        package var expires: Int64
        /// Seconds after that.
        package var hold: Int64

        package var holdEnds: Int64 { expires + hold }
        package var timestamp: Int64 { roles[.timestamp]?.version ?? 0 }
    }

    package var basis: TrustBasis
    /// `nil` without a repository, or while nothing of it is in force.
    package var region: Region?
    /// `revocations.json` of the repository, verified, as it was published.
    package var revocations: [UInt8]?
    /// Why nothing of the repository is in force, when something should be.
    package var problem: String?

    package init(basis: TrustBasis, problem: String? = nil) {
        self.basis = basis
        self.problem = problem
    }

    /// How fresh it is at a Unix second.
    package func freshness(at second: Int64) -> TrustFreshness {
        guard let region else { return basis.freshness }
        func instant(_ second: Int64) -> TAIInstant {
            LeapSeconds.builtIn.tai(unixNanoseconds: second * 1_000_000_000)
        }
        if second < region.expires { return .fresh(until: instant(region.expires)) }
        let (since, end) = (instant(region.expires), instant(region.holdEnds))
        return second < region.holdEnds ? .expired(since: since, holdEnds: end) : .over(since: since, ended: end)
    }
}
