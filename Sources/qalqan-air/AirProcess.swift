import AirEngine
import AirLog
import CLinux
import Glibc
import PlayoutCore
import Realtime
import Supervision
import Synchronization
import Timecode
import Timeline

/// Puts the process together: memory, threads, and what passes between them.
///
/// Threads: the frame thread (real-time), the desk (carries out its orders), the launcher's (reads its notices), the log's,
/// and the main thread, which waits for signals.
final class AirProcess: @unchecked Sendable {
    static let priority: Int32 = 60

    let format: ChannelFormat
    let engine: FrameEngine
    let loop: AirLoop
    let link: AirLink
    let desk: SourceDesk
    let log: LogKeeper
    private let programme: ProgrammeRing
    private let schedulePath: String
    private let isStepped: Bool
    private let isLocked: Bool
    /// Number of the newest revision taken, so that an older one from disk never replaces it.
    private let newestRevision = Mutex<UInt64>(0)

    init(_ arguments: ChildArguments) throws {
        let token = try arguments.required("format")
        guard let format = ChannelFormat(token: token) else {
            throw ChildArguments.Problem("--format \(token): not a channel format")
        }
        self.format = format
        // Locks what is mapped from here on as it is first touched: rings are larger than what is used of them.
        isLocked = ql_lock_memory_on_fault() == 0
        if !isLocked { Main.say("memory cannot be locked; a loaded machine may delay frames (LimitMEMLOCK)") }
        programme = try ProgrammeRing.attach(
            to: try SharedMemory.open(
                descriptor: try arguments.descriptor("programme"), access: .readWrite, name: "programme"),
            format: format)
        let board = try Board<AirStatus>(
            in: try SharedMemory.open(
                descriptor: try arguments.descriptor("board"), access: .readWrite, name: "air board"))
        let anchorMemory = try SharedMemory.open(
            descriptor: try arguments.descriptor("anchor"), access: .readOnly, name: "clock anchor")
        guard let anchor = HouseAnchor(in: anchorMemory) else {
            throw ChildArguments.Problem("--anchor: holds no clock anchor")
        }
        let slates = try Self.slates(try arguments.descriptor("slates"), format)
        slates.memory.lock()
        let marks = Self.marks(try arguments.descriptor("marks"), format)
        marks?.memory.lock()
        let clock = try Self.clock(arguments.optional("clock"), anchor)
        if case .stepped = clock { isStepped = true } else { isStepped = false }
        let edgeFade = arguments.optional("edge-fade") == nil ? 0 : try arguments.integer("edge-fade")
        engine = FrameEngine(
            format: format, slates: slates, marks: marks, edgeFade: Int(clamping: edgeFade), waits: false)
        loop = AirLoop(engine: engine, programme: programme, board: board, clock: clock, isLocked: isLocked)
        link = AirLink(descriptor: try arguments.descriptor("launcher"))
        desk = SourceDesk(format: format, frames: engine, broker: LauncherBroker(link: link, format: format))
        log = LogKeeper(folder: try arguments.required("log"), engine: engine)
        schedulePath = try arguments.required("schedule")
    }

    private static func slates(_ descriptor: Int32, _ format: ChannelFormat) throws -> SlateBank {
        do {
            return try SlateBank.attach(
                to: try SharedMemory.open(descriptor: descriptor, access: .readOnly, name: "slate bank"),
                format: format)
        } catch {
            Main.say("\(error); falling back to the slate compiled into the program")
            return try LastSlate.makeBank(format: format)
        }
    }

    /// The resident marks. Without them the channel is on air, and what would need one shows the slate.
    private static func marks(_ descriptor: Int32, _ format: ChannelFormat) -> MarkBank? {
        do throws(SystemError) {
            return try MarkBank.attach(
                to: try SharedMemory.open(descriptor: descriptor, access: .readOnly, name: "mark bank"),
                format: format)
        } catch {
            Main.say("\(error); programme that has to be marked gives way to the slate")
            return nil
        }
    }

    private static func clock(_ text: String?, _ anchor: HouseAnchor) throws -> AirLoop.Clock {
        guard let text else { return .house(anchor) }
        guard text.hasPrefix("stepped:"), let descriptor = Int32(text.dropFirst(8)), descriptor >= 0 else {
            throw ChildArguments.Problem("--clock \(text): expected stepped:DESCRIPTOR")
        }
        return .stepped(descriptor: descriptor)
    }

    func start() throws {
        try SystemError.check(ql_count_signal(SIGUSR1, engine.emergencyInput), "sigaction", on: "SIGUSR1")
        loadSchedule()
        takeFirstNotices()
        for key in desk.liveKeys { engine.offerLiveCue(key: key) }
        prefault()
        try RealTimeThread.start(name: "air-desk") { self.desk.run() }
        try RealTimeThread.start(name: "air-log") { self.log.run() }
        let isRealTime = try RealTimeThread.start(name: "air-frames", priority: Self.priority) { self.loop.run() }
        if !isRealTime { Main.say("no real-time rights; a loaded machine may delay frames (LimitRTPRIO)") }
        try RealTimeThread.start(name: "air-launcher") { self.listen() }
    }

    /// Waits for the order to stop, then ends after the frame on air, with the log closed.
    func waitForSignal(_ signals: sigset_t) {
        var (signals, number) = (signals, Int32(0))
        repeat { sigwait(&signals, &number) } while number == SIGHUP
        loop.stop()
        for _ in 0..<200 where !loop.isStopped { usleep(5_000) }
        log.stop()
    }

    /// Touches every page of what each frame needs, so that no frame waits for one.
    private func prefault() {
        for page in stride(from: 0, to: programme.memory.count, by: 4096) {
            let word = (programme.memory.base + page).assumingMemoryBound(to: UInt32.self)
            _ = ql_fetch_add_u32(word, 0)
        }
    }

    // MARK: Revisions

    /// The revision on disk: what was on when the last air process, or the machine, went.
    private func loadSchedule() {
        let file = ql_open(schedulePath, O_RDONLY, 0)
        guard file >= 0 else {
            if file != -ENOENT { Main.say("\(SystemError("open", on: schedulePath, code: -file))") }
            return
        }
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        guard size > 0, let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), memory != MAP_FAILED else {
            return
        }
        defer { munmap(memory, size) }
        // Copied before it is looked at: the file may be replaced, and must not be cut off under us.
        var bytes = [UInt8](repeating: 0, count: size)
        let got = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, size, 0) }
        guard got == size else { return }
        bytes.withUnsafeBytes { accept($0, from: schedulePath) }
    }

    private func accept(_ bytes: UnsafeRawBufferPointer, from source: String) {
        do {
            let revision = try TimelineRevision(decoding: bytes)
            guard revision.rate == format.rate else {
                Main.say("\(source): revision \(revision.number) is for \(revision.rate) frames a second; refused")
                return
            }
            let isNewer = newestRevision.withLock { newest in
                guard revision.number > newest else { return false }
                newest = revision.number
                return true
            }
            if isNewer { engine.publish(PlayoutPlan(revision, drawable: engine.drawable)) }
        } catch {
            Main.say("\(source): \(error); refused")
        }
    }

    // MARK: The launcher's notices

    /// What the launcher has for a new air process: the newest revision, and the rings that the last one was playing.
    private func takeFirstNotices() {
        while link.hasNotice(withinMilliseconds: 15) {
            guard let received = try? link.receive() else { return }
            handle(received.notice, received.descriptors)
        }
    }

    private func listen() {
        while let received = try? link.receive() { handle(received.notice, received.descriptors) }
        // The launcher has gone and its children go with it; until then the channel stays on air with what is cued.
        Main.say("the launcher has gone")
    }

    private func handle(_ notice: AirNotice, _ descriptors: [Int32]) {
        switch notice {
        case .revision:
            do {
                let memory = try SharedMemory.open(
                    descriptor: descriptors[0], access: .readOnly, name: "timeline revision")
                let seals = ql_memfd_seals(memory.descriptor)
                guard seals >= 0, seals & Self.writeSeal != 0 else {
                    Main.say("a timeline revision that is not sealed against writing; refused")
                    return
                }
                accept(UnsafeRawBufferPointer(start: memory.base, count: memory.count), from: "launcher")
            } catch { Main.say("\(error)") }
        case .cueOpened(let key):
            do {
                let control = Result {
                    try SharedMemory.open(
                        descriptor: descriptors[1], access: .readWrite, minimum: SourceRing.controlBytes,
                        name: "source control")
                }
                let data = try SharedMemory.open(descriptor: descriptors[0], access: .readOnly, name: "source ring")
                desk.opened(key: key, data: data, control: try control.get())
            } catch {
                Main.say("\(error)")
                desk.lost(key: key)
            }
        case .cueLost(let key, _): desk.lost(key: key)
        }
    }

    private static let writeSeal: Int32 = 0x0008
}
