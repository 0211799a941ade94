/// A recall and who signed it. Whoever makes this value has checked the signatures.
public struct Recall: Hashable, Sendable {
    /// A valid signature by the key of a known desk.
    public struct Signer: Hashable, Sendable {
        public var approval: Approval
        /// Why it does not count for what others have approved; `nil` when it does.
        public var refusal: KeyRefusal?

        public init(_ approval: Approval, refusal: KeyRefusal? = nil) {
            self.approval = approval
            self.refusal = refusal
        }

        /// Whether the key is in force at all. One that has merely expired, or whose desk has not the role, still withdraws
        /// what it has approved itself.
        var isRevoked: Bool {
            if case .revoked = refusal { true } else { false }
        }
    }

    public var statement: RecallStatement
    public var signers: [Signer]

    public init(_ statement: RecallStatement, signers: [Signer]) {
        self.statement = statement
        self.signers = signers
    }
}
