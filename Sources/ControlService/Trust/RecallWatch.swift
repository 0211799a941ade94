/// Which recall files of a folder have been dealt with. Pure: the listing is an argument.
///
/// A recall does not wait until its file has come to rest: one that reads as a signed recall is whole, whatever is still
/// being written to it.
struct RecallWatch: Sendable {
    private var done: [String: FileIdentity] = [:]
    /// Files that could not be understood, as they were then.
    private(set) var refused: [String: FileIdentity] = [:]

    /// The files to read now.
    func due(_ listing: [String: FileIdentity]) -> [String] {
        listing.filter { done[$0.key] != $0.value }.keys.sorted()
    }

    mutating func took(_ name: String, _ identity: FileIdentity?) {
        done[name] = identity
        refused[name] = nil
    }

    /// Notes a file that is no recall; whether it was the same at an earlier look, so that nobody is writing it any more.
    mutating func refuse(_ name: String, _ identity: FileIdentity?) -> Bool {
        let isAtRest = refused[name] != nil && refused[name] == identity
        refused[name] = identity
        if isAtRest { done[name] = identity }
        return isAtRest
    }

    /// Forgets files that are gone; their recalls stay. Returns those among them that were refused.
    mutating func forget(allBut listing: [String: FileIdentity]) -> [String] {
        let gone = refused.keys.filter { listing[$0] == nil }
        for name in gone { refused[name] = nil }
        done = done.filter { listing[$0.key] != nil }
        return gone
    }
}
