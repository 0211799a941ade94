import ArgumentParser
import ChannelConfiguration
import ControlService
import Foundation
import Playlist

/// Which running channel a command is for: by its configuration, by its data folder, the demo whose folder `$QALQAN_DATA`
/// names, or the only one that runs here.
struct RunningChannel: ParsableArguments {
    @Option(help: ArgumentHelp("The channel's configuration.", valueName: "channel.yaml"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The channel's data folder. Without --config and --data: the channel that runs here.", valueName: "DIR"))
    var data: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if config != nil && data != nil { throw ValidationError("give --config or --data, not both") }
    }

    /// The configuration that was named, else that of the only channel that runs here, else the demo's where it was made.
    private func configuration() throws -> String? {
        if config != nil || data != nil { return config }
        let demo = Installation.demoData + "/channel.yaml"
        // Whoever names a demo's folder means that channel, also when only another one runs.
        if Installation.isDemoNamed { return demo }
        let running = RunningChannels.notes()
        if running.count > 1 {
            throw CommandFailure.usage(
                "several channels run here; name one:\n"
                    + running.map { "  --config \($0.file)" }.joined(separator: "\n"))
        }
        return running.first?.file ?? (FileManager.default.fileExists(atPath: demo) ? demo : nil)
    }

    /// The channel's configuration, as it was started with where it runs; `nil` when only a data folder is known.
    func settings() throws -> ChannelSettings? {
        guard let config = try configuration() else { return nil }
        let absolute = URL(fileURLWithPath: config).standardizedFileURL.path
        let note = RunningChannels.notes().first { $0.file == absolute }
        let (settings, diagnostics) =
            note.map { ConfigurationReader.read($0.text, of: absolute) } ?? ConfigurationReader.load(config)
        guard let settings else {
            throw CommandFailure.refused(diagnostics.map(\.description).joined(separator: "\n"))
        }
        return settings
    }

    func dataFolder() throws -> String { try settings()?.dataFolder ?? data ?? Installation.demoData + "/data" }

    /// Path of the control socket.
    func socket() throws -> String {
        if let settings = try settings() { return settings.controlSocket }
        return DataFolder(path: data ?? Installation.demoData + "/data").controlSocket
    }

    /// Asks the running channel; ends the command with status 3 when nobody answers.
    func ask(_ request: OperatorRequest) throws -> OperatorAnswer {
        do {
            var client = try ControlClient(path: try socket())
            // A very long playlist is read and resolved before it is answered for.
            return try client.ask(
                request, seconds: request.command == .playlistLoad ? 120 : ControlClient.patienceSeconds)
        } catch let failure as ControlClient.Failure {
            throw unreachable(failure)
        }
    }

    func unreachable(_ failure: ControlClient.Failure) -> CommandFailure {
        let hint =
            config == nil && data == nil
            ? "start it with `qalqan run --demo`, or name the channel with --config or --data"
            : "start it with `qalqan run`"
        return .unreachable("\(failure); \(hint)")
    }

    /// Asks for a change and reports it: what was done and the frame from which it holds, or why not (status 1).
    func order(_ request: OperatorRequest) throws {
        let answer = try ask(request)
        if json {
            print(JSONText.of(answer))
            if !answer.ok { throw ExitCode(1) }
            return
        }
        guard answer.ok else {
            throw CommandFailure.refused((answer.problems ?? ["refused"]).joined(separator: "\n"))
        }
        if let message = answer.message { print(message) }
        if let effective = answer.effective {
            print("effective from frame \(effective.frame)  \(effective.timecode)  \(effective.utc)")
        }
        if let revision = answer.revision { print("revision \(revision)") }
        for note in answer.problems ?? [] { StandardError.write(note) }
    }
}
