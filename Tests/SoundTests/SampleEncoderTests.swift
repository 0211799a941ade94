import Testing

@testable import AudioALSA

@Suite struct SampleEncoderTests {
    private func encode(_ samples: [Float], _ format: SampleFormat, channels: Int = 1, planar: Bool = false) -> [UInt8]
    {
        let frames = samples.count / channels
        let encoder = SampleEncoder(
            format: format, map: ChannelMap(programme: channels, card: channels), planar: planar, capacity: frames)
        encoder.encode(samples, frames: frames)
        return [UInt8](UnsafeRawBufferPointer(start: encoder.bytes, count: samples.count * format.bytes))
    }

    @Test("Full scale, silence and one unit in every format, clipped beyond full scale")
    func values() {
        let unit = Float(1) / 8_388_608
        let input: [Float] = [0, unit, -unit, 1, -1, 2, -2, .nan]
        #expect(
            encode(input, .s24Packed) == [
                0, 0, 0, 1, 0, 0, 255, 255, 255, 255, 255, 127, 0, 0, 128, 255, 255, 127, 0, 0, 128, 0, 0, 0,
            ])
        let wide = encode(input, .s32).withUnsafeBytes { [Int32]($0.bindMemory(to: Int32.self)) }
        #expect(wide == [0, 256, -256, .max, .min, .max, .min, 0])
        let middle = encode(input, .s24).withUnsafeBytes { [Int32]($0.bindMemory(to: Int32.self)) }
        #expect(middle == [0, 1, -1, 8_388_607, -8_388_608, 8_388_607, -8_388_608, 0])
        let floats = encode(input, .float).withUnsafeBytes { [Float]($0.bindMemory(to: Float.self)) }
        #expect(floats == [0, unit, -unit, 1, -1, 1, -1, 0])
    }

    @Test("A programme of 16-bit values reaches a 16-bit card bit for bit")
    func sixteenBitsPass() {
        let values = (-32_768...32_767).map { Int16($0) }
        let bytes = encode(values.map { Float($0) / 32_768 }, .s16)
        #expect(bytes.withUnsafeBytes { [Int16]($0.bindMemory(to: Int16.self)) } == values)
    }

    @Test("Dither at 16 bits is triangular: the mean follows the signal between two steps, the noise does not")
    func dither() {
        for fraction in [Float(0.1), 0.25, 0.5, 0.75] {
            let input = [Float](repeating: (100 + fraction) / 32_768, count: 200_000)
            let output = encode(input, .s16).withUnsafeBytes { [Int16]($0.bindMemory(to: Int16.self)) }
            let mean = output.reduce(0.0) { $0 + Double($1) } / Double(output.count)
            let variance = output.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(output.count)
            #expect(abs(mean - Double(100 + fraction)) < 0.01, "mean \(mean)")
            // TPDF of two units: total error power is a quarter of a unit squared, whatever the signal.
            #expect(abs(variance - 0.25) < 0.01, "variance \(variance)")
            #expect(output.allSatisfy { (99...102).contains($0) })
        }
    }

    @Test("Planar cards get one block per channel")
    func planes() {
        let bytes = encode([0.5, -0.5, 0.25, -0.25], .s16, channels: 2, planar: true)
        #expect(bytes.withUnsafeBytes { [Int16]($0.bindMemory(to: Int16.self)) } == [16_384, 8_192, -16_384, -8_192])
    }

    @Test("Channels the card has too many are silent, mono goes to both sides")
    func upMaps() {
        #expect(ChannelMap(programme: 2, card: 4).gains == [1, 0, 0, 1, 0, 0, 0, 0])
        #expect(ChannelMap(programme: 1, card: 2).gains == [1, 1])
        #expect(ChannelMap(programme: 2, card: 2).isIdentity)
    }

    @Test("5.1 on a stereo card is folded down by ITU-R BS.775")
    func foldsDown() {
        let map = ChannelMap(programme: 6, card: 2)
        let encoder = SampleEncoder(format: .float, map: map, planar: false, capacity: 6)
        // One channel at a time: L, R, C, LFE, Ls, Rs.
        let input: [Float] = (0..<6).flatMap { on in (0..<6).map { $0 == on ? 0.5 : 0 } }
        encoder.encode(input, frames: 6)
        let output = [Float](
            UnsafeRawBufferPointer(start: encoder.bytes, count: 48).bindMemory(to: Float.self))
        let c: Float = 0.5 * 0.707_106_8
        let expected: [Float] = [0.5, 0, 0, 0.5, c, c, 0, 0, c, 0, 0, c]
        #expect(zip(output, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }
}
