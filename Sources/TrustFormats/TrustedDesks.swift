import Trust
import TrustCrypto

/// The desks a channel trusts, with their keys read.
package struct TrustedDesks: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let desk: Desk
        package let key: VerifyingKey
        package let keyID: String

        /// What its valid signature says.
        package var approval: Approval { Approval(keyID: keyID, desk: desk.name, country: desk.country) }

        package init(desk: Desk, key: VerifyingKey) {
            self.desk = desk
            self.key = key
            keyID = key.keyID
        }
    }

    package let entries: [Entry]
    /// Desks that are not trusted after all, one sentence each: key missing, damaged, or another desk's.
    package let problems: [Problem]

    /// Why a desk is not trusted after all.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        package let desk: String
        package let text: String

        package var description: String { "desk \(desk): \(text)" }
    }

    package init(entries: [Entry]) {
        self.entries = entries
        problems = []
    }

    /// Reads the key of each desk. A desk whose key cannot be read is left out and named in `problems`.
    package init(reading desks: [Desk]) {
        var entries: [Entry] = []
        var problems: [Problem] = []
        for desk in desks {
            do {
                let bytes = try SmallFile.read(desk.keyPath, most: 65_536)
                let entry = Entry(desk: desk, key: try VerifyingKey(pem: String(decoding: bytes, as: UTF8.self)))
                if let other = entries.first(where: { $0.keyID == entry.keyID }) {
                    problems.append(
                        Problem(desk: desk.name, text: "its key is also the key of desk \(other.desk.name)"))
                } else {
                    entries.append(entry)
                }
            } catch let failure as SmallFile.Failure {
                problems.append(Problem(desk: desk.name, text: "key \(desk.keyPath): \(failure.text)"))
            } catch {
                problems.append(Problem(desk: desk.name, text: "key \(desk.keyPath): \(error)"))
            }
        }
        self.entries = entries
        self.problems = problems
    }

    /// The desks that have validly signed an envelope, each key once, in the order of the configuration; whether their
    /// signatures count is not asked.
    package func signers(of envelope: DSSEEnvelope) -> [Entry] { entries.filter { envelope.isSigned(by: $0.key) } }

    /// The same, as approvals.
    package func approvals(of envelope: DSSEEnvelope) -> [Approval] { signers(of: envelope).map(\.approval) }
}
