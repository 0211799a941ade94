import Glibc
import Realtime
import Timecode

/// The slate compiled into the program: what airs when even the bank of slates is missing or damaged.
///
/// A plain ground, the word mark, the clock, and a quiet tone; computed, so that no file is needed.
package enum LastSlate {
    /// Dark blue, and the light grey of the mark, in limited range.
    private static let ground: (luma: UInt8, blue: UInt8, red: UInt8) = (45, 146, 118)
    private static let ink: UInt8 = 200

    /// A bank of one picture that serves every reason.
    package static func makeBank(format: ChannelFormat) throws(SystemError) -> SlateBank {
        let unit = max(1, Int(format.height) / 90)
        let clock = clock(format, unit: unit)
        let loop = Int(format.sampleRate)
        let memory = try SharedMemory.create(
            name: "last slate",
            count: SlateBank.byteCount(format: format, pictures: 1, loopSamples: loop, clock: clock))
        let bank = try SlateBank.create(in: memory, format: format, pictures: 1, loopSamples: loop, clock: clock)
        paint(bank, unit: unit)
        fillGlyphs(bank, unit: unit)
        fillLoop(bank)
        return bank
    }

    private static func clock(_ format: ChannelFormat, unit: Int) -> SlateBank.Clock {
        let (width, height) = (6 * unit / 2 * 2 + 2, 8 * unit / 2 * 2 + 2)
        let left = (Int(format.width) - 8 * width) / 4 * 2
        let top = (Int(format.height) * 3 / 4 - height / 2) / 2 * 2
        guard left >= 0, top >= 0, top + height <= Int(format.height) else {
            return SlateBank.Clock(left: 0, top: 0, glyphWidth: 0, glyphHeight: 0)
        }
        return SlateBank.Clock(left: left, top: top, glyphWidth: width, glyphHeight: height)
    }

    private static func paint(_ bank: SlateBank, unit: Int) {
        let (layout, picture) = (bank.layout, bank.picture(0))
        for row in 0..<layout.height {
            memset(picture + row * layout.lumaStride, Int32(ground.luma), layout.width)
        }
        for row in 0..<layout.height / 2 {
            memset(picture + layout.blueOffset + row * layout.chromaStride, Int32(ground.blue), layout.width / 2)
            memset(picture + layout.redOffset + row * layout.chromaStride, Int32(ground.red), layout.width / 2)
        }
        let mark = Array("QALQAN")
        let dot = max(1, min(unit * 2, layout.width / (mark.count * 6 + 2)))
        let left = (layout.width - (mark.count * 6 - 1) * dot) / 2
        let top = layout.height * 2 / 5 - TinyFont.height * dot / 2
        for (index, letter) in mark.enumerated() {
            stamp(letter, dot: dot) { x, y in
                let (column, row) = (left + index * 6 * dot + x, top + y)
                guard (0..<layout.width).contains(column), (0..<layout.height).contains(row) else { return }
                picture.storeBytes(of: ink, toByteOffset: row * layout.lumaStride + column, as: UInt8.self)
                for plane in [layout.blueOffset, layout.redOffset] {
                    picture.storeBytes(
                        of: 128, toByteOffset: plane + row / 2 * layout.chromaStride + column / 2, as: UInt8.self)
                }
            }
        }
    }

    private static func fillGlyphs(_ bank: SlateBank, unit: Int) {
        let clock = bank.clock
        guard clock.glyphWidth > 0 else { return }
        for (index, character) in "0123456789:".enumerated() {
            let glyph = bank.glyph(index)
            stamp(character, dot: unit) { x, y in
                guard x < clock.glyphWidth, y < clock.glyphHeight else { return }
                glyph[y * clock.glyphWidth + x] = 255
            }
        }
    }

    /// 1 kHz for one second, a whole number of periods: -23 LUFS by ITU-R BS.1770 (a 0 dBFS sine in both of two channels
    /// reads 0 LUFS, in a single one -3).
    private static func fillLoop(_ bank: SlateBank) {
        let channels = Int(bank.format.channels)
        let level = (channels == 1 ? -20.0 : -23.0) / 20
        let amplitude = pow(10, level)
        for sample in 0..<bank.loopSamples {
            let value = Float(amplitude * sin(2 * .pi * 1000 * Double(sample) / Double(bank.loopSamples)))
            for channel in 0..<channels { bank.loop[sample * channels + channel] = channel < 2 ? value : 0 }
        }
    }

    private static func stamp(_ character: Character, dot: Int, _ paint: (Int, Int) -> Void) {
        for (row, bits) in TinyFont.rows(character).enumerated() {
            for column in 0..<TinyFont.width where bits >> (TinyFont.width - 1 - column) & 1 == 1 {
                for y in 0..<dot { for x in 0..<dot { paint(column * dot + x, row * dot + y) } }
            }
        }
    }
}
