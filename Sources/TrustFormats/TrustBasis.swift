import Trust

/// Everything that a channel's verdicts rest on, as one value: who is trusted, what is asked, and how fresh that is.
///
/// Two equal values give equal verdicts on the same files: a channel compares the value it has with one that it has read
/// anew, and judges everything again when they differ.
package struct TrustBasis: Hashable, Sendable {
    package var desks: TrustedDesks
    package var policy: TrustPolicy
    package var freshness: TrustFreshness

    package init(desks: TrustedDesks, policy: TrustPolicy, freshness: TrustFreshness = .lasting) {
        self.desks = desks
        self.policy = policy
        self.freshness = freshness
    }

    /// Reads the desks' keys from their files. A desk whose key cannot be read is left out and named in `desks.problems`.
    package init(reading desks: [Desk], policy: TrustPolicy) {
        self.init(desks: TrustedDesks(reading: desks), policy: policy)
    }
}
