import Foundation

/// JSON as seals are written: sorted keys and plain slashes, so that equal values are equal bytes.
enum SealJSON {
    static func encode(_ value: some Encodable, pretty: Bool = false) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        // The documents hold strings, whole numbers and booleans alone: encoding them cannot fail.
        guard let data = try? encoder.encode(value) else { preconditionFailure("a seal that is not JSON") }
        return Array(data)
    }

    /// A key in an object that a value read from it does not have: something that this version does not understand.
    ///
    /// A restriction that is not understood must not be passed over.
    static func unknownKey(in json: [UInt8], under key: String, of value: some Encodable) -> String? {
        func object(_ bytes: [UInt8]) -> Any? {
            (try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])?[key]
        }
        guard let found = object(json), let known = object(encode(value)) else { return key }
        return unknownKey(found, known)
    }

    private static func unknownKey(_ found: Any, _ known: Any) -> String? {
        if let found = found as? [String: Any], let known = known as? [String: Any] {
            for (key, value) in found {
                guard let counterpart = known[key] else { return key }
                if let unknown = unknownKey(value, counterpart) { return unknown }
            }
        } else if let found = found as? [Any], let known = known as? [Any] {
            for (value, counterpart) in zip(found, known) {
                if let unknown = unknownKey(value, counterpart) { return unknown }
            }
        }
        return nil
    }
}
