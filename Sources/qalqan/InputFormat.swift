import ArgumentParser
import ChannelConfiguration
import ExchangeFormats
import Foundation

/// What format playlists of the command line are in, and how they are read.
struct InputFormat: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Format of the playlists: \(ExchangeFormat.list). Absent: told by ending and content.", valueName: "FORMAT")
    )
    var format: ExchangeFormat?

    @OptionGroup(title: "Other formats")
    var exchange: ExchangeOptions

    /// How to read, for a channel; `nil` = none is known.
    func reading(_ channel: ChannelSettings?) throws -> PlaylistReading {
        PlaylistReading(
            format: format,
            settings: try exchange.settings(channel, folder: FileManager.default.currentDirectoryPath))
    }
}

extension ExchangeFormat: ExpressibleByArgument {}
