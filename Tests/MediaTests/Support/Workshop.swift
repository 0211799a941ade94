import CLinux
import Glibc
import Testing
import TrustDigest

/// A folder for test media, and the `ffmpeg` command that makes them: an encoder that is not ours.
enum Workshop {
    /// A fresh folder for this test process.
    static let folder: String = {
        var template = Array("/tmp/qalqan-media-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("no folder for test media") }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        atexit { Workshop.removeFolder() }
        return path
    }()

    private static func removeFolder() { _ = run(["/bin/rm", "-rf", folder]) }

    /// Runs a program to its end; its exit status.
    @discardableResult
    static func run(_ command: [String]) -> Int32 {
        let arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let environment: [UnsafeMutablePointer<CChar>?] = [strdup("PATH=/usr/bin:/bin"), nil]
        defer { for entry in environment { free(entry) } }
        let pid = ql_spawn(arguments, environment, nil, 0)
        guard pid > 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return ql_wait_status_exit_code(status)
    }

    static func write(_ bytes: [UInt8], to path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(file) }
        var done = 0
        bytes.withUnsafeBytes { buffer in
            while done < buffer.count {
                let count = Glibc.write(file, buffer.baseAddress! + done, buffer.count - done)
                guard count > 0 else { break }
                done += count
            }
        }
    }

    static func read(_ path: String) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        guard size > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, size, 0))
        }
    }

    /// Makes a clip: numbered pictures as `rate`, sound beside them, through `ffmpeg` with `options`.
    static func clip(
        _ name: String, rate: String = "25", frames: Int, sound: TestSound?, size: (Int, Int) = (320, 180),
        topFirst: Bool? = nil, options: [String], inputOptions: [String] = [], soundOptions: [String] = []
    ) throws -> String {
        let path = "\(folder)/\(name)"
        var command = ["/usr/bin/ffmpeg", "-y", "-v", "error", "-nostdin"]
        if frames > 0 {
            var raw: [UInt8] = []
            raw.reserveCapacity(frames * size.0 * size.1)
            for number in 0..<frames {
                if let topFirst {
                    raw += NumberedPicture.drawInterlaced(number, topFirst: topFirst, width: size.0, height: size.1)
                } else {
                    raw += NumberedPicture.draw(number, width: size.0, height: size.1)
                }
            }
            write(raw, to: path + ".gray")
            command += inputOptions
            command += [
                "-f", "rawvideo", "-pix_fmt", "gray", "-s", "\(size.0)x\(size.1)", "-framerate", rate, "-i",
                path + ".gray",
            ]
        }
        if let sound {
            write(sound.wave, to: path + ".wav")
            command += soundOptions + ["-i", path + ".wav"]
        }
        command += options + ["-threads", "1", path]
        let status = run(command)
        try #require(status == 0, "ffmpeg failed to make \(name): \(command)")
        unlink(path + ".gray")
        unlink(path + ".wav")
        return path
    }

    /// Writes the hash tree beside a file; what the decoder is told of it.
    static func seal(_ path: String) -> (tree: String, digest: [UInt8], size: Int64) {
        let bytes = read(path)
        var hasher = VerityHasher()
        bytes.withUnsafeBytes { hasher.update($0) }
        let tree = hasher.finish()
        write(tree.encoded, to: path + ".seal.tree")
        return (path + ".seal.tree", tree.digest, Int64(bytes.count))
    }
}
