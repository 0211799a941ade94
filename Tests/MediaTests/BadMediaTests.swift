import Glibc
import Realtime
import Testing
import TrustDigest

/// What is not fit to air says so, at once and in the right words.
@Suite struct BadMediaTests {
    private static func file(_ name: String, _ bytes: [UInt8]) -> String {
        let path = "\(Workshop.folder)/\(name)"
        Workshop.write(bytes, to: path)
        return path
    }

    private static let nothing = (tree: "/nowhere", digest: [UInt8](repeating: 0, count: 32), size: Int64(0))

    @Test(arguments: ["text.mp4", "text.mp3", "zeros.ts", "random.mkv", "empty.mov", "text.txt"])
    func whatIsNotMediaIsUnusable(_ name: String) throws {
        var state: UInt64 = 99
        let bytes: [UInt8] =
            switch name {
            case "zeros.ts": [UInt8](repeating: 0, count: 300_000)
            case "random.mkv":
                (0..<300_000).map { _ in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return UInt8(truncatingIfNeeded: state >> 56)
                }
            case "empty.mov": []
            default: Array(String(repeating: "not media at all\n", count: 2_000).utf8)
            }
        let run = try DecodeRun.decode(Self.file(name, bytes))
        #expect(run.status == 11 && run.state == .mediaFailed && run.numbers.isEmpty)
    }

    @Test func missingIsMissing() throws {
        let run = try DecodeRun.decode("\(Workshop.folder)/no-such-file.mp4", seal: Self.nothing)
        #expect(run.status == 12 && run.state == .missing)
    }

    @Test func directoriesAndPipesAreRefusedWithoutWaiting() throws {
        let folder = "\(Workshop.folder)/folder.mp4"
        mkdir(folder, 0o700)
        let pipe = "\(Workshop.folder)/pipe.mp4"
        mkfifo(pipe, 0o600)
        for path in [folder, pipe, "/dev/zero"] {
            let run = try DecodeRun.decode(path, seal: Self.nothing)
            #expect(run.status == 11 && run.state == .mediaFailed, "\(path)")
        }
    }

    @Test func mediaCutShortEndsEarly() throws {
        let path = try Workshop.clip("whole.ts", frames: 100, sound: nil, options: Clip.x264 + ["-g", "25"])
        let bytes = Workshop.read(path)
        let run = try DecodeRun.decode(Self.file("short.ts", Array(bytes[..<(bytes.count * 6 / 10)])), frames: 100)
        #expect(run.status == 0 && run.state == .ended)
        #expect((30..<80).contains(run.endFrame) && run.numbers == Array(0..<Int(run.endFrame)))
        let index = try Workshop.clip("whole.mp4", frames: 100, sound: nil, options: Clip.x264)
        let halved = Workshop.read(index)
        let unusable = try DecodeRun.decode(Self.file("short.mp4", Array(halved[..<(halved.count / 2)])))
        #expect(unusable.status == 11 && unusable.state == .mediaFailed)
    }

    @Test func anInPointBeyondTheEndEndsAtOnce() throws {
        for name in ["end.mp4", "end.ts"] {
            let path = try Workshop.clip(
                name, frames: 60, sound: TestSound(seconds: 2.4), options: Clip.x264 + ["-c:a", "aac"])
            for inFrame in [60, 61, 5_000] as [Int64] {
                let run = try DecodeRun.decode(path, inFrame: inFrame)
                #expect(run.status == 0 && run.state == .ended && run.endFrame == 0 && run.numbers.isEmpty)
            }
            let last = try DecodeRun.decode(path, inFrame: 59)
            #expect(last.numbers == [59] && last.endFrame == 1)
        }
    }

    @Test func soundShorterThanThePictureIsFollowedBySilence() throws {
        let sound = TestSound(seconds: 1)
        let path = try Workshop.clip(
            "shortsound.mov", frames: 60, sound: sound, options: Clip.x264 + ["-c:a", "pcm_s16le"])
        let run = try DecodeRun.decode(path, frames: 60)
        #expect(run.numbers == Array(0..<60))
        let left = run.channel(0)
        #expect(left.count >= 60 * 1920 && left[47_999] == sound.value(47_999))
        #expect(left[48_000...].allSatisfy { $0 == 0 })
    }

    @Test func anAlteredByteStopsTheItemBeforeItIsSeen() throws {
        for name in ["sealed.ts", "sealed.mp4", "sealed.mkv", "sealed.mov"] {
            let options =
                name == "sealed.mov"
                ? ["-pix_fmt", "yuv422p10le", "-c:v", "prores_ks", "-c:a", "pcm_s16le"]
                : Clip.steady + ["-c:a", "aac"]
            let path = try Workshop.clip(name, frames: 100, sound: TestSound(seconds: 4), options: options)
            let seal = Workshop.seal(path)
            var bytes = Workshop.read(path)
            try #require(bytes.count > 400_000, "too small a clip to alter its middle")
            bytes[bytes.count / 2] ^= 1
            Workshop.write(bytes, to: path)
            let run = try DecodeRun.decode(path, frames: 100, seal: seal)
            #expect(run.status == 10 && run.state == .verificationFailed, "\(name)")
            // All that came is what was sealed, in its order.
            #expect(run.numbers == Array(0..<run.numbers.count) && run.numbers.count < 80, "\(name)")
            if name != "sealed.mov" { #expect(run.numbers.count > 10, "\(name)") }
        }
    }

    @Test func aFileAlteredWhileItPlaysIsCutOff() throws {
        let path = try Workshop.clip(
            "live.ts", frames: 200, sound: nil, options: Clip.steady)
        let seal = Workshop.seal(path)
        let size = Int(seal.size)
        let run = try DecodeRun.decode(path, frames: 200, depth: 4, pictures: 5, seal: seal) {
            let file = open(path, O_WRONLY | O_CLOEXEC)
            var byte: UInt8 = 0
            for offset in stride(from: size / 2, to: size, by: 1000) { pwrite(file, &byte, 1, off_t(offset)) }
            close(file)
        }
        #expect(run.status == 10 && run.state == .verificationFailed)
        #expect(run.numbers == Array(0..<run.numbers.count) && run.numbers.count < 120)
    }

    @Test func aFileThatShrinksIsCutOff() throws {
        let path = try Workshop.clip(
            "shrink.ts", frames: 200, sound: nil, options: Clip.steady)
        let seal = Workshop.seal(path)
        let half = off_t(seal.size / 2)
        let run = try DecodeRun.decode(path, frames: 200, depth: 4, pictures: 5, seal: seal) { truncate(path, half) }
        #expect(run.status == 10 && run.state == .verificationFailed)
        #expect(run.numbers == Array(0..<run.numbers.count))
    }

    @Test func stoppingIsPrompt() throws {
        let path = try Workshop.clip(
            "stop.ts", frames: 100, sound: TestSound(seconds: 4), options: Clip.x264 + ["-c:a", "mp2"])
        let run = try DecodeRun.decode(path, frames: 100_000, stopAt: 20)
        #expect(run.status == 0 && run.state == .working)
    }
}
