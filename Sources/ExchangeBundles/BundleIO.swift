import Glibc

/// Plain file work of bundles: descriptors, each byte accounted for.
enum BundleIO {
    static func text(_ code: Int32) -> String { String(cString: strerror(code)) }

    /// Opens a file below a folder part by part, following no link; it must be a regular file.
    static func openBelow(_ folder: Int32, _ path: String) throws(BundleProblem) -> (descriptor: Int32, size: Int64)? {
        var parent = dup(folder)
        guard parent >= 0 else { throw BundleProblem("\(path): \(text(errno))") }
        defer { close(parent) }
        let parts = path.split(separator: "/").map(String.init)
        for part in parts.dropLast() {
            let next = openat(parent, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard next >= 0 else {
                if errno == ENOENT { return nil }
                throw BundleProblem(
                    "\(path): \(errno == ELOOP || errno == ENOTDIR ? "a link, or no folder, on the way" : text(errno))")
            }
            close(parent)
            parent = next
        }
        guard let last = parts.last else { return nil }
        let file = openat(parent, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw BundleProblem("\(path): \(errno == ELOOP ? "a link" : text(errno))")
        }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw BundleProblem("\(path): not a regular file")
        }
        return (file, Int64(facts.st_size))
    }

    /// Reads `count` bytes at most from a place on, as many as are there.
    static func read(_ file: Int32, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(BundleProblem)
        -> Int
    {
        var done = 0
        while done < buffer.count {
            let got = pread(file, buffer.baseAddress! + done, buffer.count - done, off_t(offset) + off_t(done))
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw BundleProblem("cannot be read: \(text(errno))") }
            if got == 0 { break }
            done += got
        }
        return done
    }

    static func write(_ file: Int32, _ bytes: UnsafeRawBufferPointer) throws(BundleProblem) {
        var done = 0
        while done < bytes.count {
            let put = Glibc.write(file, bytes.baseAddress! + done, bytes.count - done)
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw BundleProblem("cannot be written: \(text(put < 0 ? errno : EIO))") }
            done += put
        }
    }

    static func write(_ file: Int32, _ bytes: [UInt8]) throws(BundleProblem) {
        let outcome: Result<Void, BundleProblem> = bytes.withUnsafeBytes { buffer in
            do throws(BundleProblem) { return .success(try write(file, buffer)) } catch { return .failure(error) }
        }
        try outcome.get()
    }

    /// Passes a stretch of a file through `body`, in pieces of at most a MiB; stops where the file ends. Returns its length.
    static func pass(
        _ file: Int32, from offset: Int64, count: Int64, _ body: (UnsafeRawBufferPointer) throws(BundleProblem) -> Void
    ) throws(BundleProblem) -> Int64 {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        var done: Int64 = 0
        while done < count {
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(Int64(buffer.count), count - done))])
            let got = try read(file, at: offset + done, into: wanted)
            if got == 0 { break }
            try body(UnsafeRawBufferPointer(rebasing: wanted[..<got]))
            done += Int64(got)
        }
        return done
    }
}
