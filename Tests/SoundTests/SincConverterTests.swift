import Foundation
import Testing

@testable import AudioALSA

@Suite struct SincConverterTests {
    /// Residual of a least-squares fit of sine, cosine and constant, against the fitted sine, in decibels.
    private func distortion(_ samples: [Double], cyclesPerSample: Double) -> Double {
        var (ss, cc, sc, sy, cy, sum, s1, c1) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for (index, y) in samples.enumerated() {
            let angle = 2 * Double.pi * cyclesPerSample * Double(index)
            let (s, c) = (sin(angle), cos(angle))
            ss += s * s
            cc += c * c
            sc += s * c
            sy += s * y
            cy += c * y
            sum += y
            s1 += s
            c1 += c
        }
        let n = Double(samples.count)
        // Normal equations of a 3x3 system, by Cramer's rule.
        func determinant(_ m: [[Double]]) -> Double {
            m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
        }
        let matrix = [[ss, sc, s1], [sc, cc, c1], [s1, c1, n]]
        let right = [sy, cy, sum]
        let all = determinant(matrix)
        let solution = (0..<3).map { column in
            determinant(
                matrix.enumerated().map { row, values in
                    values.enumerated().map { $0 == column ? right[row] : $1 }
                }) / all
        }
        var residual = 0.0
        for (index, y) in samples.enumerated() {
            let angle = 2 * Double.pi * cyclesPerSample * Double(index)
            let fit = solution[0] * sin(angle) + solution[1] * cos(angle) + solution[2]
            residual += (y - fit) * (y - fit)
        }
        let power = (solution[0] * solution[0] + solution[1] * solution[1]) / 2
        return 10 * log10(residual / n / power)
    }

    private func convert(_ input: [Float], ratios: (Int) -> Double, block: Int = 240) throws -> [(Float, Double)] {
        let converter = try #require(SincConverter(channels: 1))
        var output = [(Float, Double)]()
        var buffer = [Float](repeating: 0, count: 4096)
        var position = 0.0
        var index = 0
        while index + block <= input.count {
            let ratio = ratios(index)
            let (used, made) = input.withUnsafeBufferPointer { source in
                converter.convert(
                    source.baseAddress! + index, frames: block, into: &buffer, capacity: 4096, ratio: ratio)
            }
            #expect(used == block)
            for k in 0..<made { output.append((buffer[k], position + Double(k) / ratio)) }
            position += Double(made) / ratio
            index += block
        }
        return output
    }

    @Test(
        "997 Hz keeps its purity at any correction: THD+N better than -100 dB",
        arguments: [-300.0, -123.4, 0, 1, 77.7, 300])
    func isClean(ppm: Double) throws {
        let input = (0..<96_000).map { Float(0.5 * sin(2 * Double.pi * 997 / 48_000 * Double($0))) }
        let ratio = 1 + ppm / 1e6
        let output = try convert(input, ratios: { _ in ratio })
        let settled = output.dropFirst(2000).map { Double($0.0) }
        let measured = distortion(settled, cyclesPerSample: 997 / 48_000 / ratio)
        #expect(measured < -100, "THD+N \(measured) dB")
    }

    @Test("A card at 44.1 kHz is fed as cleanly")
    func otherRate() throws {
        let input = (0..<96_000).map { Float(0.5 * sin(2 * Double.pi * 997 / 48_000 * Double($0))) }
        let output = try convert(input, ratios: { _ in 44_100.0 / 48_000 })
        let measured = distortion(output.dropFirst(2000).map { Double($0.0) }, cyclesPerSample: 997 / 44_100)
        #expect(measured < -100, "THD+N \(measured) dB")
    }

    @Test("While the correction glides, each output sample is the programme at the position kept by the pump")
    func keepsPosition() throws {
        let input = (0..<480_000).map { Float(0.5 * sin(2 * Double.pi * 997 / 48_000 * Double($0))) }
        // From +300 to -300 ppm within ten seconds, a new ratio every 5 ms.
        let output = try convert(input, ratios: { 1 / (1 + (300 - 600 * Double($0) / 480_000) / 1e6) })
        var residual = 0.0
        for (sample, position) in output.dropFirst(500) {
            let ideal = 0.5 * sin(2 * Double.pi * 997 / 48_000 * position)
            residual += (Double(sample) - ideal) * (Double(sample) - ideal)
        }
        let measured = 10 * log10(residual / Double(output.count - 500) / 0.125)
        #expect(measured < -90, "difference from the ideal \(measured) dB")
        #expect(abs(output.last!.1 - 480_000) < 400)
    }
}
