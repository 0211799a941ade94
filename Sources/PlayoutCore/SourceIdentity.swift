import Timeline

/// Names sources and cues by number, the same in every revision and in every air process.
package enum SourceIdentity {
    /// FNV-1a over the parts, each closed by a zero byte, then mixed so that all bits count.
    static func hash(_ parts: [[UInt8]]) -> UInt64 {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in parts {
            for byte in part { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
            value = value &* 0x100_0000_01b3
        }
        value = (value ^ (value >> 33)) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ (value >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        value ^= value >> 33
        return value == 0 ? 1 : value
    }

    /// An event, by its identifier.
    static func event(_ identifier: String) -> UInt64 { hash([Array(identifier.utf8)]) }

    /// An asset as aired by an event; not where in it, nor when.
    static func source(event: String, asset: Asset) -> UInt64 {
        hash([Array(event.utf8), Array(asset.path.utf8), asset.verityDigest])
    }

    // A cue's key: 36 bits of the source, 4 that tell a second cue of the same place from the first, 24 of the in-point.
    static let frameBits: UInt64 = 24
    static let saltBits: UInt64 = 4

    /// The key under which the launcher knows a cue of `source` from media frame `base` on. Real-time safe.
    static func key(source: UInt64, base: Int64, salt: UInt64) -> UInt64 {
        let frame = UInt64(bitPattern: base) & ((1 << frameBits) - 1)
        let high = source & ~((1 << (frameBits + saltBits)) - 1)
        return high | (salt & ((1 << saltBits) - 1)) << frameBits | frame
    }

    /// Whether `key` names a cue of `source`. Real-time safe.
    static func matches(key: UInt64, source: UInt64) -> Bool {
        (key ^ source) >> (frameBits + saltBits) == 0
    }

    /// The media frame from which the cue `key` runs, where it lies at or before `mediaFrame`. Real-time safe.
    static func base(ofKey key: UInt64, atOrBefore mediaFrame: Int64) -> Int64 {
        let mask = (UInt64(1) << frameBits) - 1
        return mediaFrame - Int64((UInt64(bitPattern: mediaFrame) &- key) & mask)
    }
}
