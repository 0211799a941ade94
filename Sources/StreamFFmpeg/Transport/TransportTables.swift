/// The tables that tell a receiver what is in the stream: PAT, PMT and SDT, one section each, one packet each.
struct TransportTables {
    let association: [UInt8]
    let map: [UInt8]
    let description: [UInt8]

    static let associationPID: UInt16 = 0x0000
    static let descriptionPID: UInt16 = 0x0011

    init(_ settings: TransportSettings) {
        association = Self.section(
            0x00, id: settings.transportStreamID,
            Self.two(settings.serviceID) + Self.two(0xe000 | settings.pmtPID))

        // The language goes with the sound: ISO_639_language_descriptor, 2.6.18.
        let language: [UInt8] = [0x0a, 4] + Array(settings.language.utf8.prefix(3)) + [0]
        map = Self.section(
            0x02, id: settings.serviceID,
            Self.two(0xe000 | settings.videoPID) + Self.two(0xf000)
                + [settings.videoKind.rawValue] + Self.two(0xe000 | settings.videoPID) + Self.two(0xf000)
                + [settings.audioKind.rawValue] + Self.two(0xe000 | settings.audioPID)
                + Self.two(0xf000 | UInt16(language.count)) + language)

        // 0x15: the text is UTF-8 (EN 300 468, annex A); service type 0x19 advanced codec HD, 0x01 digital television.
        func text(_ string: String) -> [UInt8] {
            let bytes = [0x15] + Array(string.utf8.prefix(80))
            return [UInt8(bytes.count)] + bytes
        }
        let service =
            [settings.videoKind == .h264 ? 0x19 : 0x01] + text(settings.provider) + text(settings.serviceName)
        let descriptor = [0x48, UInt8(service.count)] + service
        description = Self.section(
            0x42, id: settings.transportStreamID,
            Self.two(settings.transportStreamID) + [0xff] + Self.two(settings.serviceID) + [0xfc]
                + Self.two(0x8000 | UInt16(descriptor.count)) + descriptor)
    }

    private static func two(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }

    /// A long section of version 0, current, the only one of its table (2.4.4).
    private static func section(_ table: UInt8, id: UInt16, _ body: [UInt8]) -> [UInt8] {
        let length = UInt16(5 + body.count + 4)
        let bytes = [table] + two(0xb000 | length) + two(id) + [0xc1, 0, 0] + body
        let check = crc(bytes)
        return bytes + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: check >> $0) }
    }

    /// CRC-32 of ISO/IEC 13818-1, annex A: polynomial 0x04C11DB7, most significant bit first, start all ones.
    static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xffff_ffff
        for byte in bytes {
            crc ^= UInt32(byte) << 24
            for _ in 0..<8 { crc = crc & 0x8000_0000 == 0 ? crc << 1 : crc << 1 ^ 0x04c1_1db7 }
        }
        return crc
    }
}
