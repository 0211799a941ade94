import ArgumentParser
import ChannelConfiguration
import Foundation

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Put the channel on air.",
        discussion: """
            Starts every process of the channel and keeps it running; SIGTERM or Ctrl-C stops it cleanly. Nothing is \
            needed but the configuration: without a sound card, seals or playlists the channel runs on its slates and \
            says what is missing.

            Examples:
              qalqan run --demo
              qalqan run --config /etc/qalqan/channel.yaml
            """)

    @Option(help: ArgumentHelp("The channel's configuration.", valueName: "FILE"))
    var config: String?

    @Flag(help: "The demo channel: nothing to configure, nothing outside its own data folder.")
    var demo = false

    @Flag(help: "Stay in the foreground (the default).")
    var foreground = false

    @Option(
        help: ArgumentHelp(
            "Where frames come from: `house`, or `stepped:FD` (8-byte little-endian frame numbers read from a "
                + "descriptor), for tests.", valueName: "CLOCK"))
    var clock = "house"

    func validate() throws {
        guard demo != (config != nil) else {
            throw ValidationError("name the channel: --config channel.yaml, or --demo")
        }
        guard steppedClock != nil else { throw ValidationError("--clock \(clock): expected `house` or `stepped:FD`") }
    }

    /// The stepped clock's descriptor, -1 for the house clock, `nil` when it is neither.
    private var steppedClock: Int32? {
        if clock == "house" { return -1 }
        guard clock.hasPrefix("stepped:"), let descriptor = Int32(clock.dropFirst(8)), descriptor >= 0 else {
            return nil
        }
        return descriptor
    }

    func run() async throws {
        let file = try demo ? DemoChannel.prepare() : config!
        let settings = try LoadedConfiguration.load(file)
        let boot = try ChannelBoot(settings: settings, steppedClock: steppedClock ?? -1)
        try boot.launch()
    }
}
