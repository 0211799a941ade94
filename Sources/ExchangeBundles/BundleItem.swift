import Trust
import TrustFormats

/// One medium of a bundle and what was found about it.
package struct BundleItem: Sendable {
    package enum State: Hashable, Sendable {
        /// Every byte of every file of it is there and is what the manifest says.
        case whole
        /// Something is not there yet; the texts say what.
        case incomplete([String])
        /// Something is not what it should be; the texts say what.
        case refused([String])
    }

    package let media: BundleManifest.File
    package let files: [BundleManifest.File]
    package var state: State
    /// What its seal says, when it can be read.
    package var seal: SealStatement?
    /// Valid signatures by desks that the receiver trusts; `nil` when nobody said whom to trust.
    package var approvals: [Approval]?
    package var signatures: [String] = []

    package var problems: [String] {
        switch state {
        case .whole: []
        case .incomplete(let texts), .refused(let texts): texts
        }
    }
}
