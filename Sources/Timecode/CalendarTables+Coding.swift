/// Tables as they are kept with a channel's data: what no initialiser accepts is not decoded either.
extension ZoneTable: Codable {
    private enum Key: String, CodingKey { case name, version, initialOffset, transitions }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let table = ZoneTable(
            name: try values.decode(String.self, forKey: .name),
            version: try values.decode(String.self, forKey: .version),
            initialOffset: try values.decode(Int64.self, forKey: .initialOffset),
            transitions: try values.decode([Transition].self, forKey: .transitions))
        guard let table else {
            throw DecodingError.dataCorruptedError(
                forKey: .transitions, in: values, debugDescription: "the transitions of a zone ascend")
        }
        self = table
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(name, forKey: .name)
        try values.encode(version, forKey: .version)
        try values.encode(initialOffset, forKey: .initialOffset)
        try values.encode(transitions, forKey: .transitions)
    }
}

extension LeapSeconds: Codable {
    private enum Key: String, CodingKey { case steps, expires }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let table = LeapSeconds(
            steps: try values.decode([Step].self, forKey: .steps),
            expires: try values.decode(Int64.self, forKey: .expires))
        guard let table else {
            throw DecodingError.dataCorruptedError(
                forKey: .steps, in: values, debugDescription: "the steps of a leap-second table ascend")
        }
        self = table
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(steps, forKey: .steps)
        try values.encode(expires, forKey: .expires)
    }
}
