/// One desk key: in a folder, or of a channel's desk.
struct KeyListing: Encodable {
    var name: String
    var keyID: String
    /// Path of the public half; absent when only the secret one is there.
    var publicKey: String?
    var secretKey: String?
    /// Whether the secret half needs a passphrase.
    var encrypted: Bool
    // Of a channel's desk:
    var country: String?
    var roles: [String]?
    /// UTC.
    var notBefore: String?
    var notAfter: String?
    /// `in force`, `not valid yet`, `expired` (what it sealed before goes on counting) or `revoked`.
    var state: String?
    /// Since when, and why.
    var revoked: String?

    /// What a person has to know of it.
    var text: String {
        guard let state else { return publicHalf }
        var parts = [country ?? "", (roles ?? []).joined(separator: ", "), state]
        if let notBefore { parts.append("from \(notBefore)") }
        if let notAfter { parts.append("up to \(notAfter)") }
        if let revoked { parts.append("since \(revoked)") }
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private var publicHalf: String {
        secretKey == nil ? "public" : encrypted ? "secret, encrypted" : "secret, not encrypted"
    }
}
