import Foundation
import Trust
import TrustCrypto
import TrustFormats

/// A desk of the suite: its key is made for the test.
struct AttackDesk {
    let name: String
    let country: String
    let key = SigningKey()

    var configuration: String { "{ name: \(name), country: \(country), key: \"keys/\(name).pub\" }" }
}
