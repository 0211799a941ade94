import AirEngine
import CLinux
import Glibc
import PlayoutCore
import Realtime
import Testing
import Timecode
import Timeline

/// Marks and the emergency input in the frames themselves, offline and stepped.
@Suite struct MarkTests {
    /// A bank for the small test format: half-transparent white in two corners.
    static func bank(standing: MarkSet = []) throws -> MarkBank {
        let places = [
            MarkBank.Place(left: 24, top: 10, width: 6, height: 4),
            MarkBank.Place(left: 16, top: 2, width: 8, height: 6),
        ]
        let bank = try MarkBank.create(
            format: .small(.fps25), standing: standing.rawValue, places: places)
        for number in 0..<2 {
            let planes = bank.planes(of: number)
            let count = planes.place.width * planes.place.height
            planes.lumaAlpha.update(repeating: 100, count: count)
            planes.luma.update(repeating: 100 * 235, count: count)
            planes.chromaAlpha.update(repeating: 100, count: count / 4)
            planes.blue.update(repeating: 100 * 128, count: count / 4)
            planes.red.update(repeating: 100 * 128, count: count / 4)
        }
        return bank
    }

    /// The visible bytes of a test picture with marks on it, by division and nothing shared with the kernel.
    static func expected(_ file: String, _ frame: Int64, _ marks: MarkSet, _ format: ChannelFormat) -> [UInt8] {
        var bytes: [UInt8] = []
        let tag = TestPicture.tag(file)
        TestPicture.forEachByte(format) { _, place in bytes.append(TestPicture.byte(tag, frame, place)) }
        let (width, height) = (Int(format.width), Int(format.height))
        for (mark, x, y, w, h) in [(MarkSet.rehearsal, 24, 10, 6, 4), (.synthetic, 16, 2, 8, 6)]
        where marks.contains(mark) {
            func lay(_ at: Int, _ value: Double) {
                bytes[at] = UInt8((Double(bytes[at]) * 155 / 255 + value * 100 / 255).rounded())
            }
            for row in y..<y + h { for column in x..<x + w { lay(row * width + column, 235) } }
            for plane in [width * height, width * height * 5 / 4] {
                for row in y / 2..<(y + h) / 2 {
                    for column in x / 2..<(x + w) / 2 { lay(plane + row * width / 2 + column, 128) }
                }
            }
        }
        return bytes
    }

    static func visible(_ picture: UnsafeRawPointer, _ format: ChannelFormat) -> [UInt8] {
        var bytes: [UInt8] = []
        TestPicture.forEachByte(format) { offset, _ in
            bytes.append(picture.load(fromByteOffset: offset, as: UInt8.self))
        }
        return bytes
    }

    /// The second of three items is synthetic, its alternate is not; `always` is over every frame.
    private static func revision(always: MarkSet = []) -> TimelineRevision {
        var revision = schedule([("a", 0, 30), ("b", 5, 40), ("a", 9, 30)], from: 1000, rate: .fps25)
        revision.segments[1].marks = .synthetic
        revision.marks = always
        return revision
    }

    @Test(arguments: [MarkSet([]), .rehearsal])
    func offlineFramesCarryTheirMarksAndNoOthers(always: MarkSet) throws {
        let format = ChannelFormat.small(.fps25)
        let sources = FakeSources(format: format)
        let engine = FrameEngine(
            format: format, slates: try LastSlate.makeBank(format: format), marks: try Self.bank(), waits: true)
        let desk = SourceDesk(format: format, frames: engine, broker: sources)
        sources.desk = desk
        engine.publish(PlayoutPlan(Self.revision(always: always), drawable: engine.drawable))
        let loop = OfflineLoop(engine: engine, desk: desk) {
            sources.pump()
            return false
        }
        var slates: Set<[UInt8]> = []
        for frame in Int64(1000)..<1110 {
            sources.pump()
            loop.make(frame) { made in
                let bytes = Self.visible(made.picture, format)
                switch frame {
                case 1000..<1030: #expect(bytes == Self.expected("a", frame - 1000, always, format))
                case 1030..<1070:
                    #expect(bytes == Self.expected("b", frame - 1025, always.union(.synthetic), format))
                case 1070..<1100: #expect(bytes == Self.expected("a", frame - 1061, always, format))
                default: _ = slates.insert(bytes)
                }
            }
        }
        // The slate after the list: one picture, with the mark that is over everything and no other.
        #expect(slates.count == 1)
    }

    @Test func onAirTheSameBytesAsOffline() throws {
        let rig = try SteppedTests.Rig(
            rate: .fps25, Self.revision(always: .rehearsal), marks: try Self.bank(standing: .rehearsal))
        defer { rig.finish() }
        _ = rig.step(995)
        rig.waitForCue(0)
        for frame in Int64(1000)..<1100 {
            if frame == 1025 { rig.waitForCue(1) }
            if frame == 1065 { rig.waitForCue(2) }
            _ = try #require(rig.step(frame))
            guard case .frame(let reading) = rig.programme.wait(for: frame, timeoutNanoseconds: 0) else {
                Issue.record("frame \(frame) has gone")
                continue
            }
            let bytes = Self.visible(reading.slot.picture, rig.format)
            let (file, media) =
                frame < 1030 ? ("a", frame - 1000) : frame < 1070 ? ("b", frame - 1025) : ("a", frame - 1061)
            let marks: MarkSet = (1030..<1070).contains(frame) ? [.rehearsal, .synthetic] : .rehearsal
            #expect(bytes == Self.expected(file, media, marks, rig.format), "frame \(frame)")
        }
        rig.finish()
        #expect(rig.board.read()?.marks == MarkSet.rehearsal.rawValue)
    }

    @Test func programmeWhoseMarkCannotBeDrawnIsASlate() throws {
        let rig = try SteppedTests.Rig(rate: .fps25, Self.revision())
        defer { rig.finish() }
        _ = rig.step(995)
        rig.waitForCue(0)
        for frame in Int64(1000)..<1100 {
            if frame == 1065 { rig.waitForCue(2) }
            let made = try #require(rig.step(frame))
            let isMarked = (1030..<1070).contains(frame)
            #expect(made.facts.slate == (isMarked ? SlateReason.technical.rawValue : 0), "frame \(frame)")
        }
    }

    /// A real signal, as from a contact: the slate on the frame made next; over a new process; until a revision ends it.
    @Test func theEmergencyInputLatchesUntilResumed() throws {
        var revision = schedule([("a", 0, 4000)], from: 1000, rate: .fps25)
        let rig = try SteppedTests.Rig(rate: .fps25, revision)
        defer { rig.finish() }
        _ = rig.step(995)
        rig.waitForCue(0)
        #expect(rig.step(1000)?.facts.slate == 0)
        _ = ql_fetch_add_u32(rig.engine.emergencyInput, 1)
        #expect(rig.step(1001)?.facts.slate == SlateReason.emergency.rawValue)
        #expect(rig.step(1060)?.facts.slate == SlateReason.emergency.rawValue)
        // Other revisions do not end it, not even one that has resumed an earlier one.
        revision.number = 2
        revision.effectiveFrom = 1061
        revision.emergencyOverFrame = 1000
        rig.engine.publish(PlayoutPlan(revision))
        #expect(rig.step(1061)?.facts.slate == SlateReason.emergency.rawValue)
        rig.finish()
        #expect(rig.board.read()?.emergencyFrame == 1001)

        let next = try SteppedTests.Rig(rate: .fps25, revision, board: rig.boardMemory)
        defer { next.finish() }
        #expect(next.step(1070)?.facts.slate == SlateReason.emergency.rawValue)
        next.waitForCue(0)
        revision.number = 3
        revision.effectiveFrom = 1200
        revision.emergencyOverFrame = 1001
        next.engine.publish(PlayoutPlan(revision))
        // The source runs along under the slate: frame by frame, as its ring has room.
        for frame in Int64(1071)..<1200 {
            if frame % 10 == 0 { next.waitForCue(0) }
            #expect(next.step(frame)?.facts.slate == SlateReason.emergency.rawValue)
        }
        next.waitForCue(0)
        // Back in place, on the frame.
        let back = try #require(next.step(1200))
        #expect(back.facts.slate == 0 && back.picture?.frame == 200)
        next.finish()
        #expect(next.board.read()?.emergencyFrame == 0)
    }

    @Test func aSignalIsCountedWithoutAThreadOfItsOwn() throws {
        let counter = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
        counter.initialize(to: 0)
        #expect(ql_count_signal(SIGUSR1, counter) == 0)
        let done = Mailbox<Int>(capacity: 2)
        try RealTimeThread.start(name: "test-signal") {
            _ = ql_let_signal_in(SIGUSR1)
            _ = pthread_kill(pthread_self(), SIGUSR1)
            _ = pthread_kill(pthread_self(), SIGUSR1)
            _ = done.push(1)
            done.wake()
        }
        done.wait(timeoutNanoseconds: 20_000_000_000)
        #expect(ql_load_acquire_u32(counter) == 2)
    }
}
