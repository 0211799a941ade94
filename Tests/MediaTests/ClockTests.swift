import Testing
import Timecode

@testable import MediaFFmpeg

/// The arithmetic under the exactness: rates, positions, the grid of codec frames, channel weights.
@Suite struct ClockTests {
    @Test func millisecondsStillNameThePicture() {
        // Matroska at 29.97: time stamps rounded to 1 ms, from an odd first one.
        let clock = PictureClock(tickNumerator: 1, tickDenominator: 1000, first: 21, rate: .fps2997)
        for picture in 0..<20_000 as Range<Int64> {
            let exact = Double(picture) * 1001 / 30
            #expect(clock.position(of: 21 + Int64(exact.rounded())) == picture)
        }
        #expect(clock.target(of: 25 * 60, at: .fps25) == 1798)
        #expect(clock.target(of: 25 * 3600, at: .fps25) == 107_892)
    }

    @Test func variableRatesCountTicks() {
        let clock = PictureClock(tickNumerator: 1, tickDenominator: 90_000, first: 1_000, rate: nil)
        #expect(clock.position(of: 4_600) == 3_600)
        #expect(clock.target(of: 1, at: .fps25) == 3_600)
        #expect(clock.target(of: 1, at: .fps2997) == 3_003)
    }

    @Test func ratesAreRecognised() {
        func cadence(_ times: [Int64], per second: Int64, interlaced: Bool = false) -> Cadence {
            Cadence(tickNumerator: 1, tickDenominator: second, timestamps: times, isInterlaced: interlaced)
        }
        let ntsc = (0..<120 as Range<Int64>).map { ($0 * 1001 * 2 + 30) / 60 }
        #expect(cadence(ntsc, per: 1000).rate(claims: [(2_997, 100)]) == .fps2997)
        #expect(cadence(ntsc, per: 1000).rate(claims: [(30, 1)]) != .fps30)
        // A claim of twice the rate, as transport streams of 25 pictures sometimes make.
        let pal = (0..<40 as Range<Int64>).map { $0 * 3_600 }
        #expect(cadence(pal, per: 90_000).rate(claims: [(50, 1)]) == .fps25)
        // Fields with time stamps of their own.
        let fields = (0..<40 as Range<Int64>).map { $0 * 1_800 }
        #expect(cadence(fields, per: 90_000, interlaced: true).rate(claims: [(50, 1)]) == .fps25)
        // A telephone that could not make up its mind.
        #expect(cadence([0, 33, 71, 100, 149, 180, 213, 260, 281], per: 1000).rate(claims: [(2_871, 100)]) == nil)
        #expect(Cadence.snap(23_976, 1000) == .fps23976)
        #expect(Cadence.snap(19_001, 300) == FrameRate(19_001, 300))
    }

    @Test func codecFramesAreFoundAgain() {
        // AAC at 48 kHz in milliseconds.
        let frames = (0..<12 as Range<Int64>).map { (timestamp: ($0 * 1024 * 2 + 48) / 96, position: $0 * 1024) }
        let origin = SoundGrid.origin(
            frames: frames, leads: [0], picture: 0, tick: (1, 1000), sampleRate: 48_000)
        #expect(origin == 0)
        let grid = SoundGrid(
            tickNumerator: 1, tickDenominator: 1000, sampleRate: 48_000, frameSamples: 1024, origin: origin)
        for frame in 0..<10_000 as Range<Int64> {
            let timestamp = (frame * 1024 * 2 + 48) / 96
            #expect(grid.position(of: timestamp) == frame * 1024)
            #expect(grid.position(of: timestamp, counted: frame * 1024) == frame * 1024)
        }
        // A hole of one codec frame is seen.
        #expect(grid.position(of: 43, counted: 1024) == 2048)
    }

    @Test func weightsFollowBS775() {
        let five: ChannelMix.Layout = [.left, .right, .centre, .lfe, .surroundLeft, .surroundRight]
        let h = ChannelMix.minus3dB
        #expect(ChannelMix.matrix(from: five, to: 2) == [[1, 0, h, 0, h, 0], [0, 1, h, 0, 0, h]])
        #expect(ChannelMix.matrix(from: [.centre], to: 2) == [[1], [1]])
        #expect(ChannelMix.matrix(from: [.left, .right], to: 2) == [[1, 0], [0, 1]])
        #expect(ChannelMix.matrix(from: [.left, .right], to: 1) == [[0.5, 0.5]])
        #expect(ChannelMix.matrix(from: [.left, .right], to: 4) == [[1, 0], [0, 1], [0, 0], [0, 0]])
        #expect(ChannelMix.matrix(from: five, to: 6).enumerated().allSatisfy { $1[$0] == 1 && $1.reduce(0, +) == 1 })
    }

    @Test func matricesAreInverse() {
        let there = ColourMatrix.bt601.change(to: .bt709)
        // Red, 75 %, BT.601 to BT.709 limited range, by the standards' own equations.
        var luma: [UInt8] = [65, 65, 65, 65]
        var (blue, red): ([UInt8], [UInt8]) = ([100], [212])
        there.apply(
            luma: &luma, lumaStride: 2, blue: &blue, red: &red, chromaStride: 1, width: 2, height: 2)
        #expect(abs(Int(luma[0]) - 51) <= 1 && abs(Int(blue[0]) - 109) <= 1 && abs(Int(red[0]) - 212) <= 1)
        let back = ColourMatrix.bt709.change(to: .bt601)
        back.apply(luma: &luma, lumaStride: 2, blue: &blue, red: &red, chromaStride: 1, width: 2, height: 2)
        #expect(abs(Int(luma[0]) - 65) <= 1 && abs(Int(blue[0]) - 100) <= 1 && abs(Int(red[0]) - 212) <= 1)
    }
}
