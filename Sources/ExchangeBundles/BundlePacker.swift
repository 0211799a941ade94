import Foundation
import Glibc
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// Makes bundles: sealed media with their seals, hash trees, subtitles and metadata, under a signed manifest.
package struct BundlePacker {
    /// A file that goes in.
    package struct Input: Sendable {
        /// Where it lies, and its path in the bundle.
        package var source: String
        package var path: String
        package var role: BundleManifest.Role
        package var of: String?

        package init(source: String, path: String, role: BundleManifest.Role, of: String? = nil) {
            self.source = source
            self.path = path
            self.role = role
            self.of = of
        }
    }

    package let key: any Signer
    package let note: String?
    private let progress: (Int64) -> Void

    /// - Parameter progress: called with bytes as they are worked on; each byte is read twice.
    package init(key: any Signer, note: String?, progress: @escaping (Int64) -> Void = { _ in }) {
        self.key = key
        self.note = note
        self.progress = progress
    }

    /// Measures the inputs, writes the bundle beside its place and renames it there. Media must be the ones that were sealed.
    package func pack(_ inputs: [Input], to output: String, asFolder: Bool) throws(BundleProblem) -> SignedManifest {
        guard access(output, F_OK) != 0 else { throw BundleProblem("\(output): already there") }
        var files: [BundleManifest.File] = []
        for input in inputs {
            if let problem = BundlePath.problem(input.path) { throw BundleProblem(problem) }
            files.append(try measured(input))
        }
        let created = ISO8601DateFormatter().string(from: Date())
        let manifest = BundleManifest(
            serial: UUID().uuidString.lowercased(), createdAt: created, note: note, files: files)
        try manifest.check()
        let signed: SignedManifest
        do throws(KeyError) { signed = try SignedManifest(manifest, key: key) } catch {
            throw BundleProblem(error.description)
        }
        let temporary = "\(output).\(getpid()).tmp"
        do throws(BundleProblem) {
            if asFolder {
                try writeFolder(signed, inputs, temporary)
            } else {
                try writeArchive(signed, inputs, temporary)
            }
            guard rename(temporary, output) == 0 else { throw BundleProblem("\(output): \(BundleIO.text(errno))") }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
        return signed
    }

    private func measured(_ input: Input) throws(BundleProblem) -> BundleManifest.File {
        let (source, size) = try Self.open(input.source)
        defer { close(source) }
        var digests = FileDigests(c4: true)
        var tree = VerityHasher()
        _ = try BundleIO.pass(source, from: 0, count: size) { buffer throws(BundleProblem) in
            digests.update(buffer)
            if input.role == .media { tree.update(buffer) }
            progress(Int64(buffer.count))
        }
        let (sha256, c4) = digests.finish()
        if input.role == .media { try Self.check(input.source, sha256, tree.finish()) }
        return BundleManifest.File(
            path: input.path, role: input.role, of: input.of, size: digests.count, sha256: Hexadecimal.encode(sha256),
            c4: c4 ?? "")
    }

    /// Media go out only as they were sealed.
    private static func check(_ media: String, _ sha256: [UInt8], _ tree: VerityTree) throws(BundleProblem) {
        let paths = SealPaths(media: media)
        do throws(SealProblem) {
            guard let signed = try SignedSeal.load(paths.seal) else {
                throw SealProblem("not sealed: qalqan seal \(media) --key NAME.key")
            }
            guard signed.statement.sha256 == sha256, signed.statement.verityDigest == tree.digest else {
                throw SealProblem("altered after sealing")
            }
            guard let leaves = try? SmallFile.read(paths.tree, most: 1 << 30), leaves == tree.encoded else {
                throw SealProblem("its hash tree is missing or is not the sealed one: seal it again")
            }
        } catch { throw BundleProblem("\(media): \(error.description)") }
    }

    private static func open(_ path: String) throws(BundleProblem) -> (descriptor: Int32, size: Int64) {
        do throws(VerifiedFileError) {
            return try VerifiedFile.openRegular(path)
        } catch { throw BundleProblem("\(path): \(error.description)") }
    }

    /// Copies an input, and notices when it is not what was measured a moment ago.
    private func copy(_ input: Input, _ file: BundleManifest.File, to target: Int32) throws(BundleProblem) {
        let (source, _) = try Self.open(input.source)
        defer { close(source) }
        var digests = FileDigests(c4: false)
        _ = try BundleIO.pass(source, from: 0, count: file.size) { buffer throws(BundleProblem) in
            digests.update(buffer)
            try BundleIO.write(target, buffer)
            progress(Int64(buffer.count))
        }
        let count = digests.count
        guard count == file.size, Hexadecimal.encode(digests.finish().sha256) == file.sha256 else {
            throw BundleProblem("\(input.source): changed while it was being packed")
        }
    }

    private func writeArchive(_ signed: SignedManifest, _ inputs: [Input], _ path: String) throws(BundleProblem) {
        let target = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard target >= 0 else { throw BundleProblem("\(path): \(BundleIO.text(errno))") }
        defer { close(target) }
        func pad(_ size: Int64) throws(BundleProblem) {
            let over = Int(size % Int64(TarHeader.blockSize))
            if over > 0 { try BundleIO.write(target, [UInt8](repeating: 0, count: TarHeader.blockSize - over)) }
        }
        let manifest = signed.envelope.json
        let head = TarHeader(name: BundleManifest.fileName, size: Int64(manifest.count), kind: .file)
        try BundleIO.write(target, head.blocks + manifest)
        try pad(Int64(manifest.count))
        for (input, file) in zip(inputs, signed.manifest.files) {
            try BundleIO.write(target, TarHeader(name: file.path, size: file.size, kind: .file).blocks)
            try copy(input, file, to: target)
            try pad(file.size)
        }
        try BundleIO.write(target, [UInt8](repeating: 0, count: 2 * TarHeader.blockSize))
        guard fsync(target) == 0 else { throw BundleProblem("\(path): \(BundleIO.text(errno))") }
    }

    private func writeFolder(_ signed: SignedManifest, _ inputs: [Input], _ folder: String) throws(BundleProblem) {
        func make(_ path: String) throws(BundleProblem) -> Int32 {
            let parent = (path as NSString).deletingLastPathComponent
            do {
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            } catch { throw BundleProblem("\(parent): \(error.localizedDescription)") }
            let target = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
            guard target >= 0 else { throw BundleProblem("\(path): \(BundleIO.text(errno))") }
            return target
        }
        let manifest = try make(folder + "/" + BundleManifest.fileName)
        defer { close(manifest) }
        try BundleIO.write(manifest, signed.envelope.json)
        guard fsync(manifest) == 0 else { throw BundleProblem("\(folder): \(BundleIO.text(errno))") }
        for (input, file) in zip(inputs, signed.manifest.files) {
            let target = try make(folder + "/" + file.path)
            defer { close(target) }
            try copy(input, file, to: target)
            guard fsync(target) == 0 else { throw BundleProblem("\(file.path): \(BundleIO.text(errno))") }
        }
    }
}
