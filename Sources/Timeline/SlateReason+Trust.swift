import Trust

extension SlateReason {
    /// The slate for an item that trust withholds.
    public init(_ reason: Withheld) {
        self =
            switch reason {
            case .missing: .missing
            case .unreadable: .unreadable
            case .unsealed, .damagedSeal, .noTrust, .notEnoughApprovals, .notEnoughCountries, .undeclared:
                .unsealed
            case .altered: .altered
            case .notYetValid, .expired, .wrongTerritory: .rights
            case .trustAbsent, .trustExpired, .holdOver: .notValid
            case .recalled: .recalled
            }
    }
}
