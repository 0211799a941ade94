import Foundation
import Glibc
import Realtime
import Testing
import Timecode
import Timeline

@testable import SlatePango

/// The resident marks: what they say, where they stand, and the blend against arithmetic done another way.
@Suite struct MarkTests {
    static let five = ["kk", "uz", "ky", "ru", "en"]
    static let rasters: [(Int32, Int32)] = [(1920, 1080), (1280, 720), (720, 576), (720, 480), (640, 360), (320, 180)]

    /// What `MarkPainter` rasterises, as premultiplied words.
    private func drawing(_ mark: MarkSet, _ format: ChannelFormat, _ settings: MarkSettings) throws -> [UInt32] {
        let shape = Double(format.displayAspect.width) / Double(format.displayAspect.height)
        let canvas = try Canvas(
            pixelWidth: Int(format.width), pixelHeight: Int(format.height), displayAspect: shape)
        try MarkComposition(canvas: canvas, settings: settings).draw(mark)
        let drawing = canvas.drawing
        return (0..<Int(format.height)).flatMap { row in
            Array(UnsafeBufferPointer(start: drawing.words + row * drawing.stride, count: Int(format.width)))
        }
    }

    /// A picture of noise over the whole of limited range.
    private func noise(_ layout: PictureLayout) -> [UInt8] {
        var state: UInt64 = 88_172_645_463_325_252
        return (0..<layout.byteCount).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(16 + state >> 40 % 225)
        }
    }

    /// The blend in floating point, straight from the drawing: every sample within rounding, nothing else touched.
    @Test(arguments: rasters)
    func blendAgreesWithFloatingPoint(width: Int32, height: Int32) throws {
        let format = SlatePainterTests.format(width, height)
        let settings = MarkSettings(languages: Self.five)
        let bank = try MarkPainter.makeBank(format: format, settings: settings)
        let layout = bank.layout
        let before = noise(layout)
        let (kr, kb) = height > 576 ? (0.2126, 0.0722) : (0.299, 0.114)
        for mark in [MarkSet.rehearsal, .synthetic] {
            let words = try drawing(mark, format, settings)
            var after = before
            after.withUnsafeMutableBytes { bank.draw(mark.rawValue, on: $0.baseAddress!) }
            func pixel(_ x: Int, _ y: Int) -> (a: Double, y: Double, b: Double, r: Double) {
                guard x >= 0 else { return (0, 0, 0, 0) }
                let word = words[y * Int(width) + x]
                let a = Double(word >> 24) / 255
                let (r, g, b) = (
                    Double(word >> 16 & 255) / 255, Double(word >> 8 & 255) / 255, Double(word & 255) / 255
                )
                let luma = kr * r + (1 - kr - kb) * g + kb * b
                return (
                    a, 219 * luma + 16 * a, 112 * (b - luma) / (1 - kb) + 128 * a,
                    112 * (r - luma) / (1 - kr) + 128 * a
                )
            }
            var worst = (luma: 0.0, chroma: 0.0)
            var touched = 0
            for y in 0..<Int(height) {
                for x in 0..<Int(width) {
                    let (at, mark) = (y * layout.lumaStride + x, pixel(x, y))
                    worst.luma = max(worst.luma, abs(Double(before[at]) * (1 - mark.a) + mark.y - Double(after[at])))
                    if before[at] != after[at] { touched += 1 }
                }
            }
            for y in 0..<Int(height) / 2 {
                for x in 0..<Int(width) / 2 {
                    var sum = (a: 0.0, b: 0.0, r: 0.0)
                    for row in 0..<2 {
                        for (column, weight) in [(2 * x - 1, 0.125), (2 * x, 0.25), (2 * x + 1, 0.125)] {
                            let mark = pixel(column, 2 * y + row)
                            sum = (sum.a + weight * mark.a, sum.b + weight * mark.b, sum.r + weight * mark.r)
                        }
                    }
                    for (plane, value) in [(layout.blueOffset, sum.b), (layout.redOffset, sum.r)] {
                        let at = plane + y * layout.chromaStride + x
                        let expected = Double(before[at]) * (1 - sum.a) + value
                        worst.chroma = max(worst.chroma, abs(expected - Double(after[at])))
                    }
                }
            }
            #expect(worst.luma <= 1, "\(mark.names) luma \(worst.luma)")
            #expect(worst.chroma <= 1.5, "\(mark.names) chroma \(worst.chroma)")
            #expect(touched > 1000)
            // Only the rectangle, to the byte, padding of the rows included.
            let place = bank.planes(of: mark.rawValue.trailingZeroBitCount).place
            for at in before.indices where before[at] != after[at] {
                let (y, x, half): (Int, Int, Int)
                if at < layout.blueOffset {
                    (y, x, half) = (at / layout.lumaStride, at % layout.lumaStride, 1)
                } else {
                    let inPlane = (at - layout.blueOffset) % (layout.redOffset - layout.blueOffset)
                    (y, x, half) = (inPlane / layout.chromaStride, inPlane % layout.chromaStride, 2)
                }
                guard (place.left / half..<(place.left + place.width) / half).contains(x),
                    (place.top / half..<(place.top + place.height) / half).contains(y)
                else {
                    Issue.record("byte \(at) outside the mark")
                    break
                }
            }
        }
    }

    /// The same drawing laid over the same picture by ffmpeg.
    @Test func blendAgreesWithFfmpegsOverlay() throws {
        let format = SlatePainterTests.format(1280, 720)
        let settings = MarkSettings(languages: Self.five)
        let bank = try MarkPainter.makeBank(format: format, settings: settings)
        let layout = bank.layout
        // Smooth in colour, so that the siting of chroma does not count.
        var picture = [UInt8](repeating: 128, count: layout.byteCount)
        for y in 0..<720 { for x in 0..<1280 { picture[y * layout.lumaStride + x] = UInt8(16 + (x + y) % 220) } }
        func visible(_ bytes: [UInt8]) -> [UInt8] {
            var result: [UInt8] = []
            for y in 0..<720 { result += bytes[y * layout.lumaStride..<y * layout.lumaStride + 1280] }
            for plane in [layout.blueOffset, layout.redOffset] {
                for y in 0..<360 {
                    result += bytes[plane + y * layout.chromaStride..<plane + y * layout.chromaStride + 640]
                }
            }
            return result
        }
        for mark in [MarkSet.rehearsal, .synthetic] {
            var ours = picture
            ours.withUnsafeMutableBytes { bank.draw(mark.rawValue, on: $0.baseAddress!) }
            let straight = try drawing(mark, format, settings).flatMap { word -> [UInt8] in
                let a = word >> 24
                func plain(_ part: UInt32) -> UInt8 { a == 0 ? 0 : UInt8(min(255, (part & 255) * 255 / a)) }
                return [plain(word >> 16), plain(word >> 8), plain(word), UInt8(a)]
            }
            let ramp = "nullsrc=s=1280x720,geq=lum='16+mod(X+Y,220)':cb=128:cr=128,format=yuv420p"
            let theirs = try Ffmpeg.run(
                "-f lavfi -i \"\(ramp)\" -f rawvideo -pix_fmt rgba -s 1280x720 -i - -frames:v 1 -filter_complex "
                    + "'[1]scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuva420p[m];"
                    + "[0][m]overlay=format=yuv420' -f rawvideo -pix_fmt yuv420p -", input: straight)
            let mine = visible(ours)
            let differences = zip(mine, theirs).map { abs(Int($0) - Int($1)) }
            #expect(theirs.count == mine.count)
            #expect(differences.prefix(1280 * 720).max()! <= 3, "luma \(differences.prefix(1280 * 720).max()!)")
            // ffmpeg takes every second alpha for chroma where we take the mean: edges of letters differ, fields do not.
            let chroma = differences.dropFirst(1280 * 720)
            #expect(chroma.count { $0 > 3 } < chroma.count / 100)
        }
    }

    @Test(arguments: rasters)
    func marksKeepInsideTheSafeAreaAndApart(width: Int32, height: Int32) throws {
        let format = SlatePainterTests.format(width, height)
        for corner in MarkSettings.Corner.allCases {
            for size in [75, 100, 200] {
                let settings = MarkSettings(
                    languages: Self.five, rehearsal: .init(corner, size: size), synthetic: .init(corner, size: size))
                let bank = try MarkPainter.makeBank(format: format, settings: settings)
                let places = [bank.planes(of: 0).place, bank.planes(of: 1).place]
                for place in places {
                    #expect(place.left * 20 >= Int(width) - 20 && place.top * 20 >= Int(height) - 20)
                    #expect((place.left + place.width) * 20 <= Int(width) * 19 + 40)
                    #expect((place.top + place.height) * 20 <= Int(height) * 19 + 40)
                }
                let apart =
                    places[0].top + places[0].height <= places[1].top + 2
                    || places[1].top + places[1].height <= places[0].top + 2
                #expect(apart, "\(corner) \(size) \(places)")
            }
        }
    }

    @Test func everyLanguageSpeaks() throws {
        #expect(Set(MarkTexts.all.map(\.language)) == Set(SlateTexts.all.map(\.language)))
        let format = SlatePainterTests.format(1280, 720)
        var seen: Set<[UInt8]> = []
        for text in MarkTexts.all {
            let bank = try MarkPainter.makeBank(format: format, settings: MarkSettings(languages: [text.language]))
            #expect(bank.drawable == MarkSet.all.rawValue && bank.standing == 0)
            let planes = bank.planes(of: 1)
            seen.insert(
                Array(UnsafeBufferPointer(start: planes.lumaAlpha, count: planes.place.width * planes.place.height)))
        }
        #expect(seen.count == MarkTexts.all.count)
    }

    @Test func equalSettingsGiveEqualBytesAndTheyAreSealed() throws {
        let format = SlatePainterTests.format(720, 576)
        let settings = MarkSettings(languages: Self.five, standing: .rehearsal)
        let (one, two) = (
            try MarkPainter.makeBank(format: format, settings: settings),
            try MarkPainter.makeBank(format: format, settings: settings)
        )
        #expect(one.standing == MarkSet.rehearsal.rawValue)
        #expect(one.memory.count == two.memory.count)
        #expect(memcmp(one.memory.base, two.memory.base, one.memory.count) == 0)
        let reader = try SharedMemory.open(descriptor: dup(one.memory.descriptor), access: .readOnly, name: "test")
        let attached = try MarkBank.attach(to: reader, format: format)
        #expect(attached.drawable == one.drawable && attached.planes(of: 1).place == one.planes(of: 1).place)
        #expect(throws: SystemError.self) {
            _ = try MarkBank.attach(to: reader, format: SlatePainterTests.format(320, 180))
        }
    }

    /// What a mark costs a frame, in CPU time of this thread: printed with QALQAN_MEASURE, bounded loosely always.
    @Test(arguments: [(Int32(1920), Int32(1080)), (1280, 720), (720, 576)])
    func cost(width: Int32, height: Int32) throws {
        let bank = try MarkPainter.makeBank(
            format: SlatePainterTests.format(width, height), settings: MarkSettings(languages: Self.five))
        var picture = noise(bank.layout)
        func nanoseconds() -> Int {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return time.tv_sec * 1_000_000_000 + time.tv_nsec
        }
        for mark in [MarkSet.rehearsal, .synthetic] {
            let start = nanoseconds()
            picture.withUnsafeMutableBytes { bytes in
                for _ in 0..<200 { bank.draw(mark.rawValue, on: bytes.baseAddress!) }
            }
            let each = (nanoseconds() - start) / 200
            let place = bank.planes(of: mark.rawValue.trailingZeroBitCount).place
            if getenv("QALQAN_MEASURE") != nil {
                print("mark \(mark.names) \(width)x\(height): \(place.width)x\(place.height), \(each) ns a frame")
            }
            // A tenth of a frame period, on any machine: what it really takes is in docs/FIGURES.md.
            #expect(each < 4_000_000)
        }
    }
}
