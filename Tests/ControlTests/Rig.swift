import CLinux
import ChannelConfiguration
import ChannelSchedule
import Foundation
import Logging
import Playlist
import Realtime
import Synchronization
import Timecode
import Timeline
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats
import ZoneInfo

@testable import ControlService

/// A channel's control with everything around it made of memory: boards, a clock that tests turn, a place for revisions.
final class Rig: Sendable {
    /// 2026-11-22T09:00:00+05:00, a Sunday in Almaty, three hours into the broadcast day.
    static let start: Int64 = 1_795_320_000

    final class World: Sendable {
        let clock = Atomic<Int64>(0)
        let revisions = Mutex<[TimelineRevision]>([])
        let failing = Atomic<Bool>(false)
    }

    let bench: Bench
    let settings: ChannelSettings
    let world = World()
    let air: Board<AirStatus>
    let boards: ChannelBoards
    let control: ChannelControl
    static let key = SigningKey()

    /// - Parameter playlists: files of the playlists folder.
    init(
        playlists: [String: String] = [:], media: [String: Int64] = ["a.mov": 2500, "b.mov": 2500, "c.mov": 2500],
        bench: Bench = Bench(), at second: Int64 = 0, zones: ZoneInfo = ZoneInfo(),
        configuration: String = Rig.configuration
    ) throws {
        self.bench = bench
        bench.write(Self.key.verifyingKey.pem, to: "keys/bench.pub")
        for (name, pictures) in media { try Self.seal(bench, name, pictures: pictures) }
        try FileManager.default.createDirectory(atPath: bench["playlists"], withIntermediateDirectories: true)
        for (name, text) in playlists { bench.write(text, to: "playlists/" + name) }
        bench.write(configuration, to: "channel.yaml")
        let (read, diagnostics) = ConfigurationReader.load(bench["channel.yaml"])
        guard let read else { throw Broken(text: "\(diagnostics)") }
        settings = read
        air = try Board(in: SharedMemory.create(name: "air", count: Board<AirStatus>.byteCount))
        let tai = LeapSeconds.builtIn.tai(unixNanoseconds: Self.start * 1_000_000_000)
        world.clock.store(second * 1_000_000_000, ordering: .relaxed)
        let world = world
        boards = ChannelBoards(
            air: air, preview: nil, outputs: [], anchor: HouseAnchor(tai: tai, monotonic: 0),
            monotonic: { world.clock.load(ordering: .relaxed) })
        var surroundings = ChannelControl.Surroundings(
            boards: boards,
            publish: { memory in
                if world.failing.load(ordering: .relaxed) { throw SystemError("send", code: 32) }
                let bytes = [UInt8](UnsafeRawBufferPointer(start: memory.base, count: memory.count))
                let revision = try TimelineRevision(decoding: bytes)
                world.revisions.withLock { $0.append(revision) }
            }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        surroundings.zones = zones
        surroundings.looksAtRepository = false
        control = try ChannelControl(settings: settings, surroundings: surroundings)
    }

    struct Broken: Error { let text: String }

    /// Another control on a copy of the same data, as after a kill -9 of the first: nothing of its memory is left.
    func successor(
        zones: ZoneInfo = ZoneInfo(), configuration: String = Rig.configuration
    ) throws -> Rig {
        let other = Bench()
        for name in ["data", "media", "playlists", "keys"] {
            try? FileManager.default.copyItem(atPath: bench[name], toPath: other[name])
        }
        let rig = try Rig(media: [:], bench: other, zones: zones, configuration: configuration)
        rig.world.clock.store(world.clock.load(ordering: .relaxed), ordering: .relaxed)
        // The media are where they were: paths are part of the timeline.
        return rig
    }

    /// The same with another configuration, its repository and root with it.
    func successorOf(configuration: String) throws -> Rig {
        let other = Bench()
        for name in ["data", "media", "playlists", "keys", "region", "root.json"] {
            try? FileManager.default.copyItem(atPath: bench[name], toPath: other[name])
        }
        let rig = try Rig(media: [:], bench: other, configuration: configuration)
        rig.world.clock.store(world.clock.load(ordering: .relaxed), ordering: .relaxed)
        return rig
    }

    static let configuration = """
        channel: { id: test-one, name: { en: Test One, kk: Сынақ }, region: KZ, languages: [kk, ru, en], timeZone: Asia/Almaty, dayStart: "06:00:00:00" }
        format: { raster: 1280x720, rate: 25, scan: progressive, colour: bt709, audio: { rate: 48000, channels: 2 } }
        media: { folders: [media] }
        trust:
          desks: [ { name: bench, country: KZ, key: keys/bench.pub } ]
          policy: { default: { approvals: 1 } }
        playlists: { folder: playlists }
        ports: { status: "127.0.0.1:0" }
        data: data
        """

    // MARK: Media

    static func statement(of bytes: [UInt8], pictures: Int64) -> SealStatement {
        var hasher = VerityHasher()
        bytes.withUnsafeBytes { hasher.update($0) }
        let video = TechnicalFacts.Video(
            codec: "h264", width: 1280, height: 720, sampleAspect: Ratio(1, 1)!, rate: .fps25, scan: .progressive,
            pictures: pictures)
        return SealStatement(
            name: "clip", size: Int64(bytes.count), sha256: SHA256Stream.digest(of: bytes),
            verityDigest: hasher.finish().digest, serial: "urn:test:\(pictures)", sealedAt: TAIInstant(nanoseconds: 0),
            technical: TechnicalFacts(
                container: "mov", duration: Ratio(pictures, 25), isStill: false, video: video, audio: [],
                startTimecode: nil))
    }

    /// A file that is no media but sealed as one of so many pictures at 25 per second.
    static func seal(_ bench: Bench, _ name: String, pictures: Int64) throws {
        let bytes = Array("media of \(name), \(pictures) pictures".utf8)
        bench.write(String(decoding: bytes, as: UTF8.self), to: "media/" + name)
        var hasher = VerityHasher()
        bytes.withUnsafeBytes { hasher.update($0) }
        var signed = SignedSeal(statement(of: bytes, pictures: pictures))
        try signed.envelope.sign(with: key)
        try Data(signed.envelope.json).write(to: URL(fileURLWithPath: bench["media/\(name).seal.json"]))
        try Data(hasher.finish().encoded).write(to: URL(fileURLWithPath: bench["media/\(name).seal.tree"]))
    }

    // MARK: Time and air

    var frame: Int64 { boards.frame(settings.format.time) }

    func advance(seconds: Int64) {
        _ = world.clock.add(seconds * 1_000_000_000, ordering: .relaxed)
    }

    func advance(to frame: Int64) {
        let start = settings.format.time.start(of: frame)
        world.clock.store(boards.anchor.monotonic(at: start), ordering: .relaxed)
    }

    var last: TimelineRevision? { world.revisions.withLock { $0.last } }
    var publications: Int { world.revisions.withLock { $0.count } }

    /// What is on at a frame, as air would decide: the newest revision that holds from then on.
    func onAir(at frame: Int64) -> Segment? {
        world.revisions.withLock { revisions in
            guard let revision = revisions.last(where: { $0.effectiveFrom <= frame }) else { return nil }
            return revision.segmentIndex(at: frame).map { revision.segments[$0] }
        }
    }

    /// Air plays the newest revision now, with the next segments of an event cued.
    func playAlong(cued events: [String] = []) {
        guard let revision = last else { return }
        var status = AirStatus()
        status.frame = frame
        status.frames = 1000
        status.revision = revision.number
        status.segment = Int32(revision.segmentIndex(at: frame) ?? -1)
        for (index, event) in events.enumerated() {
            guard let segment = revision.segments.firstIndex(where: { $0.event == event && $0.endFrame > frame }) else {
                continue
            }
            status.cues[index].segment = Int32(segment)
            status.cues[index].framesReady = 25
        }
        air.write(status)
    }

    static let operator1 = Peer(uid: 1001, name: "dana", pid: 77)

    func ask(_ request: OperatorRequest) async -> OperatorAnswer { await control.handle(request, from: Self.operator1) }
}
