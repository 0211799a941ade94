extension AsRunRow {
    /// Makes the row the next one of the chain: sets its number and its hashes. Returns its line, line end included.
    mutating func seal(sequence: UInt64, previous: [UInt8]) -> (line: [UInt8], hash: [UInt8]) {
        self.sequence = sequence
        self.previous = Hexadecimal.text(previous)
        let body = bodyLine
        let digest = AsRunChain.hash(previous: previous, body: body)
        hash = Hexadecimal.text(digest)
        let line = body.dropLast() + Array(",\"hash\":\"\(hash)\"}\n".utf8)
        return (Array(line), digest)
    }

    /// The line without its `hash` field.
    private var bodyLine: [UInt8] {
        var bytes = Array("{\"seq\":\(sequence)".utf8)
        func add(_ name: String, _ text: String) {
            bytes += Array(",\"\(name)\":\"".utf8)
            for byte in text.utf8 { Self.escape(byte, into: &bytes) }
            bytes.append(UInt8(ascii: "\""))
        }
        func add(_ name: String, number: some BinaryInteger) { bytes += Array(",\"\(name)\":\(number)".utf8) }
        add("kind", kind.rawValue)
        add("utc", utc)
        add("event", event)
        add("title", title)
        add("role", role)
        add("source", source)
        add("sha256", sha256)
        add("inFrame", number: inFrame)
        add("firstFrame", number: firstFrame)
        add("lastFrame", number: lastFrame)
        add("plannedFirstFrame", number: plannedFirstFrame)
        add("plannedEndFrame", number: plannedEndFrame)
        add("reason", reason)
        add("marks", marks)
        add("revision", number: revision)
        add("prev", previous)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0..<0x20, 0x7F: bytes += Array("\\u00".utf8) + Array(Hexadecimal.text([byte]).utf8)
        default: bytes.append(byte)
        }
    }

    /// Reads a line of the log; `nil` when it is not one. Does not check the chain.
    package init?(line: ArraySlice<UInt8>) {
        var reader = FlatObjectReader(line)
        guard let fields = reader.read(), let kind = fields["kind"]?.text.flatMap(Kind.init(rawValue:)),
            let sequence = fields["seq"]?.number, sequence >= 0, let first = fields["firstFrame"]?.number,
            let last = fields["lastFrame"]?.number, let utc = fields["utc"]?.text
        else { return nil }
        func text(_ name: String) -> String { fields[name]?.text ?? "" }
        func number(_ name: String) -> Int64 { fields[name]?.number ?? 0 }
        self.kind = kind
        self.sequence = UInt64(sequence)
        self.utc = utc
        firstFrame = first
        lastFrame = last
        event = text("event")
        title = text("title")
        role = text("role")
        source = text("source")
        sha256 = text("sha256")
        inFrame = number("inFrame")
        plannedFirstFrame = number("plannedFirstFrame")
        plannedEndFrame = number("plannedEndFrame")
        reason = text("reason")
        marks = text("marks")
        revision = UInt64(max(0, number("revision")))
        previous = text("prev")
        hash = text("hash")
    }
}
