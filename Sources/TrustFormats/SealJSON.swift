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
}

/// Any key of a JSON object.
private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// A container whose keys are all known. A restriction that this version does not understand must not be passed over.
    func strictContainer<Key: CodingKey & CaseIterable>(_ keys: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let known = Set(Key.allCases.map(\.stringValue))
        for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            throw SealProblem("unknown key \"\(key.stringValue)\": made by a newer version?")
        }
        return try container(keyedBy: keys)
    }
}
