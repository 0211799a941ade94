import CLinux
import Realtime

/// What a glance at a picture tells: whether it is black, and whether it is the one before again.
package struct PictureWatch {
    /// Luma up to here is black (limited range: 16, with room for coding noise).
    static let blackLevel: UInt8 = 28
    /// Every eighth line is looked at.
    static let lines = 8

    private var check: UInt32?

    package init() {}

    /// Looks at a picture.
    package mutating func look(_ picture: UnsafeRawPointer, _ layout: PictureLayout) -> (
        isBlack: Bool, isSame: Bool
    ) {
        var check: UInt32 = 0
        var bright = 0
        var seen = 0
        for row in stride(from: Self.lines / 2, to: layout.height, by: Self.lines) {
            let line = picture + row * layout.lumaStride
            check = ql_crc32c(check, line, layout.width)
            for column in stride(from: 0, to: layout.width, by: 4) {
                if line.load(fromByteOffset: column, as: UInt8.self) > Self.blackLevel { bright += 1 }
                seen += 1
            }
        }
        defer { self.check = check }
        // A station's mark in a corner does not make a black picture a picture; one pixel in 500 may be bright.
        return (bright * 500 <= seen, check == self.check)
    }
}
