import Realtime
import Testing
import Timecode

@testable import Supervision

@Suite struct MessagesTests {
    static let cue = CueRequest(
        key: 0x0123_4567_89ab_cdef, mediaPath: "/media/жаңалықтар.mxf", treePath: "/media/жаңалықтар.mxf.seal.tree",
        verityDigest: Array(0..<32), size: 1 << 40, inFrame: 262, frames: 1500, isStill: false,
        geometry: SourceRing.Geometry(depth: 25, pictures: 44))

    @Test(arguments: [AirRequest.cue(cue), .release(key: 7)])
    func airRequestsSurviveTheWire(_ request: AirRequest) throws {
        #expect(try AirRequest(wire: request.wire[...]) == request)
    }

    @Test(arguments: [AirNotice.revision, .cueOpened(key: .max), .cueLost(key: 1, .crashed)])
    func airNoticesSurviveTheWire(_ notice: AirNotice) throws {
        #expect(try AirNotice(wire: notice.wire[...]) == notice)
    }

    @Test func everyShortenedOrLengthenedMessageIsRefused() {
        let wire = AirRequest.cue(Self.cue).wire
        for length in 0..<wire.count {
            #expect(throws: ByteReader.Malformed.self) { try AirRequest(wire: wire[..<length]) }
        }
        #expect(throws: ByteReader.Malformed.self) { try AirRequest(wire: (wire + [0])[...]) }
    }

    @Test func messagesAndDescriptorsPassThroughASocketPair() throws {
        let (near, far) = try MessageSocket.pair()
        let memory = try SharedMemory.create(name: "test", count: 4096)
        memory.base.storeBytes(of: 0x51, as: UInt8.self)
        try near.send(AirNotice.revision, [memory.descriptor])
        let (bytes, descriptors) = try #require(try far.receive())
        #expect(try AirNotice(wire: bytes) == .revision)
        try #require(descriptors.count == 1)
        let received = try SharedMemory.open(descriptor: descriptors[0], access: .readOnly, name: "received")
        #expect(received.base.load(as: UInt8.self) == 0x51)
    }

    @Test func aGonePeerEndsTheConversation() throws {
        var pair: (MessageSocket, MessageSocket)? = try MessageSocket.pair()
        let far = pair!.1
        pair = nil
        #expect(try far.receive() == nil)
    }

    @Test func theBootPlanSurvivesItsBytes() {
        let plan = BootPlan(
            format: .standard, programs: "/usr/local/lib/qalqan/current", configuration: "/etc/qalqan/channel.yaml",
            configurationText: Array("channel: { id: one }\n".utf8), edgeFade: 5, logFolder: "/var/lib/qalqan/asrun",
            scheduleFile: "/var/lib/qalqan/schedule/current",
            controlArguments: ["--data", "/var/lib/qalqan"],
            outputs: [.init(name: "stream", program: "qalqan-encode", arguments: ["--kind", "stream"])],
            steppedClock: 9,
            leapSeconds: LeapSeconds(
                steps: LeapSeconds.builtIn.steps + [.init(fromUnixSecond: 1_893_456_000, offset: 38)], expires: 7)!)
        // Memory files are padded with zeros to whole pages.
        #expect(BootPlan(bytes: plan.bytes + [UInt8](repeating: 0, count: 100)) == plan)
        #expect(BootPlan(bytes: Array(plan.bytes.dropLast(3))) == nil)
        #expect(BootPlan(bytes: []) == nil)
    }
}
