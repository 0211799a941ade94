/// What is asked of what airs, by category of programme: how many independent desks, and what its seal has to say.
public struct TrustPolicy: Hashable, Sendable {
    /// What is asked for one category.
    public struct Rule: Hashable, Sendable {
        /// Distinct keys that must have signed. 0 only in rehearsal mode.
        public var approvals: Int
        /// Distinct countries those keys' desks must come from.
        public var countries: Int
        /// Whether the seal has to say how pictures and sound came to be (`digitalSourceType`).
        public var needsDisclosure: Bool

        public init(approvals: Int, countries: Int = 1, needsDisclosure: Bool = false) {
            self.approvals = approvals
            self.countries = countries
            self.needsDisclosure = needsDisclosure
        }

        /// The stricter of two rules, demand by demand.
        public func stricter(_ other: Rule) -> Rule {
            Rule(
                approvals: max(approvals, other.approvals), countries: max(countries, other.countries),
                needsDisclosure: needsDisclosure || other.needsDisclosure)
        }
    }

    /// For every category without a rule of its own.
    public var standard: Rule
    public var categories: [String: Rule]
    /// Signatures asked for on playlists; `nil` when none are.
    public var playlists: Rule?

    public init(standard: Rule = Rule(approvals: 1), categories: [String: Rule] = [:], playlists: Rule? = nil) {
        self.standard = standard
        self.categories = categories
        self.playlists = playlists
    }

    /// The rule for an event of category `event` with media whose seal says category `seal`: the stricter of the two, so
    /// that a playlist cannot lower what a desk has asked for.
    public func rule(event: String?, seal: String?) -> Rule {
        func rule(_ category: String?) -> Rule? { category.flatMap { categories[$0] } }
        switch (rule(event), rule(seal)) {
        case (let a?, let b?): return a.stricter(b)
        case (let a?, nil): return seal == nil ? a : a.stricter(standard)
        case (nil, let b?): return event == nil ? b : b.stricter(standard)
        case (nil, nil): return standard
        }
    }
}
