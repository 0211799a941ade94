import Logging
import Trust
import TrustFormats

extension ChannelControl {
    /// Looks whether the files that trust is read from have changed; a change is in force as soon as they are at rest.
    func lookAtTrust() {
        guard !trustWatch.observe(preparation.trust.listing).isEmpty else { return }
        let basis = preparation.trust.read()
        guard basis != preparation.library.basis else { return }
        preparation.library.basis = basis
        noteTrust()
        let names = basis.desks.entries.map(\.desk.name).joined(separator: ", ")
        logger.notice("trust has changed", metadata: ["desks": "\(names)"])
        lookAtMedia(because: "trust has changed", showing: true)
        retryUnapproved()
    }

    /// Raises and clears what there is to say about the trust in force.
    func noteTrust() {
        let problems = preparation.library.basis.desks.problems
        for problem in problems {
            alarm(
                .desk, .warning, subject: problem.desk, "\(problem); what only this desk approves does not air",
                remedy: "put the desk's public key there; it counts as soon as it is there")
        }
        composer.withAlarms { $0.keep(.desk, subjects: Set(problems.map(\.desk))) }
    }
}
