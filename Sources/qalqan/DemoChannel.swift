import Foundation

/// The demo channel's folder: made once, then a channel like any other.
enum DemoChannel {
    /// Makes what is missing of the demo (media, keys, seals, configuration) and returns its configuration file.
    static func prepare() throws -> String {
        let folder = Installation.demoData
        let configuration = folder + "/channel.yaml"
        guard let maker = Installation.resource("Playlists/demo/make-media.sh") else {
            throw CommandFailure.unreachable(
                "the demo's files (Playlists/demo) are not part of this installation: install Qalqan again")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [maker, folder, Installation.programs + "/qalqan"]
        // What the maker says is progress: standard output stays clean.
        process.standardOutput = FileHandle.standardError
        do { try process.run() } catch {
            throw CommandFailure.unreachable("cannot start \(maker): \(error.localizedDescription)")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0, FileManager.default.fileExists(atPath: configuration) else {
            throw CommandFailure.unreachable(
                "the demo could not be made in \(folder) (status \(process.terminationStatus)); see the lines above")
        }
        return configuration
    }
}
