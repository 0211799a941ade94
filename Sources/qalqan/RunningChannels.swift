import Foundation

/// The channels that run on this machine: each start leaves a note of its configuration under its process's number, so
/// that master control need not be told which channel is meant when there is only one.
enum RunningChannels {
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
    static func note(configuration: String) {
        for folder in folders {
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: getuid() == 0 ? 0o755 : 0o700]
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: attributes)
            let path = "\(folder)/\(getpid())"
            if (try? Data(configuration.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)) != nil { return }
        }
    }

    /// Configurations of the channels that run now, each once. Notes of processes that are gone are passed over.
    static func configurations() -> [String] {
        var found: [String] = []
        for folder in folders {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                guard let process = Int32(name), isLauncher(process), isTrusted("\(folder)/\(name)"),
                    let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                else { continue }
                if !found.contains(text) { found.append(text) }
            }
        }
        return found.sorted()
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
