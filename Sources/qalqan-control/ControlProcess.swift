import AsRunStore
import CLinux
import ChannelConfiguration
import ControlService
import Foundation
import Logging
import Playlist
import Realtime
import StatusService
import Supervision

/// Everything that runs in the control process, put together.
final class ControlProcess: Sendable {
    /// The configuration was not accepted: what is wrong with it, by line.
    struct Refused: Error {
        let lines: [String]
    }

    private let settings: ChannelSettings
    private let link: ControlLink
    private let control: ChannelControl
    private let server: ControlServer
    private let follower: AsRunFollower?
    private let status: StatusServer?
    private let logger: Logger

    /// `--config FILE --config-text FD --launcher FD --air-board FD --preview-board FD --anchor FD [--output-board NAME:FD ...]`
    init(_ arguments: ChildArguments) throws {
        let text = try SharedMemory.open(
            descriptor: arguments.descriptor("config-text"), access: .readOnly, name: "configuration")
        let (settings, diagnostics) = ConfigurationReader.read(text.bytes, of: try arguments.required("config"))
        guard let settings else { throw Refused(lines: diagnostics.map(\.description)) }
        self.settings = settings
        let level = settings.log.level
        LoggingSystem.bootstrap { label in
            var handler = LineLogHandler(label: label)
            handler.logLevel = Logger.Level(rawValue: level.rawValue) ?? .info
            return handler
        }
        let logger = Logger(label: "control")
        self.logger = logger
        let link = ControlLink(descriptor: try arguments.descriptor("launcher"))
        self.link = link
        let boards = try Self.boards(arguments, settings)
        control = try ChannelControl(
            settings: settings,
            surroundings: ChannelControl.Surroundings(
                boards: boards, publish: { try link.publish($0) }, beat: { try? link.beat() }, logger: logger))
        let control = control
        server = try ControlServer(path: settings.controlSocket) { await control.handle($0, from: $1) }
        do {
            follower = try AsRunFollower(
                data: DataFolder(path: settings.dataFolder), composer: control.composer, logger: logger,
                onFall: { await control.fell($0) })
        } catch {
            follower = nil
            logger.error("there is no as-run index", metadata: ["because": "\(error)"])
        }
        let composer = control.composer
        status = settings.ports.status.map { address in
            StatusServer(
                host: address.host, port: Int(address.port),
                source: StatusSource(
                    status: { composer.document() }, rundown: { composer.rundown() },
                    picture: { composer.picture() }, streamFolder: settings.streamFolder,
                    alarmsRaised: { composer.withAlarms { $0.raised } }), logger: logger)
        }
    }

    private static func boards(_ arguments: ChildArguments, _ settings: ChannelSettings) throws -> ChannelBoards {
        func memory(_ name: String, _ minimum: Int) throws -> SharedMemory {
            try SharedMemory.open(
                descriptor: arguments.descriptor(name), access: .readOnly, minimum: minimum, name: name)
        }
        guard let anchor = HouseAnchor(in: try memory("anchor", HouseAnchor.byteCount)) else {
            throw Refused(lines: ["the memory at --anchor holds no clock anchor"])
        }
        let air = try Board<AirStatus>(in: memory("air-board", Board<AirStatus>.byteCount))
        let preview = try PreviewBoard(in: memory("preview-board", PreviewBoard.byteCount))
        var outputs: [ChannelBoards.Output] = []
        for text in arguments.all("output-board") {
            guard let colon = text.lastIndex(of: ":"), let descriptor = Int32(text[text.index(after: colon)...]) else {
                throw ChildArguments.Problem("--output-board \(text): expected NAME:DESCRIPTOR")
            }
            let name = String(text[..<colon])
            let board = try Board<OutputStatus>(
                in: SharedMemory.open(
                    descriptor: descriptor, access: .readOnly, minimum: Board<OutputStatus>.byteCount, name: name))
            let kind = settings.outputs.first { $0.name == name }?.kind.name ?? "output"
            outputs.append(ChannelBoards.Output(name: name, kind: kind, board: board))
        }
        return ChannelBoards(air: air, preview: preview, outputs: outputs, anchor: anchor)
    }

    /// Runs until it fails or is stopped; the exit status.
    func run() async -> Int32 {
        await withTaskGroup(of: Void.self) { group in
            // The port is up before the first schedule is resolved: whoever looks sees the channel come.
            if let status { group.addTask { await self.serve(status) } }
            Thread.detachNewThread { [self] in hearLauncher() }
            await control.open()
            server.start()
            group.addTask { await self.control.run() }
            if let follower { group.addTask { await follower.run() } }
            await group.waitForAll()
        }
        return 0
    }

    /// Keeps the status port up; a port that is taken is tried again, and the channel goes on without it.
    private func serve(_ status: StatusServer) async {
        while !Task.isCancelled {
            do {
                try await status.run { [logger, control] port in
                    logger.info("status port is up", metadata: ["port": "\(port)"])
                    Task { await control.statusPort(problem: nil) }
                }
            } catch {
                await control.statusPort(problem: "\(error)")
            }
            try? await Task.sleep(for: .seconds(2))
        }
    }

    /// Child events, until the launcher has gone: then there is nothing left to control.
    private func hearLauncher() {
        while let event = try? link.receive() {
            Task { [control] in await control.childChanged(event) }
        }
        logger.notice("the launcher has gone")
        Task.detached { [self] in
            await stop()
            exit(0)
        }
    }

    func stop() async {
        server.stop()
        control.prover.stop()
    }
}
