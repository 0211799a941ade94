import Foundation
import TrustFormats

/// What is sealed when a folder is named.
enum SealFolder {
    /// Endings of files that are taken for media in a folder; a file that is named itself is looked at whatever its ending.
    static let endings: Set<String> = [
        "3gp", "aac", "ac3", "aif", "aiff", "asf", "avi", "bmp", "dv", "eac3", "flac", "flv", "gif", "gxf", "jpeg",
        "jpg",
        "lxf", "m1v", "m2t", "m2ts", "m2v", "m4a", "m4v", "mkv", "mov", "mp2", "mp3", "mp4", "mpeg", "mpg", "mts",
        "mxf",
        "nut", "oga", "ogg", "ogv", "opus", "png", "tga", "tif", "tiff", "ts", "vob", "wav", "webm", "webp", "wmv",
        "y4m",
    ]

    /// Files as they were named, and in the place of each folder the media below it, in order.
    static func files(_ named: [String]) throws -> [String] {
        // A file that is named twice is sealed once.
        var seen: Set<String> = []
        return try named.flatMap { path -> [String] in
            guard isFolder(path) else { return [path] }
            let found = try media(below: path)
            guard !found.isEmpty else { throw CommandFailure.refused("\(path): no media in this folder") }
            return found
        }.filter { seen.insert(URL(fileURLWithPath: $0).standardizedFileURL.path).inserted }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func media(below folder: String) throws -> [String] {
        guard
            let walk = FileManager.default.enumerator(
                at: URL(fileURLWithPath: folder), includingPropertiesForKeys: [.isRegularFileKey],
                options: [.skipsHiddenFiles],
                errorHandler: { url, error in
                    StandardError.write("\(url.path): \(error.localizedDescription)")
                    return true
                })
        else { throw CommandFailure.refused("\(folder): the folder cannot be read") }
        let root = URL(fileURLWithPath: folder).standardizedFileURL.path
        var files: [String] = []
        for case let url as URL in walk {
            // Links are not followed: what they lead to may lie anywhere.
            guard (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true,
                endings.contains(url.pathExtension.lowercased()), !SealPaths.isSidecar(url.path)
            else { continue }
            let path = url.standardizedFileURL.path
            let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
            files.append(path.hasPrefix(root + "/") ? base + path.dropFirst(root.utf8.count) : path)
        }
        return files.sorted()
    }
}
