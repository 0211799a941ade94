import Trust
import TrustCrypto
import TrustFormats

extension SealReport {
    /// The report on a document.
    init(file: String, result: String, document: DocumentStatement) {
        self.init(file: file, result: result)
        kind = document.kind.rawValue
        serial = document.serial
        size = document.size
        sha256 = Hexadecimal.encode(document.sha256)
        channel = document.channel
        day = document.day
    }
}
