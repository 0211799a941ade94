import Realtime

/// How a decoder's work ended; its exit status tells the launcher.
package enum DecodeOutcome: Hashable, Sendable {
    /// Every frame and sample asked for is in the ring, or the media ended before.
    case done
    /// Air asked to stop.
    case stopped
    case failed(ItemFailure)

    package var exitStatus: Int32 {
        switch self {
        case .done, .stopped: 0
        case .failed(.verification): 10
        case .failed(.media): 11
        }
    }
}

extension ItemFailure {
    /// What the ring says about an item that failed so.
    package var state: SourceState {
        switch self {
        case .verification: .verificationFailed
        case .media: .mediaFailed
        }
    }

    package var message: String {
        switch self {
        case .verification(let text), .media(let text): text
        }
    }
}
