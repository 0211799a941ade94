import Timecode
import Trust

/// Everything that a channel's verdicts rest on, as one value: who is trusted, what is asked, what was taken back, and how
/// fresh that is.
///
/// Two equal values give equal verdicts on the same files: a channel compares the value it has with one that it has read
/// anew, and judges everything again when they differ.
package struct TrustBasis: Hashable, Sendable {
    package let desks: TrustedDesks
    package var policy: TrustPolicy
    package var freshness: TrustFreshness
    package let revocations: Revocations
    /// The last instant up to the reading at which a key began or ceased to count: all verdicts are as of then, and stay so
    /// until `changesAt`.
    package let asOf: TAIInstant
    /// The next such instant; `nil` when none is known.
    package let changesAt: TAIInstant?

    /// - Parameters:
    ///   - revoked: keys and seals that were taken back, their signatures not looked at yet.
    ///   - effects: recalls that have taken effect on the channel.
    ///   - now: the instant at which keys are asked for. Without one, a key counts whenever it is to count, and revoked ones
    ///     do not.
    package init(
        desks: TrustedDesks, policy: TrustPolicy, freshness: TrustFreshness = .lasting,
        revoked: RevocationList = RevocationList(), effects: [RecallEffect] = [],
        at now: TAIInstant = TAIInstant(nanoseconds: .max)
    ) {
        self.desks = desks
        self.policy = policy
        self.freshness = freshness
        let changes = desks.entries.compactMap(\.desk.notBefore) + revoked.revokedKeys.map(\.since)
        asOf = changes.filter { $0 <= now }.max() ?? TAIInstant(nanoseconds: .min)
        changesAt = changes.filter { $0 > now }.min()
        revocations = revoked.judged(by: desks, at: asOf, effects: effects)
    }

    /// Reads the desks' keys from their files. A desk whose key cannot be read is left out and named in `desks.problems`.
    package init(
        reading desks: [Desk], policy: TrustPolicy, revoked: RevocationList = RevocationList(),
        effects: [RecallEffect] = [], at now: TAIInstant = TAIInstant(nanoseconds: .max)
    ) {
        self.init(
            desks: TrustedDesks(reading: desks), policy: policy, revoked: revoked, effects: effects, at: now)
    }

    /// The desks that have validly signed an envelope and whose signatures count, each key once.
    ///
    /// - Parameters:
    ///   - role: what their signatures are for.
    ///   - signed: when the statement says that it was made.
    package func approvals(of envelope: DSSEEnvelope, as role: DeskRole, signed: TAIInstant) -> [Approval] {
        desks.signers(of: envelope)
            .filter {
                $0.desk.refusal(as: role, signed: signed, at: asOf, revocation: revocations.keys[$0.keyID]) == nil
            }
            .map(\.approval)
    }
}
