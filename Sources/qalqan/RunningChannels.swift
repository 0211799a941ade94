import ChannelConfiguration
import Foundation

/// The channels that run on this machine: each start leaves a note of its configuration under its process's number, so
/// that master control need not be told which channel is meant when there is only one, and reaches it by what it was started
/// with, whatever the file says by now.
enum RunningChannels {
    struct Note: Hashable {
        /// Absolute path of the configuration.
        var file: String
        /// Its text at the start of the channel.
        var text: [UInt8]
    }

    /// Folders that may hold notes: the system's, then the user's own.
    private static var folders: [String] {
        var folders = ["/run/qalqan/channels"]
        if let runtime = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], !runtime.isEmpty {
            folders.append(runtime + "/qalqan/channels")
        }
        folders.append("/tmp/qalqan-\(getuid())/channels")
        return folders
    }

    /// Notes that this process, which is about to become the launcher, serves a configuration. Best effort: a machine that
    /// allows no note still gets its channel.
    static func note(_ settings: ChannelSettings) {
        let bytes = Array(settings.file.utf8) + [0x0A] + settings.text
        for folder in folders {
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: getuid() == 0 ? 0o755 : 0o700]
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: attributes)
            let path = "\(folder)/\(getpid())"
            if (try? Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)) != nil { return }
        }
    }

    /// Notes of the channels that run now, each configuration once. Notes of processes that are gone are passed over.
    static func notes() -> [Note] {
        var found: [Note] = []
        for folder in folders {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                guard let process = Int32(name), isLauncher(process), isTrusted("\(folder)/\(name)"),
                    let data = try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
                else { continue }
                let parts = data.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let file = String(validating: parts[0], as: UTF8.self) else { continue }
                let note = Note(file: file, text: [UInt8](parts[1]))
                if !found.contains(where: { $0.file == file }) { found.append(note) }
            }
        }
        return found.sorted { $0.file < $1.file }
    }

    /// Configurations of the channels that run now, as they were started with.
    static func settings() -> [ChannelSettings] {
        notes().compactMap { ConfigurationReader.read($0.text, of: $0.file).settings }
    }

    private static func isLauncher(_ process: Int32) -> Bool {
        let name = (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)) ?? ""
        // The kernel keeps 15 characters of a name.
        return name.hasPrefix("qalqan-launch")
    }

    /// Only notes by root or by this user count: others could send an operator's commands elsewhere.
    private static func isTrusted(_ path: String) -> Bool {
        let owner = (try? FileManager.default.attributesOfItem(atPath: path))?[.ownerAccountID] as? NSNumber
        return owner.map { $0.uint32Value == 0 || $0.uint32Value == getuid() } ?? false
    }
}
