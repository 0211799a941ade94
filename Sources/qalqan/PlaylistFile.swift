import ControlService
import Realtime

/// A playlist document on its way to the running channel.
struct PlaylistFile {
    /// File name without folders, and the text.
    let name: String
    let text: String

    init(reading path: String) throws {
        name = path.split(separator: "/").last.map(String.init) ?? path
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try PlaylistFolder.readFile(path)
        } catch {
            throw CommandFailure.refused("\(error)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure.refused("\(path): not UTF-8 text; save the playlist as UTF-8")
        }
        self.text = text
    }

    static func isDocument(_ path: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
    }
}
