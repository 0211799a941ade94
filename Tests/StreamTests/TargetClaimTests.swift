import Glibc
import Realtime
import Testing
import Timecode

@testable import StreamFFmpeg

@Suite("No two outputs write to one target")
struct TargetClaimTests {
    static let format = ProgrammeFileTests.small

    /// What a second output is told while the first one is there, and whether it may once that is gone.
    private func contend(_ make: () throws -> AnyObject) throws {
        var first: AnyObject? = try make()
        let refusal = #expect(throws: SinkError.self) { _ = try make() }
        #expect(refusal?.code == EBUSY && refusal?.description.contains("another output") == true)
        withExtendedLifetime(first) {}
        first = nil
        // A thread that still writes what was left holds on to it until that is done.
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            do {
                _ = try make()
                return
            } catch { sched_yield() }
        }
        _ = try make()
    }

    @Test("a transport stream's file")
    func transportFile() throws {
        let scratch = try Scratch()
        try contend { try TransportFile(path: scratch.path("a.ts"), rate: 2_000_000, notebook: nil) }
    }

    @Test("a live playlist's folder")
    func folder() throws {
        let scratch = try Scratch()
        let settings = LivePlaylistSettings()
        try contend {
            try LivePlaylistOutput.open(
                directory: scratch.path("hls"), format: Self.format, video: VideoSettings(Self.format),
                audio: AudioSettings(Self.format), settings: settings, head: 100, oldest: 100
            ).sink
        }
    }

    @Test("a pipe, for pictures or for sound")
    func pipe() throws {
        let scratch = try Scratch()
        try contend { try RawOutput(format: Self.format, path: scratch.path("v"), audioPath: scratch.path("a")) }
        let first = try RawOutput(format: Self.format, path: scratch.path("v"))
        #expect(throws: SinkError.self) {
            try RawOutput(format: Self.format, path: scratch.path("w"), audioPath: scratch.path("v"))
        }
        withExtendedLifetime(first) {}
    }

    @Test("an address")
    func address() throws {
        let anchor = HouseAnchor(tai: TAIInstant(nanoseconds: 0), monotonic: 0)
        func sender(_ url: String) throws -> DatagramSender {
            try DatagramSender(
                try DatagramAddress(url: url), rate: 2_000_000, anchor: anchor, delayNanoseconds: 0, notebook: nil)
        }
        try contend { try sender("udp://127.0.0.1:29471") }
        let first = try sender("udp://127.0.0.1:29471?ttl=3")
        _ = try sender("udp://127.0.0.1:29472")
        withExtendedLifetime(first) {}
    }

    @Test("a recording takes a name of its own")
    func recording() throws {
        let scratch = try Scratch()
        let first = try RecordingOutput(path: scratch.path("a.mkv"), format: Self.format, first: 44_850_000_017)
        let second = try RecordingOutput(path: scratch.path("a.mkv"), format: Self.format, first: 44_850_000_017)
        #expect(throws: SinkError.self) {
            try RecordingOutput(path: scratch.path("a.mkv"), format: Self.format, first: 44_850_000_017)
        }
        try second.finish()
        try first.finish()
    }
}
