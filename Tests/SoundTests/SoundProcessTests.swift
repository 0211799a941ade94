import CLinux
import Foundation
import Realtime
import Testing
import Timecode

@testable import SoundEngine

/// `qalqan-sound` itself, on the machine's own clock, with a test card: what it plays and what it tells.
@Suite(.serialized) struct SoundProcessTests {
    private let configuration = PacedCard.configuration
    private let folder: String
    private let format = ChannelFormat(
        width: 16, height: 16, rate: .fps25, colour: .bt709, sampleRate: 48_000, channels: 2)!
    private let programme: SharedMemory
    private let anchorMemory: SharedMemory
    private let boardMemory: SharedMemory
    private let anchor: HouseAnchor

    /// A programme published whole, from now on for twenty seconds: nothing in the test has to keep time.
    init() throws {
        folder = try PacedCard.folder()
        guard mkfifo(folder + "/capture", 0o600) == 0 else { throw POSIXError(.EIO) }
        try Data().write(to: URL(fileURLWithPath: folder + "/present"))
        let slots = 500
        programme = try SharedMemory.create(
            name: "programme", count: ProgrammeRing.byteCount(format: format, slots: slots))
        let ring = try ProgrammeRing.create(in: programme, format: format, slots: slots)
        anchorMemory = try SharedMemory.create(name: "anchor", count: HouseAnchor.byteCount)
        anchor = HouseAnchor.now()
        anchor.store(in: anchorMemory)
        boardMemory = try SharedMemory.create(name: "board", count: Board<OutputStatus>.byteCount)
        let time = format.time
        let first = time.frame(at: anchor.tai) - 10
        for frame in first..<first + Int64(slots) {
            let slot = ring.begin(frame)
            let start = time.firstSample(of: frame)
            for index in 0..<1920 {
                slot.samples[index * 2] = SoundBench.value(start + Int64(index))
                slot.samples[index * 2 + 1] = -SoundBench.value(start + Int64(index))
            }
            ring.publish(
                frame,
                ProgrammeFacts(sampleCount: 1920, segment: 0, revision: 1, slate: 0, itemFrame: 0, lateness: 0))
        }
    }

    private func spawn(_ command: [String]) throws -> pid_t {
        let variables = [
            "PATH=/usr/bin:/bin", "ALSA_CONFIG_PATH=\(configuration)", "PACED_CAPTURE=\(folder)/capture",
            "PACED_EVENTS=\(folder)/events", "PACED_PRESENT=\(folder)/present",
            "LD_LIBRARY_PATH=\(ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "")",
        ]
        // A shell in between, for its standard error in a file; exec keeps the process.
        let shell = ["/bin/sh", "-c", "exec \"$@\" > \(folder)/log 2>&1", "sh"] + command
        var arguments: [UnsafeMutablePointer<CChar>?] = shell.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        let descriptors = [programme.descriptor, anchorMemory.descriptor, boardMemory.descriptor]
        let pid = ql_spawn(&arguments, &environment, descriptors, 3)
        return try SystemError.check(pid, "spawn")
    }

    private var soundCommand: [String] {
        [
            PacedCard.programs + "/qalqan-sound", "--format", format.token, "--programme", "3", "--anchor", "4",
            "--board",
            "5",
        ]
    }

    /// Reads so many frames from the card, or what came until it was closed. Bounded: a process that never opens its card
    /// fails the test instead of holding it up.
    private func read(frames: Int) throws -> [Float] {
        let descriptor = open(folder + "/capture", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: frames * 8)
        var done = 0
        while done < bytes.count {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, 30_000) > 0 else {
                Issue.record("nothing came from the card for 30 s")
                break
            }
            let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + done, $0.count - done) }
            guard count > 0 else { break }
            done += count
        }
        return bytes.withUnsafeBytes { raw in
            let values = raw.bindMemory(to: Int32.self)
            return stride(from: 0, to: done / 4, by: 2).map { Float(values[$0]) / 2_147_483_648 }
        }
    }

    private func status() throws -> OutputStatus { try #require(Board<OutputStatus>(in: boardMemory).read()) }

    /// Runs of samples that follow each other in the programme, silence left out.
    private func runs(_ samples: [Float]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for index in samples.indices {
            let follows =
                start != nil && samples[index] != 0
                && (samples[index] - samples[index - 1] == 1 / Float(524_288) || samples[index] == SoundBench.value(0))
            if let from = start, !follows {
                runs.append(from..<index)
                start = nil
            }
            if start == nil, samples[index] != 0 { start = index }
        }
        if let from = start { runs.append(from..<samples.count) }
        return runs
    }

    @Test(
        "On a locked card the programme comes out bit for bit; every break in it has been counted",
        .timeLimit(.minutes(15)))
    func playsBitExact() throws {
        let pid = try spawn(soundCommand + ["--device", "hw:CARD=Test,DEV=0", "--follow", "locked"])
        defer {
            kill(pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
        let samples = try read(frames: 96_000)
        #expect(samples.count == 96_000)
        let status = try status()
        let runs = runs(samples)
        // A machine that stands still under the test makes under-runs: they are told, and nothing else is.
        #expect(runs.count <= 1 + Int(status.recoveries + status.realignments + status.framesLost) + 1)
        #expect(runs.reduce(0) { $0 + $1.count } > 48_000)
        #expect(status.phase == OutputStatus.Phase.running.rawValue)
        #expect(status.lastError == 0)
        // Each run is what is due when the card plays it: heard = start of the card + frames since.
        let starts = try PacedCard.events(folder).filter { $0.name == "start" }
        let prepares = try PacedCard.events(folder).filter { $0.name == "prepare" }
        for run in runs where run.count > 4800 {
            guard let index = prepares.lastIndex(where: { $0.accepted <= run.lowerBound }), index < starts.count else {
                continue
            }
            let frames = Double(run.lowerBound - prepares[index].accepted)
            let heard = starts[index].clock + Int64(frames * 1e9 / 48_000 / 1.0001)
            let house = anchor.tai(atMonotonic: heard - 120_000_000).nanoseconds
            let due = scaledDown(house, by: 48_000, over: 1_000_000_000)
            let position = Int64((samples[run.lowerBound] * 524_288).rounded()) - 1
            let offset = (due - position + 120_000).modulo(240_000) - 120_000
            #expect(abs(offset) < 48 * 20, "\(offset) samples from its place")
        }
    }

    @Test(
        "It waits for the card of its role, takes it when it comes, loses it, and takes it again",
        .timeLimit(.minutes(15)))
    func followsItsRole() throws {
        let steps: [[String: Any]] = [
            ["await": "no sound card has it; waiting"],
            [
                "add": "card5", "subsystem": "sound", "attributes": ["id": "USB", "number": "5"],
                "properties": ["ID_PATH": "usb-5", "QALQAN_ROLE": "programme-audio"],
            ],
            ["add": "pcmC5D0p", "subsystem": "sound", "parent": "card5"],
            ["await": "hw:CARD=USB,DEV=0: S32_LE"],
            ["unlink": folder + "/present"],
            ["await": "hw:CARD=USB,DEV=0: open: No such device; waiting for it"],
            ["touch": folder + "/present"],
            ["await": "hw:CARD=USB,DEV=0: S32_LE"],
            ["finish": true],
        ]
        let scenario = String(decoding: try JSONSerialization.data(withJSONObject: steps), as: UTF8.self)
        let pid = try spawn(
            [
                "/usr/bin/timeout", "800", "/usr/bin/umockdev-wrapper", "/usr/bin/python3",
                PacedCard.root + "/Tests/Fixtures/devices/testbed.py", scenario, "--",
            ] + soundCommand + ["--role", "programme-audio"])
        // The first stay of the card ends at the FIFO's end of file, however short it was; then its second stay.
        _ = try read(frames: 48_000 * 10)
        let samples = try read(frames: 24_000)
        #expect(samples.count == 24_000)
        #expect(samples.contains { $0 != 0 })
        let status = try status()
        #expect(status.phase == OutputStatus.Phase.running.rawValue)
        var ended: Int32 = 0
        // With nobody reading, the card's next write ends the process by SIGPIPE, and so the testbed.
        waitpid(pid, &ended, 0)
        let log = try String(contentsOfFile: folder + "/log", encoding: .utf8)
        #expect(log.components(separatedBy: "S32_LE").count == 3, "\(log)")
    }

    @Test(
        "A wrong command line is told and ends with status 2",
        arguments: [
            ["--delay", "10"], ["--follow", "loosely"], ["--role", "x", "--device", "y"], ["--device"],
        ])
    func refusesArguments(arguments: [String]) throws {
        let pid = try spawn(soundCommand + arguments)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        #expect(ql_wait_status_exit_code(status) == 2)
        #expect(try String(contentsOfFile: folder + "/log", encoding: .utf8).hasPrefix("qalqan-sound: "))
    }
}
