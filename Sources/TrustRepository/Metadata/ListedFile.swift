import Crypto
import TrustCrypto
import TrustDigest

/// What one file says another one is: version, length and hashes, as far as it says so.
package struct ListedFile: Hashable, Sendable {
    /// Of metadata; `nil` for targets.
    package var version: Int64?
    package var length: Int64?
    /// By algorithm, hexadecimal.
    package var hashes: [String: String]

    package init(version: Int64? = nil, length: Int64?, hashes: [String: String]) {
        self.version = version
        self.length = length
        self.hashes = hashes
    }

    init(_ value: JSONValue?, _ what: String, isTarget: Bool) throws(RepositoryProblem) {
        let fields = try MetadataFields(value, what)
        version = isTarget ? nil : try fields.integer("version", from: 1)
        length = isTarget || fields.has("length") ? try fields.integer("length", from: 0) : nil
        hashes = [:]
        if isTarget || fields.has("hashes") {
            for (algorithm, digest) in try fields.object("hashes") {
                guard case .string(let text) = digest else { throw fields.malformed("a hash is not a text") }
                hashes[algorithm] = text
            }
            guard !hashes.isEmpty else { throw fields.malformed("`hashes` is empty") }
        }
    }

    var json: JSONValue {
        var pairs: [String: JSONValue] = [:]
        if let version { pairs["version"] = .integer(version) }
        if let length { pairs["length"] = .integer(length) }
        if !hashes.isEmpty { pairs["hashes"] = .object(hashes.mapValues { .string($0) }) }
        return .object(pairs)
    }

    /// Asks that bytes have the length and every hash that are listed. A hash of an unknown kind fits nothing.
    func verify(_ bytes: [UInt8], _ what: String) throws(RepositoryProblem) {
        if let length, Int64(bytes.count) != length {
            throw .altered(what, why: "\(bytes.count) bytes instead of \(length)")
        }
        for (algorithm, digest) in hashes {
            guard let own = Self.digest(bytes, algorithm) else {
                throw .altered(what, why: "its hash is of a kind that is not known, \(algorithm)")
            }
            guard own == digest.lowercased() else { throw .altered(what, why: "another \(algorithm)") }
        }
    }

    /// Whether bytes have the length and every hash that are listed.
    package func describes(_ bytes: [UInt8]) -> Bool { (try? verify(bytes, "")) != nil }

    private static func digest(_ bytes: [UInt8], _ algorithm: String) -> String? {
        switch algorithm {
        case "sha256": Hexadecimal.encode(SHA256Stream.digest(of: bytes))
        case "sha384": Hexadecimal.encode(SHA384.hash(data: bytes))
        case "sha512": Hexadecimal.encode(SHA512.hash(data: bytes))
        default: nil
        }
    }
}
