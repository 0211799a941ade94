import TrustCrypto
import TrustDigest

/// A power of two of roles with the same keys, each for the paths whose hash begins with its number (TUF TAP 15).
struct SuccinctRoles: Sendable {
    let keys: RoleKeys
    private let bits: Int
    private let prefix: String

    init(_ value: JSONValue?, _ what: String) throws(RepositoryProblem) {
        let fields = try MetadataFields(value, "the succinct roles of \(what)")
        keys = try RoleKeys(value, "the succinct roles of \(what)")
        bits = Int(try fields.integer("bit_length", from: 1))
        guard bits <= 32 else { throw fields.malformed("`bit_length` is beyond 32") }
        prefix = try fields.string("name_prefix")
    }

    /// Hexadecimal digits of a role's number.
    private var digits: Int { String((1 << bits) - 1, radix: 16).count }

    func name(for path: String) -> String {
        let start = SHA256Stream.digest(of: Array(path.utf8)).prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let number = String(start >> (32 - bits), radix: 16)
        return "\(prefix)-" + String(repeating: "0", count: digits - number.count) + number
    }

    func has(_ name: String) -> Bool {
        guard name.hasPrefix(prefix + "-") else { return false }
        let number = name.dropFirst(prefix.count + 1)
        guard number.count == digits, number.allSatisfy({ $0.isHexDigit && !$0.isUppercase }),
            let value = Int(number, radix: 16)
        else { return false }
        return value < 1 << bits
    }
}
