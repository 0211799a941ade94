import Glibc
import Realtime
import Testing
import Timecode
import Timeline

@testable import SlatePango

@Suite struct SlatePainterTests {
    static func format(_ width: Int32, _ height: Int32) -> ChannelFormat {
        ChannelFormat(
            width: width, height: height, rate: .fps25, colour: height > 576 ? .bt709 : .bt601at625,
            sampleRate: 48_000, channels: 2)!
    }

    static let five = ["kk", "uz", "ky", "ru", "en"]

    static func settings(_ languages: [String] = five, showReason: Bool = true) -> SlateSettings {
        SlateSettings(names: ["en": "Central Asia One"], languages: languages, showReason: showReason)
    }

    /// Every visible byte of a picture.
    static func bytes(_ bank: SlateBank, _ picture: Int) -> [UInt8] {
        let layout = bank.layout
        let base = bank.picture(picture).assumingMemoryBound(to: UInt8.self)
        var bytes: [UInt8] = []
        for (offset, stride, width, height) in [
            (0, layout.lumaStride, layout.width, layout.height),
            (layout.blueOffset, layout.chromaStride, layout.width / 2, layout.height / 2),
            (layout.redOffset, layout.chromaStride, layout.width / 2, layout.height / 2),
        ] {
            for row in 0..<height {
                bytes += UnsafeBufferPointer(start: base + offset + row * stride, count: width)
            }
        }
        return bytes
    }

    @Test func everyReasonHasItsPicture() throws {
        let bank = try SlatePainter.makeBank(format: Self.format(640, 360), settings: Self.settings())
        let pictures = SlateReason.allCases.map { Self.bytes(bank, bank.pictureIndex(for: $0.rawValue)) }
        #expect(Set(pictures).count == SlateReason.allCases.count)
        #expect(!pictures.contains(Self.bytes(bank, 0)))
        #expect(bank.pictureIndex(for: 63) == 0)
    }

    @Test func withoutReasonsAllButTheEmergencyAreTheSame() throws {
        let bank = try SlatePainter.makeBank(
            format: Self.format(640, 360), settings: Self.settings(showReason: false))
        #expect(bank.pictures == 2)
        for reason in SlateReason.allCases {
            #expect(bank.pictureIndex(for: reason.rawValue) == (reason == .emergency ? 1 : 0))
        }
        #expect(Self.bytes(bank, 0) != Self.bytes(bank, 1))
    }

    @Test func onlyWhatIsAskedForIsDrawn() throws {
        let format = Self.format(640, 360)
        let all = try SlatePainter.makeBank(format: format, settings: Self.settings())
        let some = try SlatePainter.makeBank(
            format: format, settings: Self.settings(), reasons: [.altered, .emergency])
        #expect(some.pictures == 3)
        for reason in [SlateReason.altered, .emergency] {
            #expect(
                Self.bytes(some, some.pictureIndex(for: reason.rawValue))
                    == Self.bytes(all, all.pictureIndex(for: reason.rawValue)))
        }
        #expect(some.pictureIndex(for: SlateReason.missing.rawValue) == 0)
        let none = try SlatePainter.makeBank(format: format, settings: Self.settings(), reasons: [])
        #expect(none.pictures == 1)
        #expect(Self.bytes(none, 0) == Self.bytes(all, 0))
    }

    @Test func theSameSettingsGiveTheSameBytes() throws {
        let format = Self.format(720, 576)
        let first = try SlatePainter.makeBank(format: format, settings: Self.settings())
        let second = try SlatePainter.makeBank(format: format, settings: Self.settings())
        #expect(
            UnsafeRawBufferPointer(start: first.memory.base, count: first.memory.count)
                .elementsEqual(UnsafeRawBufferPointer(start: second.memory.base, count: second.memory.count)))
    }

    @Test(arguments: [
        (320, 180), (640, 480), (720, 576), (720, 480), (1280, 720), (1440, 1080), (1920, 1080), (3840, 2160),
        (1080, 1920),
    ])
    func everyRasterIsLegalReadableAndInsideTheSafeArea(width: Int32, height: Int32) throws {
        let languages = Self.five + ["tg", "tk"]
        let format = Self.format(width, height)
        let bank = try SlatePainter.makeBank(
            format: format, settings: Self.settings(languages), reasons: [.mediaEnded])
        let layout = bank.layout
        for picture in 0..<bank.pictures {
            let base = bank.picture(picture).assumingMemoryBound(to: UInt8.self)
            var bright = 0
            for row in 0..<layout.height {
                for column in 0..<layout.width {
                    let luma = base[row * layout.lumaStride + column]
                    #expect((16...235).contains(luma))
                    guard luma > 150 else { continue }
                    bright += 1
                    // Nothing bright, so no text, in the outer 5 % of the picture.
                    let inside =
                        column * 20 >= layout.width && column * 20 <= layout.width * 19
                        && row * 20 >= layout.height && row * 20 <= layout.height * 19
                    if !inside { Issue.record("text outside the safe area at \(column), \(row)") }
                }
            }
            #expect(bright * 400 > layout.width * layout.height, "hardly any text to be seen")
        }
        // The clock is in the safe area too, and a reader takes it.
        let clock = bank.clock
        #expect((clock.left + 8 * clock.glyphWidth) * 20 <= layout.width * 19)
        #expect(clock.top * 20 >= layout.height)
        #expect(clock.left % 2 == 0 && clock.top % 2 == 0 && clock.glyphWidth % 2 == 0 && clock.glyphHeight % 2 == 0)
        let attached = try SlateBank.attach(to: bank.memory, format: format)
        #expect(attached.clock == clock)
    }

    @Test func theClockIsOnFreeGround() throws {
        let format = Self.format(1920, 1080)
        let with = try SlatePainter.makeBank(format: format, settings: Self.settings(), reasons: [])
        let clock = with.clock
        let base = with.picture(0).assumingMemoryBound(to: UInt8.self)
        for row in clock.top..<clock.top + clock.glyphHeight {
            for column in clock.left..<clock.left + 8 * clock.glyphWidth {
                #expect(base[row * with.layout.lumaStride + column] < 110)
            }
        }
    }

    @Test func figuresAreAllThereAndDifferent() throws {
        let bank = try SlatePainter.makeBank(format: Self.format(1920, 1080), settings: Self.settings(), reasons: [])
        let size = bank.clock.glyphWidth * bank.clock.glyphHeight
        let glyphs = (0..<SlateBank.glyphCount).map { Array(UnsafeBufferPointer(start: bank.glyph($0), count: size)) }
        #expect(Set(glyphs).count == SlateBank.glyphCount)
        for glyph in glyphs {
            #expect(glyph.contains { $0 > 200 })
            // Whole figures: nothing is cut at the edge of the cell.
            let (width, height) = (bank.clock.glyphWidth, bank.clock.glyphHeight)
            #expect((0..<width).allSatisfy { glyph[$0] < 128 && glyph[(height - 1) * width + $0] < 128 })
            #expect((0..<height).allSatisfy { glyph[$0 * width] < 128 && glyph[$0 * width + width - 1] < 128 })
        }
    }

    @Test func theClockCanBeLeftOut() throws {
        var settings = Self.settings()
        settings.showClock = false
        let bank = try SlatePainter.makeBank(format: Self.format(640, 360), settings: settings, reasons: [])
        #expect(bank.clock.glyphWidth == 0)
    }

    @Test func everyLetterOfEveryLanguageIsInTheFont() throws {
        let canvas = try Canvas(pixelWidth: 64, pixelHeight: 64, displayAspect: 1)
        let white = SlateSettings.Colour(255, 255, 255)
        for texts in SlateTexts.all {
            for text in [texts.neutral, texts.attention] + texts.reasons.values {
                let ink = try canvas.ink(of: TextLine(text: text, size: 40, colour: white))
                #expect(ink.width > 40 && ink.height > 20)
            }
        }
        #expect(throws: SlateError.self) {
            try canvas.ink(of: TextLine(text: "\u{10FFFD}", size: 40, colour: white))
        }
    }

    @Test func nobodyCanWriteToABankThatWasHandedOver() throws {
        let bank = try SlatePainter.makeBank(format: Self.format(64, 64), settings: Self.settings(), reasons: [])
        #expect(throws: SystemError.self) {
            try SharedMemory.open(descriptor: dup(bank.memory.descriptor), access: .readWrite, name: "slates")
        }
        let reader = try SharedMemory.open(
            descriptor: dup(bank.memory.descriptor), access: .readOnly, name: "slates")
        let same = try SlateBank.attach(to: reader, format: bank.format)
        #expect(Self.bytes(same, 0) == Self.bytes(bank, 0))
    }

    @Test func aBackgroundThatIsNotThereIsSaid() {
        var settings = Self.settings()
        settings.background = "/nowhere.png"
        #expect(throws: SlateError.self) {
            try SlatePainter.makeBank(format: Self.format(64, 64), settings: settings)
        }
    }
}
