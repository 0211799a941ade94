import Foundation

/// Where this installation keeps its programs and resources, found from the running executable.
enum Installation {
    /// Folder of the executables: all of them lie beside each other.
    static let programs: String = {
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (executable as NSString).deletingLastPathComponent
    }()

    /// A resource by its path in the source tree (`Playlists/demo`): below `share` beside the programs when installed,
    /// else in the source tree that the programs were built in.
    static func resource(_ path: String) -> String? {
        let manager = FileManager.default
        let installed = programs + "/share/" + path
        if manager.fileExists(atPath: installed) { return installed }
        var folder = programs
        while folder != "/", !folder.isEmpty {
            if manager.fileExists(atPath: folder + "/Package.swift"), manager.fileExists(atPath: folder + "/" + path) {
                return folder + "/" + path
            }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return nil
    }

    /// The path of one of our programs; an error that says what to do when it is not there.
    static func program(_ name: String) throws -> String {
        let path = programs + "/" + name
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw CommandFailure.unreachable("\(path) is missing: build or install all of Qalqan again (make build)")
        }
        return path
    }

    /// The demo channel's own data folder: `$QALQAN_DATA`, else `$XDG_DATA_HOME/qalqan/demo`, else below the home folder.
    static var demoData: String {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["QALQAN_DATA"], isDemoNamed { return folder }
        if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return data + "/qalqan/demo" }
        return NSHomeDirectory() + "/.local/share/qalqan/demo"
    }

    /// Whether the environment names the demo's folder.
    static var isDemoNamed: Bool { ProcessInfo.processInfo.environment["QALQAN_DATA"]?.isEmpty == false }
}
