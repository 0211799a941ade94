import Glibc

/// Everything below a folder, by paths relative to it. Refuses what a bundle never has: links, devices, odd names.
struct FolderListing {
    private(set) var files: [String] = []
    private(set) var folders: [String] = []

    init(_ folder: Int32) throws(BundleProblem) {
        try walk(folder, below: "")
        files.sort()
    }

    private mutating func walk(_ folder: Int32, below prefix: String) throws(BundleProblem) {
        // A descriptor of its own: closing the stream closes it.
        let own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0, let stream = fdopendir(own) else { throw BundleProblem("\(prefix): \(BundleIO.text(errno))") }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name: String? = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
            }
            guard let name else { throw BundleProblem("a name in \(prefix.isEmpty ? "it" : prefix) is not UTF-8") }
            if name == "." || name == ".." { continue }
            let path = prefix.isEmpty ? name : prefix + "/" + name
            if let problem = BundlePath.problem(path) { throw BundleProblem(problem) }
            var facts = stat()
            guard fstatat(own, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else {
                throw BundleProblem("\(path): \(BundleIO.text(errno))")
            }
            switch facts.st_mode & S_IFMT {
            case S_IFREG: files.append(path)
            case S_IFDIR:
                folders.append(path)
                let next = openat(own, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                guard next >= 0 else { throw BundleProblem("\(path): \(BundleIO.text(errno))") }
                defer { close(next) }
                try walk(next, below: path)
            case S_IFLNK: throw BundleProblem("\"\(path)\": a symbolic link")
            default: throw BundleProblem("\"\(path)\": a device, socket or FIFO")
            }
            guard files.count + folders.count <= BundleLimits.files * 2 else {
                throw BundleProblem("more than \(BundleLimits.files) files in it")
            }
        }
    }
}
