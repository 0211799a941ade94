import ControlService
import Realtime

/// A playlist on its way to the running channel.
struct PlaylistFile {
    /// File name without folders.
    let name: String
    /// What is in it.
    let bytes: [UInt8]
    /// The same as text; empty until it is known to be text.
    let text: String

    init(name: String, text: String) {
        self.name = name
        self.text = text
        bytes = Array(text.utf8)
    }

    /// - Parameter anyText: whether the bytes may be text of another encoding, for a reader that knows which.
    init(reading path: String, anyText: Bool = false) throws {
        name = path.split(separator: "/").last.map(String.init) ?? path
        do throws(SystemError) {
            bytes = try PlaylistFolder.readFile(path)
        } catch {
            throw CommandFailure.refused("\(error)")
        }
        text = anyText ? "" : try Self.text(of: bytes, path: path)
    }

    /// The file as it is, as text.
    func asText() throws -> PlaylistFile { PlaylistFile(name: name, text: try Self.text(of: bytes, path: name)) }

    private static func text(of bytes: [UInt8], path: String) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure.refused("\(path): not UTF-8 text; save the playlist as UTF-8")
        }
        return text
    }

    static func isDocument(_ path: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
    }
}
