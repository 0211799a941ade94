/// What has been taken back: keys, and seals. Pure data; signatures have been checked.
public struct Revocations: Hashable, Sendable {
    /// By key identifier.
    public private(set) var keys: [String: KeyRevocation] = [:]
    /// By serial of the seal, in the order they came.
    public private(set) var recalls: [String: [Recall]] = [:]
    /// Recalls that hold on this channel for good, by serial.
    public private(set) var effects: [String: [RecallEffect]] = [:]

    public init(keys: [KeyRevocation] = [], recalls: [Recall] = [], effects: [RecallEffect] = []) {
        for key in keys {
            // The earliest counts: a revocation is not put off by another.
            if let known = self.keys[key.keyID], known.since <= key.since { continue }
            self.keys[key.keyID] = key
        }
        for recall in recalls { self.recalls[recall.statement.serial, default: []].append(recall) }
        for effect in effects { self.effects[effect.serial, default: []].append(effect) }
    }

    /// What the recalls of a seal amount to; `nil` when there are none.
    ///
    /// A recall holds when a key has signed it that approved the item, or when as many different desks have as the policy
    /// asks approvals for it, and at least two: never by any single other key. Statements by different desks about the same
    /// seal are counted together.
    ///
    /// - Parameters:
    ///   - approvals: valid signatures on the seal by known desks, whether they count or not.
    ///   - approvalsNeeded: how many the policy asks for the item.
    ///   - region: where it would air.
    public func standing(
        of seal: SealStatement, approvals: [Approval], approvalsNeeded: Int, region: String?
    ) -> RecallStanding? {
        let need = max(2, approvalsNeeded)
        let approvers = Set(approvals.map(\.keyID))
        if let effect = effect(on: seal, approvals: approvals, approvalsNeeded: approvalsNeeded) {
            return .inEffect(reason: effect.reason, by: effect.approvals, isQuorum: effect.isQuorum)
        }
        let matching = (recalls[seal.serial] ?? []).filter { $0.statement.covers(seal, in: region) }
        guard let first = matching.first else { return nil }
        for recall in matching {
            let own = recall.signers.filter { approvers.contains($0.approval.keyID) && !$0.isRevoked }
            if !own.isEmpty {
                return .inEffect(reason: recall.statement.reason, by: own.map(\.approval), isQuorum: false)
            }
        }
        let distinct = matching.flatMap(\.signers).filter { $0.refusal == nil }.map(\.approval).distinct
        return distinct.count >= need
            ? .inEffect(reason: first.statement.reason, by: distinct, isQuorum: true)
            : .pending(reason: first.statement.reason, by: distinct, need: need)
    }

    /// The recall that has taken effect on the item on this channel before; `nil` when none has.
    public func effect(on seal: SealStatement, approvals: [Approval], approvalsNeeded: Int) -> RecallEffect? {
        guard let known = effects[seal.serial] else { return nil }
        let approvers = Set(approvals.map(\.keyID))
        return known.first { $0.holds(for: seal, signedBy: approvers, need: max(2, approvalsNeeded)) }
    }
}
