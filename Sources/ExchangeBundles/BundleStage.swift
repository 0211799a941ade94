import Foundation
import Glibc
import TrustCrypto
import TrustFormats

/// Where a bundle's files are copied to before they are taken in: a folder in the library itself, so that taking in is a
/// rename. What an earlier attempt left there is used when it is right.
struct BundleStage {
    /// `LIBRARY/.qalqan-incoming/SERIAL`.
    let folder: String
    private let library: String
    private let lock: Lock

    /// Held while it is open; a second acceptance of the same bundle is refused.
    private final class Lock {
        let descriptor: Int32
        init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }

    init(library: String, serial: String) throws(BundleProblem) {
        self.library = library
        folder = library + "/" + BundleAcceptor.incoming + "/" + serial
        for path in [library + "/" + BundleAcceptor.incoming, folder] {
            guard mkdir(path, 0o750) == 0 || errno == EEXIST else {
                throw BundleProblem("\(path): \(BundleIO.text(errno))")
            }
            var facts = stat()
            guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else {
                throw BundleProblem("\(path): not a folder")
            }
        }
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw BundleProblem("\(folder): \(BundleIO.text(errno))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw BundleProblem("\(folder): this bundle is being taken in already")
        }
        lock = Lock(descriptor)
    }

    func path(_ file: BundleManifest.File) -> String { folder + "/" + file.path }

    /// Refuses a bundle that the library's disk has no room for, before anything is written.
    func makeRoom(for bundle: Bundle) throws(BundleProblem) {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else { return }
        var needed: Int64 = 64 << 20
        for file in bundle.manifest.files {
            let part = max(Self.size(path(file)), Self.size(path(file) + ".part"))
            needed += max(0, file.size - part)
        }
        let free = Int64(clamping: UInt64(facts.f_bavail) * UInt64(facts.f_frsize))
        guard needed <= free else {
            throw BundleProblem("\(library): \(needed >> 20) MiB are needed and \(free >> 20) MiB are free")
        }
    }

    /// Copies a file here, going on where an earlier copy ended, and checks it. Returns the bytes that are here.
    func copy(
        _ file: BundleManifest.File, of bundle: Bundle, _ progress: (Int64) -> Void
    ) throws(BundleProblem) -> Int64 {
        let path = path(file)
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        } catch { throw BundleProblem("\(path): \(error.localizedDescription)") }
        // A seal that was co-signed here is not the bundle's any more: it is made anew from it.
        if file.role != .seal, Self.size(path) == file.size {
            if try digest(of: path, file) == file.sha256 { return file.size }
        }
        unlink(path)
        let part = path + ".part"
        if file.role == .seal || Self.size(part) > file.size { unlink(part) }
        for isLast in [false, true] {
            let (there, sha256) = try extend(part, file, bundle, progress)
            guard there == file.size else { return there }
            if sha256 == file.sha256 { break }
            // What lay here may be what was wrong: once from the beginning.
            unlink(part)
            if isLast { throw BundleProblem("\(file.path): altered: not the bytes that the manifest speaks of") }
        }
        guard rename(part, path) == 0 else { throw BundleProblem("\(path): \(BundleIO.text(errno))") }
        return file.size
    }

    /// Adds to a partial copy what the bundle has beyond it. Returns its length and the digest of all of it.
    private func extend(
        _ part: String, _ file: BundleManifest.File, _ bundle: Bundle, _ progress: (Int64) -> Void
    ) throws(BundleProblem) -> (there: Int64, sha256: String) {
        let target = open(part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard target >= 0 else { throw BundleProblem("\(part): \(BundleIO.text(errno))") }
        defer { close(target) }
        var digests = FileDigests(c4: false)
        _ = try BundleIO.pass(target, from: 0, count: file.size) { buffer throws(BundleProblem) in
            digests.update(buffer)
            progress(Int64(buffer.count))
        }
        guard lseek(target, off_t(digests.count), SEEK_SET) >= 0 else {
            throw BundleProblem("\(part): \(BundleIO.text(errno))")
        }
        let start = digests.count
        _ = try bundle.pass(file, from: start) { buffer throws(BundleProblem) in
            digests.update(buffer)
            try BundleIO.write(target, buffer)
            progress(Int64(buffer.count))
        }
        guard fsync(target) == 0 else { throw BundleProblem("\(part): \(BundleIO.text(errno))") }
        let there = digests.count
        return (there, Hexadecimal.encode(digests.finish().sha256))
    }

    private func digest(of path: String, _ file: BundleManifest.File) throws(BundleProblem) -> String? {
        let source = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard source >= 0 else { return nil }
        defer { close(source) }
        var digests = FileDigests(c4: false)
        _ = try BundleIO.pass(source, from: 0, count: file.size) { buffer throws(BundleProblem) in
            digests.update(buffer)
        }
        return Hexadecimal.encode(digests.finish().sha256)
    }

    private static func size(_ path: String) -> Int64 {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return 0 }
        return Int64(facts.st_size)
    }

    // MARK: Taking in

    /// Moves the files of a medium to their places, the seal last: until it is there the medium is unsealed and does not air.
    ///
    /// Returns whether the media file itself is new there. What is there with other bytes is not touched unless `replace`.
    func install(_ files: [BundleManifest.File], into library: String, replace: Bool) throws(BundleProblem) -> Bool {
        var isPresent: [String: Bool] = [:]
        for file in files {
            let target = library + "/" + file.path
            try checkFolders(of: file.path, in: library)
            var facts = stat()
            guard lstat(target, &facts) == 0 else { continue }
            guard facts.st_mode & S_IFMT == S_IFREG else {
                throw BundleProblem("\(target): there is something else of that name")
            }
            let isSame =
                file.role == .seal
                ? Self.samePayload(target, path(file))
                : try digest(of: target, file) == file.sha256 && Self.size(target) == file.size
            guard isSame || replace else {
                throw BundleProblem(
                    "\(target): already there with other contents; --replace puts the bundle's in its place")
            }
            isPresent[file.path] = isSame
        }
        let order: [BundleManifest.Role] = [.tree, .subtitles, .metadata, .media, .seal]
        for role in order {
            for file in files where file.role == role {
                if isPresent[file.path] == true, role != .seal {
                    unlink(path(file))
                    continue
                }
                let target = library + "/" + file.path
                do {
                    try FileManager.default.createDirectory(
                        atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                } catch { throw BundleProblem("\(target): \(error.localizedDescription)") }
                guard rename(path(file), target) == 0 else { throw BundleProblem("\(target): \(BundleIO.text(errno))") }
                Self.sync((target as NSString).deletingLastPathComponent)
            }
        }
        return isPresent[files[0].path] != true
    }

    /// The folders on the way must be folders and no links: nothing is written outside the library.
    private func checkFolders(of path: String, in library: String) throws(BundleProblem) {
        var folder = library
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            var facts = stat()
            guard lstat(folder, &facts) == 0 else { return }
            guard facts.st_mode & S_IFMT == S_IFDIR else {
                throw BundleProblem("\(folder): a link or a file, where a folder is needed")
            }
        }
    }

    private static func samePayload(_ a: String, _ b: String) -> Bool {
        guard let first = (try? SignedSeal.load(a)) ?? nil, let second = (try? SignedSeal.load(b)) ?? nil else {
            return false
        }
        return first.envelope.payload == second.envelope.payload
    }

    private static func sync(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Removes the folder when all of it has been taken in.
    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
        rmdir(library + "/" + BundleAcceptor.incoming)
    }
}
