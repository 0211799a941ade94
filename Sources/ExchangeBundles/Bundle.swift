import Glibc
import TrustFormats

/// A bundle to read from: one file (tar) or a folder, whole or still being copied. Nothing of it is trusted.
///
/// Opening reads names and sizes and the manifest, and refuses what no bundle has in it: links, devices, paths that lead out,
/// names that stand twice, entries that the manifest does not list. Contents are read by `pass`, and checked by who reads.
package final class Bundle {
    package let path: String
    package let signed: SignedManifest
    package var manifest: BundleManifest { signed.manifest }
    /// For one file: whether its end is there.
    package let isComplete: Bool

    private enum Contents {
        case archive([String: TarIndex.Entry])
        case folder
    }

    private let descriptor: Int32
    private let contents: Contents

    package init(_ path: String) throws(BundleProblem) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw BundleProblem("\(path): \(errno == ENOENT ? "not there" : BundleIO.text(errno))")
        }
        do throws(BundleProblem) {
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else { throw BundleProblem("\(path): \(BundleIO.text(errno))") }
            switch facts.st_mode & S_IFMT {
            case S_IFREG:
                let index = try TarIndex(descriptor, length: Int64(facts.st_size))
                if let conflict = BundlePath.conflict(among: index.files.keys.sorted()) {
                    throw BundleProblem(conflict)
                }
                signed = try Self.manifest(of: descriptor, index)
                contents = .archive(index.files)
                isComplete = index.isComplete
                try Self.check(Set(index.files.keys), index.folders, signed.manifest)
            case S_IFDIR:
                let found = try FolderListing(descriptor)
                if let conflict = BundlePath.conflict(among: found.files) { throw BundleProblem(conflict) }
                signed = try Self.manifest(inFolder: descriptor)
                contents = .folder
                isComplete = true
                try Self.check(Set(found.files), found.folders, signed.manifest)
            default: throw BundleProblem("\(path): neither a file nor a folder")
            }
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func manifest(of file: Int32, _ index: TarIndex) throws(BundleProblem) -> SignedManifest {
        guard let entry = index.files[BundleManifest.fileName] else {
            throw BundleProblem(
                index.isComplete
                    ? "not a bundle: no manifest.json in it"
                    : "its manifest.json is not there yet: the copy has not come so far")
        }
        return try read(file, at: entry.offset, size: entry.size)
    }

    private static func manifest(inFolder folder: Int32) throws(BundleProblem) -> SignedManifest {
        guard let (file, size) = try BundleIO.openBelow(folder, BundleManifest.fileName) else {
            throw BundleProblem("not a bundle: no manifest.json in it, or it has not been copied yet")
        }
        defer { close(file) }
        return try read(file, at: 0, size: size)
    }

    private static func read(_ file: Int32, at offset: Int64, size: Int64) throws(BundleProblem) -> SignedManifest {
        guard size <= BundleLimits.manifestBytes else { throw BundleProblem("manifest.json: too large to be one") }
        var bytes: [UInt8] = []
        let got = try BundleIO.pass(file, from: offset, count: size) { buffer throws(BundleProblem) in bytes += buffer }
        guard got == size else {
            throw BundleProblem("its manifest.json is not whole yet: the copy has not come so far")
        }
        return try SignedManifest(json: bytes)
    }

    /// Everything in it must be listed, and lie in folders that listed files lie in.
    private static func check(
        _ files: Set<String>, _ folders: [String], _ manifest: BundleManifest
    ) throws(BundleProblem) {
        let listed = Set(manifest.files.map(\.path)).union([BundleManifest.fileName])
        if let unknown = files.subtracting(listed).sorted().first {
            throw BundleProblem("\"\(unknown)\" is in it and not in its manifest")
        }
        for folder in folders where !listed.contains(where: { $0.hasPrefix(folder + "/") }) {
            throw BundleProblem("the folder \"\(folder)\" is in it, and nothing of the manifest lies there")
        }
    }

    /// Passes the bytes of a listed file through `body`, from `start` on; returns how many of its bytes are there in all, at
    /// most one more than the manifest says.
    package func pass(
        _ file: BundleManifest.File, from start: Int64 = 0,
        _ body: (UnsafeRawBufferPointer) throws(BundleProblem) -> Void
    ) throws(BundleProblem) -> Int64 {
        switch contents {
        case .archive(let index):
            guard let entry = index[file.path] else { return 0 }
            guard entry.size == file.size else {
                throw BundleProblem("\(file.path): \(entry.size) bytes, the manifest says \(file.size)")
            }
            return start + (try BundleIO.pass(descriptor, from: entry.offset + start, count: entry.size - start, body))
        case .folder:
            guard let (source, size) = try BundleIO.openBelow(descriptor, file.path) else { return 0 }
            defer { close(source) }
            guard size <= file.size else {
                throw BundleProblem("\(file.path): \(size) bytes, the manifest says \(file.size)")
            }
            return start + (try BundleIO.pass(source, from: start, count: file.size - start, body))
        }
    }

    /// Bytes of a listed file that are there by now, without reading them; `nil` when it is not there at all.
    package func present(_ file: BundleManifest.File) throws(BundleProblem) -> Int64? {
        switch contents {
        case .archive(let index):
            guard let entry = index[file.path] else { return nil }
            let length = Int64(lseek(descriptor, 0, SEEK_END))
            return max(0, min(entry.size, length - entry.offset))
        case .folder:
            guard let (source, size) = try BundleIO.openBelow(descriptor, file.path) else { return nil }
            close(source)
            return size
        }
    }

    /// The bytes of a small listed file, such as a seal; `nil` when it is not whole yet.
    package func bytes(of file: BundleManifest.File, most: Int = 1 << 20) throws(BundleProblem) -> [UInt8]? {
        guard file.size <= most else { throw BundleProblem("\(file.path): too large to be one") }
        var bytes: [UInt8] = []
        let there = try pass(file) { buffer throws(BundleProblem) in bytes += buffer }
        return there == file.size ? bytes : nil
    }
}
