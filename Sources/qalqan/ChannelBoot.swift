import CLinux
import ChannelConfiguration
import ControlService
import Foundation
import Realtime
import SlatePango
import Supervision
import Timecode
import ZoneInfo

/// Everything between a valid configuration and a running channel: folders, the lock, the slates, the plan.
struct ChannelBoot {
    let settings: ChannelSettings
    let plan: BootPlan

    static let programs = [
        "qalqan-launch", "qalqan-air", "qalqan-control", "qalqan-decode", "qalqan-encode", "qalqan-preview",
        "qalqan-sound",
    ]

    init(settings: ChannelSettings, steppedClock: Int32) throws {
        for program in Self.programs { _ = try Installation.program(program) }
        self.settings = settings
        let data = DataFolder(path: settings.dataFolder)
        for folder in [data.path, data.log, settings.playlistFolder] {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw CommandFailure.unreachable("\(folder): cannot be made: \(error.localizedDescription)")
            }
        }
        plan = BootPlan(
            format: settings.format, programs: Installation.programs, configuration: settings.file,
            configurationText: settings.text, edgeFade: UInt32(settings.edgeFade), logFolder: data.log,
            scheduleFile: data.schedule,
            outputs: settings.outputs.map { BootPlan.Output($0, channelName: settings.channel.displayName) },
            steppedClock: steppedClock,
            leapSeconds: CalendarStore.inForce(in: data, zone: settings.channel.timeZone)?.leapSeconds
                ?? ZoneInfo().leapSeconds)
    }

    /// Becomes the launcher. Returns only by throwing.
    func launch() throws {
        let lock = try takeLock()
        let slates = try drawSlates()
        let marks = try drawMarks()
        let planMemory = try SharedMemory.holding(plan.bytes, name: "boot plan")
        RunningChannels.note(settings)
        announce()
        for descriptor in [lock, slates.descriptor, marks.descriptor, planMemory.descriptor] {
            _ = ql_set_cloexec(descriptor, false)
        }
        let launcher = try Installation.program("qalqan-launch")
        let words = [
            launcher, "--plan", "\(planMemory.descriptor)", "--slates", "\(slates.descriptor)", "--marks",
            "\(marks.descriptor)",
        ]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        execv(launcher, &arguments)
        throw CommandFailure.unreachable("\(launcher): \(String(cString: strerror(errno)))")
    }

    /// One channel per data folder: the lock's descriptor lives on in the launcher.
    private func takeLock() throws -> Int32 {
        let path = settings.dataFolder + "/run.lock"
        let descriptor = ql_open(path, O_RDWR | O_CREAT, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure.unreachable("\(path): \(String(cString: strerror(-descriptor)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandFailure.unreachable(
                "a channel is on air already with the data folder \(settings.dataFolder); see `qalqan status`")
        }
        return descriptor
    }

    /// The resident slates. Without them the channel does not go on air.
    private func drawSlates() throws -> SharedMemory {
        do {
            return try SlatePainter.makeBank(format: settings.format, settings: SlateSettings(settings)).memory
        } catch {
            throw CommandFailure.unreachable("the slates cannot be drawn, so the channel stays off air: \(error)")
        }
    }

    /// The resident marks. Without them nothing may air that has to be marked, so the channel does not go on air either.
    private func drawMarks() throws -> SharedMemory {
        do {
            return try MarkPainter.makeBank(format: settings.format, settings: MarkSettings(settings)).memory
        } catch {
            throw CommandFailure.unreachable("the marks cannot be drawn, so the channel stays off air: \(error)")
        }
    }

    private func announce() {
        var lines = ["\(settings.channel.displayName) goes on air (\(settings.format.summary))."]
        if settings.isRehearsal { lines.append("REHEARSAL: every frame carries the mark \"not for air\".") }
        if let port = settings.ports.status { lines.append("Status page: http://\(port)/") }
        for output in settings.outputs {
            switch output.kind {
            case .stream(let stream): lines.append("Stream: \(stream.url)")
            case .hls(let hls): lines.append("HLS: \(hls.folder)/index.m3u8")
            case .file(let file): lines.append("Recording: \(file.path)")
            case .audio, .raw: break
            }
        }
        lines.append("Ctrl-C stops it; `qalqan status --watch` shows it.")
        StandardError.write(lines.joined(separator: "\n"))
    }
}
