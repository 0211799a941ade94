import CLinux
import Glibc
import Realtime
import Timecode

/// The launcher: holds every memory file, starts every process, starts again what dies.
///
/// One thread, one loop over `poll`. It reads no text, no media and no network. Children die with it.
public final class Launcher {
    /// A standing child.
    enum Role: Hashable {
        case air, control, preview
        case output(Int)
    }

    let plan: BootPlan
    let slates: SharedMemory
    let marks: SharedMemory
    let anchor: SharedMemory
    let programme: SharedMemory
    let airBoard: SharedMemory
    let previewBoard: SharedMemory
    /// The configuration's text, for every control that starts.
    let configuration: SharedMemory
    let outputBoards: [SharedMemory]
    let environment: [String]
    let notifier = ServiceNotifier()
    let airStatus: Board<AirStatus>
    let previewStatus: Board<PreviewStatus>
    let outputStatuses: [Board<OutputStatus>]

    /// The standing children; decoders are in `cues`.
    var children: [Role: Child]
    var cues: [UInt64: Cue] = [:]
    /// Cues that air has released, by their decoder's pid, until it has ended.
    var retiring: [pid_t: Cue] = [:]
    /// Decoders that would not die, by pid: reaped if they ever end.
    var stuck: Set<pid_t> = []
    var airSocket: MessageSocket?
    var controlSocket: MessageSocket?
    /// The newest revision, kept for an air that restarts.
    var revision: SharedMemory?
    /// Notices that did not fit air's socket yet, oldest first; bounded by the number of live cues and one revision.
    var unsent: [(notice: AirNotice, descriptors: [Int32])] = []
    var revisionUnsent = false
    /// An emergency input came while no air was there to answer it.
    var emergencyWaits = false
    var watchdog: Watchdog
    /// What the other standing children are known to live by.
    var pulses: [Role: Pulse] = [:]
    var controlBeats: UInt64 = 0
    var announced = false
    var lastFeed: Int64 = 0
    var stopping = false
    var stopDeadline: Int64 = 0

    /// Programme frames kept in the ring: one second, at least 12.
    static func programmeSlots(_ format: ChannelFormat) -> Int { Int(max(12, min(60, format.rate.nominal))) }

    /// Makes all memory; nothing is started yet.
    public init(plan: BootPlan, slates: SharedMemory, marks: SharedMemory, environment: [String]) throws(SystemError) {
        self.plan = plan
        self.slates = slates
        self.marks = marks
        self.environment = environment
        let now = ql_monotonic_nanoseconds()
        anchor = try SharedMemory.create(name: "anchor", count: HouseAnchor.byteCount)
        HouseAnchor.now(leapSeconds: plan.leapSeconds).store(in: anchor)
        let slots = Self.programmeSlots(plan.format)
        programme = try SharedMemory.create(
            name: "programme", count: ProgrammeRing.byteCount(format: plan.format, slots: slots))
        _ = try ProgrammeRing.create(in: programme, format: plan.format, slots: slots)
        airBoard = try SharedMemory.create(name: "air-board", count: Board<AirStatus>.byteCount)
        airStatus = try Board(in: airBoard)
        previewBoard = try SharedMemory.create(name: "preview-board", count: PreviewBoard.byteCount)
        configuration = try SharedMemory.holding(plan.configurationText, name: "configuration")
        var boards: [SharedMemory] = []
        for output in plan.outputs {
            boards.append(
                try SharedMemory.create(name: "output \(output.name)", count: Board<OutputStatus>.byteCount))
        }
        outputBoards = boards
        previewStatus = try PreviewBoard(in: previewBoard).status
        var statuses: [Board<OutputStatus>] = []
        for board in boards { statuses.append(try Board(in: board)) }
        outputStatuses = statuses

        let common = ["--format", plan.format.token, "--programme", "@programme"]
        let air = Child(
            name: "air", program: plan.programs + "/qalqan-air",
            arguments: common + [
                "--board", "@air-board", "--slates", "@slates", "--marks", "@marks", "--anchor", "@anchor",
                "--launcher", "@launcher",
                "--log", plan.logFolder, "--schedule", plan.scheduleFile, "--edge-fade", "\(plan.edgeFade)",
            ] + (plan.steppedClock >= 0 ? ["--clock", "stepped:@clock"] : []), now: now)
        let preview = Child(
            name: "preview", program: plan.programs + "/qalqan-preview",
            arguments: common + ["--board", "@preview-board"], now: now)
        let control = Child(
            name: "control", program: plan.programs + "/qalqan-control",
            arguments: [
                "--config", plan.configuration, "--config-text", "@configuration", "--launcher", "@launcher",
                "--air-board", "@air-board",
                "--preview-board", "@preview-board", "--anchor", "@anchor",
            ] + plan.outputs.indices.flatMap { ["--output-board", "\(plan.outputs[$0].name):@output\($0)"] }
                + plan.controlArguments, now: now)
        children = [.air: air, .control: control, .preview: preview]
        for (index, output) in plan.outputs.enumerated() {
            children[.output(index)] = Child(
                name: output.name, program: plan.programs + "/" + output.program,
                arguments: common + ["--anchor", "@anchor", "--board", "@board"] + output.arguments, now: now)
        }
        watchdog = Watchdog(now: now)
    }
}
