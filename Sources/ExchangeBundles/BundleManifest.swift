import Foundation
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// What is in a bundle, signed by whoever packed it: every file with its size and digests.
///
/// A DSSE envelope in `manifest.json`, its payload JSON with sorted keys.
package struct BundleManifest: Hashable, Sendable, Codable {
    package static let fileName = "manifest.json"
    package static let payloadType = "application/vnd.qalqan.exchange+json"

    package enum Role: String, Hashable, Sendable, Codable, CaseIterable {
        case media
        /// `MEDIA.seal.json`, and `MEDIA.seal.tree`.
        case seal, tree
        case subtitles, metadata
    }

    package struct File: Hashable, Sendable, Codable {
        /// Where it lies in the bundle and will lie below the receiver's media folder.
        package var path: String
        package var role: Role
        /// For all but media: the path of the media that it belongs to.
        package var of: String?
        package var size: Int64
        /// 64 hexadecimal digits.
        package var sha256: String
        /// C4 identifier (SMPTE ST 2114), as inventories of other systems know the file.
        package var c4: String
    }

    package var version = 1
    /// Identifies the bundle for ever.
    package var serial: String
    /// UTC, whole seconds.
    package var createdAt: String
    /// What the sender says of it; free text.
    package var note: String?
    package var files: [File]

    package init(serial: String, createdAt: String, note: String?, files: [File]) {
        self.serial = serial
        self.createdAt = createdAt
        self.note = note
        self.files = files
    }

    /// The media in it.
    package var media: [File] { files.filter { $0.role == .media } }

    /// The files that belong to a medium, itself first.
    package func files(of media: File) -> [File] { [media] + files.filter { $0.of == media.path } }

    package var totalBytes: Int64 { files.reduce(0) { $0 + $1.size } }
}

/// A manifest with its signatures.
package struct SignedManifest: Sendable {
    package let manifest: BundleManifest
    package private(set) var envelope: DSSEEnvelope

    package init(_ manifest: BundleManifest, key: any Signer) throws(KeyError) {
        self.manifest = manifest
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and whole numbers alone: encoding them cannot fail.
        guard let payload = try? encoder.encode(manifest) else { preconditionFailure("a manifest that is not JSON") }
        envelope = DSSEEnvelope(payloadType: BundleManifest.payloadType, payload: Array(payload))
        try envelope.sign(with: key)
    }

    /// Reads a manifest. Everything in it is checked before any of it is used.
    package init(json: [UInt8]) throws(BundleProblem) {
        do throws(SealProblem) {
            envelope = try DSSEEnvelope(json: json)
        } catch { throw BundleProblem("manifest.json: \(error.description)") }
        guard envelope.payloadType == BundleManifest.payloadType else {
            throw BundleProblem(
                "manifest.json: not a bundle's manifest but \(BundlePath.printable(envelope.payloadType))")
        }
        guard let manifest = try? JSONDecoder().decode(BundleManifest.self, from: Data(envelope.payload)) else {
            throw BundleProblem("manifest.json: not the manifest of a bundle")
        }
        self.manifest = manifest
        try manifest.check()
    }
}

extension BundleManifest {
    /// Refuses what no packer of ours would write.
    func check() throws(BundleProblem) {
        func refuse(_ why: String) -> BundleProblem { BundleProblem("manifest.json: \(why)") }
        guard version == 1 else { throw refuse("version \(version): made by a newer version?") }
        guard (1...BundleLimits.files).contains(files.count) else {
            throw refuse("\(files.count) files; 1 to \(BundleLimits.files) are taken")
        }
        let plain = serial.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
        guard plain, (1...64).contains(serial.utf8.count) else { throw refuse("serial is not a plain identifier") }
        for file in files {
            if let problem = BundlePath.problem(file.path) { throw refuse(problem) }
            guard file.path != BundleManifest.fileName else { throw refuse("it lists itself") }
            guard (0...BundleLimits.fileBytes).contains(file.size) else {
                throw refuse("\(file.path): size is out of bounds")
            }
            guard let digest = Hexadecimal.decode(file.sha256), digest.count == 32 else {
                throw refuse("\(file.path): sha256 is not 64 hexadecimal digits")
            }
        }
        if let conflict = BundlePath.conflict(among: files.map(\.path)) { throw refuse(conflict) }
        // Each size is bounded: the sum of so many cannot overflow.
        guard totalBytes <= BundleLimits.totalBytes else {
            throw refuse("\(totalBytes) bytes in all, more than are taken")
        }
        let media = Set(files.filter { $0.role == .media }.map(\.path))
        guard !media.isEmpty else { throw refuse("no media are in it") }
        for file in files where file.role != .media {
            guard let of = file.of, media.contains(of) else { throw refuse("\(file.path): belongs to no media in it") }
            let paths = SealPaths(media: of)
            let expected: String? = file.role == .seal ? paths.seal : file.role == .tree ? paths.tree : nil
            guard expected == nil || expected == file.path else {
                throw refuse("\(file.path): the \(file.role.rawValue) of \(of) does not lie beside it")
            }
            // What lies beside media must not be taken for another file's seal.
            guard expected != nil || !SealPaths.isSidecar(file.path) else {
                throw refuse("\(file.path): named like a seal, and is none")
            }
        }
        for path in media {
            guard files.contains(where: { $0.role == .seal && $0.of == path }),
                files.contains(where: { $0.role == .tree && $0.of == path })
            else { throw refuse("\(path): without its seal or its hash tree") }
            guard !SealPaths.isSidecar(path) else { throw refuse("\(path): a seal, not media") }
        }
    }
}
