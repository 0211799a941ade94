import Realtime

/// The wire form of the messages: a tag byte, then the fields in order (see `ByteWriter`).
protocol WireMessage: Sendable {
    func write(to writer: inout ByteWriter)
    init(from reader: inout ByteReader) throws(ByteReader.Malformed)
}

extension WireMessage {
    var wire: [UInt8] {
        var writer = ByteWriter()
        write(to: &writer)
        return writer.bytes
    }

    init(wire: ArraySlice<UInt8>) throws(ByteReader.Malformed) {
        var reader = ByteReader(wire)
        try self.init(from: &reader)
        try reader.finish()
    }
}

extension AirRequest: WireMessage {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .cue(let cue):
            writer.integer(UInt8(1))
            writer.integer(cue.key)
            writer.text(cue.mediaPath)
            writer.text(cue.treePath)
            writer.blob(cue.verityDigest)
            writer.integer(cue.size)
            writer.integer(cue.inFrame)
            writer.integer(cue.frames)
            writer.integer(UInt8(cue.isStill ? 1 : 0))
            writer.integer(UInt32(cue.geometry.depth))
            writer.integer(UInt32(cue.geometry.pictures))
        case .release(let key):
            writer.integer(UInt8(2))
            writer.integer(key)
        }
    }

    init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        switch try reader.integer(UInt8.self) {
        case 1:
            self = .cue(
                CueRequest(
                    key: try reader.integer(), mediaPath: try reader.text(), treePath: try reader.text(),
                    verityDigest: try reader.blob(atMost: 64), size: try reader.integer(),
                    inFrame: try reader.integer(),
                    frames: try reader.integer(), isStill: try reader.integer(UInt8.self) != 0,
                    geometry: SourceRing.Geometry(
                        depth: Int(try reader.integer(UInt32.self)), pictures: Int(try reader.integer(UInt32.self)))))
        case 2: self = .release(key: try reader.integer())
        default: throw ByteReader.Malformed()
        }
    }
}

extension AirNotice: WireMessage {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .revision: writer.integer(UInt8(1))
        case .cueOpened(let key):
            writer.integer(UInt8(2))
            writer.integer(key)
        case .cueLost(let key, let loss):
            writer.integer(UInt8(3))
            writer.integer(key)
            writer.integer(loss.rawValue)
        }
    }

    init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .revision
        case 2: self = .cueOpened(key: try reader.integer())
        case 3:
            let key: UInt64 = try reader.integer()
            guard let loss = CueLoss(rawValue: try reader.integer()) else { throw ByteReader.Malformed() }
            self = .cueLost(key: key, loss)
        default: throw ByteReader.Malformed()
        }
    }
}

extension ControlRequest: WireMessage {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .publish: writer.integer(UInt8(1))
        case .alive: writer.integer(UInt8(2))
        }
    }

    init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .publish
        case 2: self = .alive
        default: throw ByteReader.Malformed()
        }
    }
}

extension ChildEvent: WireMessage {
    func write(to writer: inout ByteWriter) {
        writer.text(child)
        writer.integer(what.rawValue)
        writer.integer(code)
        writer.integer(starts)
    }

    init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        let child = try reader.text()
        guard let what = What(rawValue: try reader.integer()) else { throw ByteReader.Malformed() }
        self.init(child: child, what: what, code: try reader.integer(), starts: try reader.integer())
    }
}
