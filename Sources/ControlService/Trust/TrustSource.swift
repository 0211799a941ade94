import CLinux
import ChannelConfiguration
import Playlist
import Timecode
import Trust
import TrustFormats
import TrustRepository

/// Where a channel's trust is read from: the desks' keys that its configuration names, or what its data folder has of the
/// trust repository.
///
/// With a repository, desks and revocations come from there alone. Its `policy.json` replaces the configuration's policy; without
/// one the configuration's counts.
package struct TrustSource: Sendable {
    private let trusted: ChannelSettings.Trusted
    private let isRehearsal: Bool
    package let folder: TrustFolder

    package init(_ settings: ChannelSettings) {
        trusted = settings.trust
        isRehearsal = settings.isRehearsal
        folder = TrustFolder(path: DataFolder(path: settings.dataFolder).trust)
    }

    package var repository: ChannelSettings.Repository? { trusted.repository }

    /// What verdicts rest on just now, by the machine's clock: for commands.
    package func read() -> TrustBasis { read(clock: ql_realtime_nanoseconds() / 1_000_000_000).basis }

    /// Reads what is in force. Whatever cannot be read is left out of it, and said in the value.
    ///
    /// - Parameter clock: now, Unix seconds.
    package func read(clock: Int64) -> TrustReading {
        guard let repository else {
            return TrustReading(basis: TrustBasis(reading: trusted.desks, policy: trusted.policy))
        }
        let nothing = TrustBasis(desks: TrustedDesks(entries: []), policy: trusted.policy, freshness: .absent)
        do throws(RepositoryProblem) {
            guard let bundle = try folder.readBundle() else { return TrustReading(basis: nothing) }
            let region = try RegionTrust(bundle, pinned: try pinned(repository))
            if let why = objection(to: region) {
                throw .malformed("what is in force of the trust repository", why: why)
            }
            return reading(of: region, repository, clock: clock)
        } catch {
            return TrustReading(basis: nothing, problem: error.description)
        }
    }

    private func reading(
        of region: RegionTrust, _ repository: ChannelSettings.Repository, clock: Int64
    ) -> TrustReading {
        let version = region.roles[.timestamp]?.version ?? 0
        let second = TrustMemory(folder.time).time(clock: clock, timestamp: version)
        let entries = region.desks.filter { $0.approves(at: second) }.map { published in
            TrustedDesks.Entry(
                desk: Desk(name: published.name, country: published.country, keyPath: ""), key: published.key)
        }
        var reading = TrustReading(
            basis: TrustBasis(desks: TrustedDesks(entries: entries), policy: policy(of: region)))
        reading.region = TrustReading.Region(
            roles: region.roles.mapValues { TrustReading.Region.Role(version: $0.version, expires: $0.expires) },
            expires: region.expires, hold: repository.offlineHold)
        reading.basis.freshness = reading.freshness(at: second)
        reading.changesAt = region.desks.flatMap { [$0.notBefore, $0.notAfter] }.compactMap { $0 }.filter {
            $0 > second
        }
        .min()
        reading.revocations = region.revocations
        return reading
    }

    private func policy(of region: RegionTrust) -> TrustPolicy {
        guard let bytes = region.policy else { return trusted.policy }
        return ConfigurationReader.policy(bytes, file: "policy.json", isRehearsal: isRehearsal).policy
            ?? trusted.policy
    }

    /// Why contents of a repository cannot be used on this channel, in a clause; `nil` when they can.
    private func objection(to region: RegionTrust) -> String? {
        guard let bytes = region.policy else { return nil }
        let (policy, diagnostics) = ConfigurationReader.policy(bytes, file: "policy.json", isRehearsal: isRehearsal)
        return policy == nil ? diagnostics.first { $0.severity == .error }?.description ?? "policy.json" : nil
    }

    private func pinned(_ repository: ChannelSettings.Repository) throws(RepositoryProblem) -> [UInt8] {
        do throws(SmallFile.Failure) {
            return try SmallFile.read(repository.root, most: MetadataRole.root.mostBytes)
        } catch {
            throw .unreachable(repository.root, why: error.text)
        }
    }

    /// What brings the data folder up to date; `nil` without a repository.
    ///
    /// - Parameter address: one address instead of the configuration's.
    package func updater(from address: String? = nil) throws(RepositoryProblem) -> TrustUpdater? {
        guard let repository else { return nil }
        let addresses = address.map { [$0] } ?? repository.addresses
        return TrustUpdater(
            pinned: try pinned(repository), addresses: addresses.map { RepositoryAddress($0) },
            folder: folder, objection: { self.objection(to: $0) })
    }

    /// The files it is read from, as they are now, by path.
    package var listing: [String: FileIdentity] {
        let paths = repository.map { [$0.root, folder.bundle] } ?? trusted.desks.map(\.keyPath)
        return Dictionary(paths.compactMap { path in FileIdentity(path: path).map { (path, $0) } }) { first, _ in first
        }
    }
}
