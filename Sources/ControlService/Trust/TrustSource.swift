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
/// With a repository, desks come from there alone. Its `policy.json` replaces the configuration's policy; without one the
/// configuration's counts. Recalls and revoked keys count wherever they are said: recalls prove themselves.
package struct TrustSource: Sendable {
    private let trusted: ChannelSettings.Trusted
    private let isRehearsal: Bool
    package let folder: TrustFolder
    /// Where recalls are kept and looked for.
    package let recalls: RecallStore

    package init(_ settings: ChannelSettings) {
        trusted = settings.trust
        isRehearsal = settings.isRehearsal
        let data = DataFolder(path: settings.dataFolder)
        folder = TrustFolder(path: data.trust)
        recalls = RecallStore(path: data.revocations, folder: settings.recallFolder)
    }

    package var repository: ChannelSettings.Repository? { trusted.repository }

    /// What verdicts rest on just now, by the machine's clock: for commands.
    package func read() -> TrustBasis { read(clock: ql_realtime_nanoseconds() / 1_000_000_000).basis }

    /// Reads what is in force. Whatever cannot be read is left out of it, and said in the value.
    ///
    /// - Parameters:
    ///   - clock: now, Unix seconds.
    ///   - effects: recalls that have taken effect on the channel.
    ///   - more: recalls that are known and nowhere on disk.
    package func read(
        clock: Int64, effects: [RecallEffect] = [], more: RevocationList = RevocationList()
    ) -> TrustReading {
        let revoked = revoked(with: more)
        guard let repository else {
            return TrustReading(
                basis: TrustBasis(
                    reading: trusted.desks, policy: trusted.policy, revoked: revoked, effects: effects,
                    at: Self.instant(clock)))
        }
        let nothing = TrustBasis(desks: TrustedDesks(entries: []), policy: trusted.policy, freshness: .absent)
        do throws(RepositoryProblem) {
            guard let bundle = try folder.readBundle() else { return TrustReading(basis: nothing) }
            let region = try RegionTrust(bundle, pinned: try pinned(repository))
            if let why = objection(to: region) {
                throw .malformed("what is in force of the trust repository", why: why)
            }
            return reading(of: region, repository, clock: clock, revoked: revoked, effects)
        } catch {
            return TrustReading(basis: nothing, problem: error.description)
        }
    }

    /// What was read before, with the recalls that are known by now: for when what it was read from is damaged.
    package func renewed(
        _ reading: TrustReading, clock: Int64, effects: [RecallEffect], more: RevocationList
    ) -> TrustReading {
        var reading = reading
        var revoked = revoked(with: more)
        revoked.add(Self.revocations(reading.revocations))
        let freshness = reading.basis.freshness
        reading.basis = TrustBasis(
            desks: reading.basis.desks, policy: reading.basis.policy, freshness: freshness, revoked: revoked,
            effects: effects, at: Self.instant(clock))
        return reading
    }

    /// Keys and seals that were taken back, wherever that is said but in the repository.
    private func revoked(with more: RevocationList) -> RevocationList {
        var revoked = recalls.all()
        revoked.revokedKeys += trusted.revokedKeys
        revoked.add(more)
        return revoked
    }

    private static func instant(_ second: Int64) -> TAIInstant {
        LeapSeconds.builtIn.tai(unixNanoseconds: second * 1_000_000_000)
    }

    private func reading(
        of region: RegionTrust, _ repository: ChannelSettings.Repository, clock: Int64, revoked: RevocationList,
        _ effects: [RecallEffect]
    ) -> TrustReading {
        let version = region.roles[.timestamp]?.version ?? 0
        let second = TrustMemory(folder.time).time(clock: clock, timestamp: version)
        let entries = region.desks.map { TrustedDesks.Entry(desk: Desk($0), key: $0.key) }
        var revoked = revoked
        revoked.add(Self.revocations(region.revocations))
        var reading = TrustReading(
            basis: TrustBasis(
                desks: TrustedDesks(entries: entries), policy: policy(of: region), revoked: revoked, effects: effects,
                at: Self.instant(second)))
        reading.region = TrustReading.Region(
            roles: region.roles.mapValues { TrustReading.Region.Role(version: $0.version, expires: $0.expires) },
            expires: region.expires, hold: repository.offlineHold)
        reading.basis.freshness = reading.freshness(at: second)
        reading.revocations = region.revocations
        return reading
    }

    /// What the repository takes back; what cannot be read was refused before it came into force.
    private static func revocations(_ bytes: [UInt8]?) -> RevocationList {
        bytes.flatMap { try? RevocationList(json: $0) } ?? RevocationList()
    }

    private func policy(of region: RegionTrust) -> TrustPolicy {
        guard let bytes = region.policy else { return trusted.policy }
        return ConfigurationReader.policy(bytes, file: "policy.json", isRehearsal: isRehearsal).policy
            ?? trusted.policy
    }

    /// Why contents of a repository cannot be used on this channel, in a clause; `nil` when they can.
    private func objection(to region: RegionTrust) -> String? {
        if let bytes = region.revocations {
            do throws(SealProblem) { _ = try RevocationList(json: bytes) } catch {
                return "revocations.json: \(error.description)"
            }
        }
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

    /// The files it is read from, as they are now, by path. Recalls are looked for apart: they do not wait.
    package var listing: [String: FileIdentity] {
        let paths = repository.map { [$0.root, folder.bundle] } ?? trusted.desks.map(\.keyPath)
        return Dictionary(paths.compactMap { path in FileIdentity(path: path).map { (path, $0) } }) { first, _ in first
        }
    }
}
