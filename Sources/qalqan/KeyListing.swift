/// One desk key in a folder.
struct KeyListing: Encodable {
    var name: String
    var keyID: String
    /// Path of the public half; absent when only the secret one is there.
    var publicKey: String?
    var secretKey: String?
    /// Whether the secret half needs a passphrase.
    var encrypted: Bool
}
