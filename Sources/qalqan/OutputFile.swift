import ChannelConfiguration
import Foundation
import Trust

/// What a command may write over: never what the channel plays, trusts or is configured by.
enum OutputFile {
    /// Ends the command where `output` is one of the channel's own files.
    ///
    /// - Parameter documents: playlists named on the command line.
    static func refuseOwnFiles(_ output: String, settings: ChannelSettings, documents: [String]) throws {
        guard output != "-", output != "null:", FileManager.default.fileExists(atPath: output) else { return }
        let target = resolved(output)
        func refuse(_ what: String) -> CommandFailure {
            .usage("--output \(output): this is \(what); name another file, nothing was written")
        }
        if FileManager.default.fileExists(atPath: target + ".seal.json") { throw refuse("sealed media") }
        if documents.contains(where: { resolved($0) == target }) { throw refuse("one of the playlists") }
        if !settings.file.isEmpty, resolved(settings.file) == target { throw refuse("the configuration") }
        for desk in settings.trust.desks where resolved(desk.keyPath) == target { throw refuse("the key of a desk") }
        let folders = settings.mediaFolders.map { ($0, "a file of the media folder \($0)") }
        for (folder, what) in folders + [(settings.playlistFolder, "a file of the playlists folder")]
        where target.hasPrefix(resolved(folder) + "/") {
            throw refuse(what)
        }
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}
