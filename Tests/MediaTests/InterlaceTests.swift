import Testing
import Timecode

/// Interlaced archives: deinterlaced by their own field order, never combed, every field in its place.
@Suite struct InterlaceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let topFirst: Bool
        let options: [String]
        var testDescription: String { name }
    }

    static let cases: [Case] = [true, false].flatMap { top -> [Case] in
        let order = top ? "tff" : "bff"
        let flag = ["-vf", "setfield=\(order),setsar=64/45"]
        let mpeg2 = Clip.mpeg2 + ["-b:v", "8M", "-flags", "+ildct+ilme", "-top", top ? "1" : "0"]
        return [
            Case(name: "\(order).ts", topFirst: top, options: flag + mpeg2 + ["-c:a", "mp2"]),
            Case(
                name: "\(order).mp4", topFirst: top,
                options: flag + Clip.x264 + ["-x264-params", "\(order)=1:keyint=60:bframes=2", "-c:a", "aac"]),
            Case(
                name: "\(order).mov", topFirst: top,
                options: flag + [
                    "-pix_fmt", "yuv422p10le", "-c:v", "prores_ks", "-flags", "+ildct", "-top", top ? "1" : "0",
                    "-c:a", "pcm_s16le",
                ]),
            Case(
                name: "\(order).mkv", topFirst: top,
                options: flag + [
                    "-pix_fmt", "yuv420p", "-c:v", "ffv1", "-field_order", top ? "tt" : "bb", "-c:a", "flac",
                ]),
        ]
    }

    @Test(arguments: cases)
    func fieldsComeInTheirOrder(_ item: Case) throws {
        let sound = TestSound(seconds: 4)
        let path = try Workshop.clip(
            item.name, frames: 80, sound: sound, size: (720, 576), topFirst: item.topFirst, options: item.options)
        for rate in [FrameRate.fps25, .fps50] {
            let format = ChannelFormat(
                width: 1024, height: 576, rate: rate, colour: .bt709, sampleRate: 48_000, channels: 2)!
            let perFrame = rate == .fps25 ? 2 : 1
            for inFrame in [0, 1, 37] {
                let run = try DecodeRun.decode(
                    path, inFrame: Int64(inFrame), frames: 20, format: format, readsBars: true)
                #expect(run.numbers == (inFrame..<inFrame + 20).map { $0 * perFrame / 2 }, "from \(inFrame) at \(rate)")
                for (index, bar) in run.bars.enumerated() {
                    let left = NumberedPicture.bar((inFrame + index) * perFrame, width: 720)
                    let centre = (Double(left) + 20) * 1024 / 720 - 0.5
                    #expect(abs(bar.centre - centre) < 3, "field of frame \(index) from \(inFrame) at \(rate)")
                    #expect(bar.combing < 12)
                }
                let heard = sound.lag(of: run.channel(0), at: inFrame * (rate == .fps25 ? 1920 : 960))
                #expect(abs(heard.lag) <= 17)
            }
        }
    }
}
