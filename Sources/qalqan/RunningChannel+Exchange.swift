import ChannelConfiguration
import ControlService
import ExchangeFormats
import Foundation
import Timecode

extension RunningChannel {
    /// How other formats are read and written for this channel: by its configuration, else by what its control process
    /// left in the data folder.
    func exchange(_ options: ExchangeOptions) throws -> (channel: ChannelSettings?, settings: ExchangeSettings) {
        let known = try settings()
        var exchange = try options.settings(known, folder: FileManager.default.currentDirectoryPath)
        if known == nil, let summary = ChannelSummary(in: DataFolder(path: try dataFolder())) {
            exchange.dayStart = summary.dayStart
            if let format = ChannelFormat(token: summary.format) { exchange.rate = format.rate }
        }
        return (known, exchange)
    }
}
