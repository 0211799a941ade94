/// A place in a list, by another event of it.
public enum EventPlace: Hashable, Sendable, Codable {
    case before(event: String)
    case after(event: String)

    public var event: String {
        switch self {
        case .before(let event), .after(let event): event
        }
    }
}
