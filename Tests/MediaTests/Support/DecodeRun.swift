import CLinux
import Glibc
import Realtime
import Testing
import Timecode

/// What the real `qalqan-decode` put into a ring.
struct DecodeRun {
    /// Source frame, slot and what was read off each picture.
    var numbers: [Int] = []
    var slots: [Int] = []
    var sourceFrames: [Int64] = []
    var bars: [(centre: Double, combing: Int)] = []
    /// Interleaved samples.
    var samples: [Float] = []
    var status: Int32 = -1
    var signal: Int32 = 0
    var state: SourceState = .working
    var endFrame: Int64 = .max
    /// The last picture's planes.
    var picture: [UInt8] = []
    let format: ChannelFormat

    /// One channel of the sound.
    func channel(_ index: Int) -> [Float] {
        stride(from: index, to: samples.count, by: Int(format.channels)).map { samples[$0] }
    }

    static let format = ChannelFormat(
        width: 320, height: 180, rate: .fps25, colour: .bt709, sampleRate: 48_000, channels: 2)!

    /// The program as built beside the tests.
    static let program: String = {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, 4095)
        let own = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let candidates = [own, CommandLine.arguments[0]].map { $0[..<($0.lastIndex(of: "/") ?? $0.startIndex)] }
        return candidates.map { "\($0)/qalqan-decode" }.first { access($0, X_OK) == 0 } ?? "qalqan-decode"
    }()

    /// Runs the decoder over `frames` item frames from channel frame `inFrame`, consuming like air.
    ///
    /// - Parameters:
    ///   - killAt: Frames after which the process is killed once and started again on the same ring.
    ///   - meddle: Called once when the first frame has come.
    static func decode(
        _ path: String, inFrame: Int64 = 0, frames: Int64 = 40, format: ChannelFormat = format, depth: Int = 8,
        pictures: Int = 9, still: Bool = false, killAt: Int64? = nil,
        seal: (tree: String, digest: [UInt8], size: Int64)? = nil, readsBars: Bool = false, stopAt: Int64? = nil,
        meddle: (() -> Void)? = nil
    ) throws -> DecodeRun {
        let geometry = SourceRing.Geometry(depth: depth, pictures: pictures)
        let data = try SharedMemory.create(
            name: "ring", count: SourceRing.byteCount(format: format, geometry: geometry))
        let control = try SharedMemory.create(name: "control", count: SourceRing.controlBytes)
        let ring = try SourceRing.create(data: data, control: control, format: format, geometry: geometry)
        let seal = seal ?? Workshop.seal(path)
        let hex = seal.digest.map { byte in
            let digits = Array("0123456789abcdef")
            return "\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
        let command = [
            program, "--format", format.token, "--ring", "3", "--control", "4", "--media", path, "--tree", seal.tree,
            "--digest", hex, "--size", "\(seal.size)", "--in", "\(inFrame)", "--frames", "\(frames)",
            "--still", still ? "yes" : "no",
        ]
        var run = DecodeRun(format: format)
        var pid = try start(command, data, control)
        var (frame, sample): (Int64, Int64) = (0, 0)
        var kill = killAt
        var meddle = meddle
        var idle = 0
        while true {
            let seen = ring.producerSignal
            let before = (frame, sample)
            var status: Int32 = 0
            let isOver = waitpid(pid, &status, WNOHANG) == pid
            run.take(ring, &frame, &sample, readsBars: readsBars)
            if frame > 0, let once = meddle {
                once()
                meddle = nil
            }
            if let at = stopAt, frame >= at { ring.requestStop() }
            if isOver {
                run.status = ql_wait_status_exit_code(status)
                run.signal = ql_wait_status_signal(status)
                break
            }
            if let at = kill, frame >= at {
                Glibc.kill(pid, SIGKILL)
                waitpid(pid, &status, 0)
                run.take(ring, &frame, &sample, readsBars: readsBars)
                pid = try start(command, data, control)
                kill = nil
            }
            // A minute without anything: the decoder hangs.
            idle = before == (frame, sample) ? idle + 1 : 0
            guard idle < 600 else {
                Glibc.kill(pid, SIGKILL)
                waitpid(pid, &status, 0)
                Issue.record("the decoder hangs at frame \(frame), sample \(sample)")
                break
            }
            ring.waitForProducer(seen: seen, timeoutNanoseconds: 100_000_000)
        }
        run.state = ring.state
        run.endFrame = ring.endFrame
        return run
    }

    private static func start(
        _ command: [String], _ data: SharedMemory, _ control: SharedMemory
    ) throws -> pid_t {
        let arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let environment: [UnsafeMutablePointer<CChar>?] = [nil]
        let pid = ql_spawn(arguments, environment, [data.descriptor, control.descriptor], 2)
        try #require(pid > 0, "cannot start \(program)")
        return pid
    }

    /// Takes all that is published, and gives it back.
    private mutating func take(_ ring: SourceRing, _ frame: inout Int64, _ sample: inout Int64, readsBars: Bool) {
        let (width, height) = (Int(format.width), Int(format.height))
        while frame < ring.framesWritten {
            guard let picture = ring.picture(ofFrame: frame) else {
                Issue.record("frame \(frame) has no sound descriptor")
                return
            }
            let luma = picture.assumingMemoryBound(to: UInt8.self)
            numbers.append(NumberedPicture.read(luma, stride: ring.layout.lumaStride, width: width, height: height))
            slots.append(ring.slot(ofWritten: frame))
            if readsBars {
                bars.append(
                    NumberedPicture.readBar(luma, stride: ring.layout.lumaStride, width: width, height: height))
            }
            self.picture = Array(UnsafeRawBufferPointer(start: picture, count: ring.layout.byteCount))
            frame += 1
            ring.consume(framesBefore: frame, samplesBefore: min(sample, format.time.firstSample(of: frame)))
        }
        let count = Int(ring.samplesWritten - sample)
        if count > 0 {
            var part = [Float](repeating: 0, count: count * Int(format.channels))
            part.withUnsafeMutableBufferPointer { ring.copySamples(from: sample, count: count, to: $0.baseAddress!) }
            samples += part
            sample += Int64(count)
        }
        // Like air: sound is given back with its frames, so that it cannot run far ahead of them.
        ring.consume(framesBefore: frame, samplesBefore: min(sample, format.time.firstSample(of: frame)))
    }
}
