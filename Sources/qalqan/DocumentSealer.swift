import ControlService
import Foundation
import Glibc
import Playlist
import PlaylistFormats
import Realtime
import Timecode
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// Seals, approves and verifies playlists: the documents that channels read. Their bytes are read once, and those are hashed,
/// parsed and signed.
struct DocumentSealer {
    /// Whether a path names a document of a kind that is sealed as one: by its ending.
    static func isDocument(_ path: String) -> Bool { PlaylistFile.isDocument(path) && !SealPaths.isSidecar(path) }

    /// Makes the seal of a document, or finds the one that is there current.
    static func seal(
        _ path: String, key: any Signer, settings: SealSettings, replace: Bool
    ) throws(SealProblem) -> (statement: DocumentStatement, isNew: Bool) {
        let (bytes, document) = try read(path)
        let paths = SealPaths(media: path)
        let sha256 = SHA256Stream.digest(of: bytes)
        var statement = DocumentStatement(
            kind: .playlist, name: path.split(separator: "/").last.map(String.init) ?? path, size: Int64(bytes.count),
            sha256: sha256, serial: UUID().uuidString.lowercased(),
            sealedAt: LeapSeconds.builtIn.tai(unixNanoseconds: Int64(Date().timeIntervalSince1970) * 1_000_000_000),
            channel: document.channel, day: document.day.map { "\($0)" })
        statement.origin = settings.origin
        statement.notBefore = settings.notBefore
        statement.notAfter = settings.notAfter
        if let existing = (try? SignedDocument.load(paths.seal)) ?? nil, existing.statement.sha256 == sha256 {
            var same = statement
            same.serial = existing.statement.serial
            same.sealedAt = existing.statement.sealedAt
            same.name = existing.statement.name
            if same == existing.statement, existing.envelope.isSigned(by: key.verifyingKey) {
                return (existing.statement, false)
            }
            let others = existing.envelope.signatures.filter { $0.keyID != key.keyID }.count
            guard others == 0 || replace else {
                throw SealProblem(
                    "its seal carries \(others) other signature\(others == 1 ? "" : "s"): "
                        + "qalqan approve adds yours, --replace makes a new seal without them")
            }
        }
        var signed = SignedDocument(statement)
        do throws(KeyError) { try signed.envelope.sign(with: key) } catch { throw SealProblem(error.description) }
        try write(paths.seal, signed.envelope.json)
        return (statement, true)
    }

    /// Adds a signature to the seal of a document whose bytes are the sealed ones.
    static func approve(
        _ paths: SealPaths, key: any Signer, withoutFile: Bool
    ) throws(SealProblem) -> (signed: SignedDocument, isNew: Bool) {
        guard var signed = try SignedDocument.load(paths.seal) else {
            throw SealProblem("not there: qalqan seal makes it")
        }
        if !withoutFile {
            let (bytes, _) = try read(paths.media)
            guard SHA256Stream.digest(of: bytes) == signed.statement.sha256 else {
                throw SealProblem("not approved, \(paths.media): its bytes are not those that were sealed")
            }
        }
        guard !signed.envelope.isSigned(by: key.verifyingKey) else { return (signed, false) }
        do throws(KeyError) { try signed.envelope.sign(with: key) } catch { throw SealProblem(error.description) }
        try write(paths.seal, signed.envelope.json)
        return (signed, true)
    }

    /// The verdict on a document by its seal.
    ///
    /// - Parameter basis: whose signatures count and what is asked; `nil` looks at the bytes alone.
    static func verify(
        _ path: String, _ basis: TrustBasis?, channel: String?
    ) throws(SealProblem) -> (signed: SignedDocument, approvals: [Approval]) {
        let (bytes, document) = try read(path)
        guard let signed = try SignedDocument.load(SealPaths(media: path).seal) else {
            throw SealProblem(Withheld.unsealed.description)
        }
        let rule = basis == nil ? TrustPolicy.Rule(approvals: 0) : basis!.policy.playlists ?? basis!.policy.standard
        let verdict = SignedDocument.judge(
            bytes, seal: signed.envelope.json, kind: signed.statement.kind, rule: rule,
            basis: basis ?? TrustBasis(desks: TrustedDesks(entries: []), policy: TrustPolicy()),
            channel: channel ?? signed.statement.channel ?? "",
            day: document.day.map { "\($0)" }, at: nil)
        switch verdict {
        case .accepted(let approvals): return (signed, approvals)
        case .withheld(let why): throw SealProblem(why.description)
        }
    }

    /// The bytes of a playlist, and what they say. One with errors is not sealed: no channel would take it.
    static func read(_ path: String) throws(SealProblem) -> (bytes: [UInt8], document: PlaylistDocument) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try PlaylistFolder.readFile(path)
        } catch { throw SealProblem(error.code == ENOENT ? "not there" : "\(error)") }
        let (document, diagnostics) = PlaylistReader.read(bytes, file: path)
        guard let document else {
            let first = diagnostics.first { $0.severity == .error }.map(\.description) ?? ""
            throw SealProblem("not a playlist that channels take: \(first)")
        }
        return (bytes, document)
    }

    private static func write(_ path: String, _ bytes: [UInt8]) throws(SealProblem) {
        do throws(SmallFile.Failure) {
            try SmallFile.replace(path, with: bytes)
        } catch { throw SealProblem("\(path) cannot be written: \(error.text)") }
    }
}
