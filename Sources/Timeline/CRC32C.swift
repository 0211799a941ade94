/// CRC-32C (Castagnoli; RFC 3720, appendix B.4) in plain Swift, for data that is checked once, off the air path.
package enum CRC32C {
    /// Eight tables for eight bytes at a step ("slicing by 8").
    private static let tables: [[UInt32]] = {
        var tables = [[UInt32]](repeating: [UInt32](repeating: 0, count: 256), count: 8)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1 }
            tables[0][index] = value
        }
        for slice in 1..<8 {
            for index in 0..<256 {
                let value = tables[slice - 1][index]
                tables[slice][index] = (value >> 8) ^ tables[0][Int(value & 255)]
            }
        }
        return tables
    }()

    /// The checksum of `bytes`.
    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let tables = tables
        var crc = ~UInt32(0)
        var index = 0
        while index + 8 <= bytes.count {
            let low = crc ^ UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
            let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self))
            crc = tables[7][Int(low & 255)] ^ tables[6][Int(low >> 8 & 255)] ^ tables[5][Int(low >> 16 & 255)]
            crc ^= tables[4][Int(low >> 24)] ^ tables[3][Int(high & 255)] ^ tables[2][Int(high >> 8 & 255)]
            crc ^= tables[1][Int(high >> 16 & 255)] ^ tables[0][Int(high >> 24)]
            index += 8
        }
        while index < bytes.count {
            crc = tables[0][Int((crc ^ UInt32(bytes[index])) & 255)] ^ (crc >> 8)
            index += 1
        }
        return ~crc
    }
}
