import ChannelConfiguration
import Foundation
import Trust
import TrustFormats

/// Finds the seal that a person means: by its file, by its media, or by its serial in the folders of a channel.
struct SealFinder {
    /// Entries of folders looked at for one serial.
    private static let mostEntries = 1_000_000

    private let folders: [String]

    /// Looks in the media folders of the channel that was named, and in a folder.
    init(_ channel: RunningChannel, below folder: String) throws {
        let settings = channel.config == nil && channel.data == nil ? nil : try channel.settings()
        let running = channel.config == nil && channel.data == nil ? RunningChannels.settings() : []
        folders = (settings.map { [$0] } ?? running).flatMap(\.mediaFolders) + [folder]
    }

    /// The seal; `nil` when a serial is found nowhere.
    func find(_ id: String) throws(SealProblem) -> SealStatement? {
        let paths = SealPaths(seal: id) ?? SealPaths(media: id)
        if let signed = try load(paths.seal) { return signed.statement }
        if FileManager.default.fileExists(atPath: id) {
            throw SealProblem("\(id) is not sealed: there is nothing to recall")
        }
        guard SealSerial.isWellFormed(id) else { return nil }
        for folder in folders {
            if let found = search(folder, id) { return found }
        }
        return nil
    }

    private func load(_ path: String) throws(SealProblem) -> SignedSeal? {
        do throws(SealProblem) { return try SignedSeal.load(path) } catch {
            throw SealProblem("\(path): \(error)")
        }
    }

    private func search(_ folder: String, _ serial: String) -> SealStatement? {
        guard let entries = FileManager.default.enumerator(atPath: folder) else { return nil }
        var count = 0
        for case let name as String in entries {
            count += 1
            guard count <= Self.mostEntries else { return nil }
            guard SealPaths(seal: name) != nil, let signed = try? SignedSeal.load(folder + "/" + name),
                signed.statement.serial == serial
            else { continue }
            return signed.statement
        }
        return nil
    }
}
