import Glibc
import TrustCrypto
import TrustFormats

/// Whether the box has the key that it signs its logs with, and whether it is its alone.
enum BoxKeyCheck {
    static func examine(_ folder: String) -> [Finding] {
        let secret = BoxKey.secretPath(in: folder)
        var facts = stat()
        guard stat(secret, &facts) == 0 else {
            guard errno == ENOENT else {
                return [Finding("box-key", .note, "\(secret) cannot be looked at by this user")]
            }
            return [Finding("box-key", .note, "the box has no key yet: the channel's first start makes it")]
        }
        if facts.st_mode & 0o077 != 0 {
            return [
                Finding(
                    "box-key", .warning, "\(secret): others on this machine can read the key that signs the logs",
                    remedy: "chmod 600 \(secret)")
            ]
        }
        do throws(SealProblem) {
            let key = try BoxKey.publicKey(in: folder)
            return [Finding("box-key", .good, "the box signs its logs with key \(key.keyID)")]
        } catch {
            return [
                Finding(
                    "box-key", .warning, error.description,
                    remedy: "start the channel: it writes the public half again")
            ]
        }
    }
}
