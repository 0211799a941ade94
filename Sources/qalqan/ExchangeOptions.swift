import ArgumentParser
import ChannelConfiguration
import ExchangeFormats
import Timecode

/// How playlists of other systems are read and written.
struct ExchangeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "CSV: which column is what, by name or number, as id=House,media=File,start=3.", valueName: "KEY=COLUMN,..."
        ))
    var columns: String?

    @Option(help: ArgumentHelp("CSV: what stands between values: comma, semicolon, tab or bar.", valueName: "WORD"))
    var delimiter: String?

    @Flag(help: "CSV: the first line is an event, not the names of the columns.")
    var noHeader = false

    @Option(
        help: ArgumentHelp(
            "Folder of the media: absolute paths of a list are read and written below it. Repeatable.", valueName: "DIR"
        ))
    var mediaFolder: [String] = []

    @Option(help: ArgumentHelp("BXF: put behind a house number where no file is named, as .mxf.", valueName: "ENDING"))
    var houseEnding: String?

    /// What readers and writers need, from the channel's settings and these options.
    func settings(_ channel: ChannelSettings?, folder: String) throws -> ExchangeSettings {
        var settings = ExchangeSettings(mediaFolders: mediaFolder.map { FilePath.join(folder, $0) })
        if let channel {
            settings.rate = channel.format.time.rate
            settings.dayStart = channel.channel.dayStart
            settings.mediaFolders += channel.mediaFolders
        }
        settings.outputFolder = mediaFolder.first.map { FilePath.join(folder, $0) }
        settings.houseEnding = houseEnding ?? ""
        settings.table.hasHeader = !noHeader
        settings.table.delimiter = try delimiter.map(Self.delimiter)
        if let columns {
            do throws(TableLayout.Problem) { try settings.table.read(columns) } catch {
                throw CommandFailure.usage("--columns \(columns): \(Self.text(error))")
            }
        }
        return settings
    }

    private static func delimiter(_ word: String) throws -> UInt8 {
        switch word {
        case "comma", ",": UInt8(ascii: ",")
        case "semicolon", ";": UInt8(ascii: ";")
        case "tab", "\t": UInt8(ascii: "\t")
        case "bar", "|": UInt8(ascii: "|")
        default: throw CommandFailure.usage("--delimiter \(word): expected comma, semicolon, tab or bar")
        }
    }

    private static func text(_ problem: TableLayout.Problem) -> String {
        switch problem {
        case .malformed(let part): "`\(part)` is not KEY=COLUMN, as media=File or media=2"
        case .twice(let key): "`\(key)` stands there twice"
        case .unknownKey(let key):
            "`\(key)` is not a key of a table; keys: \(TableLayout.keys.joined(separator: ", ")), title.LANGUAGE"
        }
    }
}
