import Realtime
import Testing
import Timecode

/// The promise itself: at every in-point, in every kind of file, the right picture and the right sample.
@Suite struct ExactnessTests {
    @Test(arguments: Clip.all)
    func picturesAndSamplesAreTheOnesAskedFor(_ clip: Clip) throws {
        let (path, sound) = try clip.make()
        let seal = Workshop.seal(path)
        for (inFrame, killAt) in [(0, nil), (1, nil), (37, 13), (59, nil), (83, nil)] as [(Int, Int64?)] {
            let run = try DecodeRun.decode(path, inFrame: Int64(inFrame), frames: 30, killAt: killAt, seal: seal)
            let expected = (inFrame..<inFrame + 30).compactMap { clip.frame(at: $0) }
            #expect(run.numbers == expected, "pictures from in-point \(inFrame)")
            #expect(run.status == 0 && run.state == .ended && run.endFrame == Int64(expected.count))
            let heard = sound.lag(of: run.channel(0), at: inFrame * 1920)
            #expect(
                abs(heard.lag) <= clip.tolerance && heard.correlation > clip.correlation,
                "sound from in-point \(inFrame): \(heard)")
        }
    }

    @Test func soundWithoutLossIsBitExact() throws {
        let clip = Clip(name: "exact.mov", options: Clip.x264 + ["-c:a", "pcm_s16le"])
        let (path, sound) = try clip.make()
        let run = try DecodeRun.decode(path, inFrame: 37, frames: 30, killAt: 11)
        let expected = (0..<30 * 1920).flatMap { index in (0..<2).map { sound.value(37 * 1920 + index, $0) } }
        #expect(run.samples == expected)
    }

    @Test func repeatedPicturesShareASlot() throws {
        let clip = Clip(name: "slow.mp4", rate: "10", numerator: 10, frames: 30, options: Clip.x264 + ["-an"])
        let path = try Workshop.clip(clip.name, rate: clip.rate, frames: clip.frames, sound: nil, options: clip.options)
        let run = try DecodeRun.decode(path, inFrame: 3, frames: 50)
        #expect(run.numbers == (3..<53).map { $0 * 10 / 25 })
        for index in 1..<50 where run.numbers[index] == run.numbers[index - 1] {
            #expect(run.slots[index] == run.slots[index - 1])
        }
        #expect(run.samples.allSatisfy { $0 == 0 } && run.samples.count >= 50 * 1920 * 2)
    }

    @Test(arguments: ["late.mp4", "late.ts", "late.mkv"])
    func soundThatBeginsBeforeThePictureIsCut(_ name: String) throws {
        let sound = TestSound(seconds: 5)
        let path = try Workshop.clip(
            name, frames: 100, sound: sound, options: Clip.x264 + ["-c:a", "aac", "-vsync", "passthrough"],
            inputOptions: ["-itsoffset", "0.52"])
        for inFrame in [0, 37] {
            let run = try DecodeRun.decode(path, inFrame: Int64(inFrame), frames: 20)
            #expect(run.numbers == Array(inFrame..<inFrame + 20))
            let heard = sound.lag(of: run.channel(0), at: 24_960 + inFrame * 1920)
            #expect(abs(heard.lag) <= 17 && heard.correlation > 0.9, "\(heard)")
        }
    }

    @Test(arguments: ["early.mov", "early.ts", "early.mkv"])
    func silencePrecedesSoundThatBeginsAfterThePicture(_ name: String) throws {
        let sound = TestSound(seconds: 4)
        let codec = name == "early.ts" ? "mp2" : "pcm_s16le"
        let path = try Workshop.clip(
            name, frames: 100, sound: sound, options: Clip.x264 + ["-c:a", codec], soundOptions: ["-itsoffset", "0.5"])
        let start = try DecodeRun.decode(path, frames: 25)
        #expect(start.channel(0)[..<23_000].allSatisfy { abs($0) < 0.001 })
        let heard = sound.lag(of: start.channel(0), at: -24_000, skipping: 26_000)
        #expect(abs(heard.lag) <= 17 && heard.correlation > 0.9, "\(heard)")
        let later = try DecodeRun.decode(path, inFrame: 51, frames: 20)
        #expect(abs(sound.lag(of: later.channel(0), at: 51 * 1920 - 24_000).lag) <= 17)
    }

    @Test func variableRatesGoByTime() throws {
        // Of pictures at 25 a second every third is missing, and every second one left is 7 ms late.
        let path = try Workshop.clip(
            "variable.mkv", frames: 100, sound: nil,
            options: [
                "-vf", "settb=1/1000,select='mod(n\\,3)',setpts='PTS+7*mod(N\\,2)'", "-vsync", "vfr", "-enc_time_base",
                "1/1000",
            ] + Clip.x264)
        // The first picture is number 1 at 40 ms; time counts from it.
        let left = (0..<100).filter { $0 % 3 != 0 }
        let times = left.enumerated().map { (number: $1, time: $1 * 40 + 7 * ($0 % 2) - 40) }
        for inFrame in [0, 29, 41] {
            let run = try DecodeRun.decode(path, inFrame: Int64(inFrame), frames: 20)
            let expected = (inFrame..<inFrame + 20).map { frame in times.last { $0.time <= frame * 40 }!.number }
            #expect(run.numbers == expected)
        }
    }

    @Test func fiftyPicturesASecond() throws {
        let format = ChannelFormat(
            width: 320, height: 180, rate: .fps5994, colour: .bt709, sampleRate: 48_000, channels: 2)!
        let clip = Clip.all.first { $0.name == "ntsc.mp4" }!
        let (path, sound) = try clip.make()
        let run = try DecodeRun.decode(path, inFrame: 61, frames: 60, format: format)
        #expect(run.numbers == (61..<121).map { $0 / 2 })
        let heard = sound.lag(of: run.channel(0), at: 61 * 48_000 * 1001 / 60_000)
        #expect(abs(heard.lag) <= 17)
    }
}
