import Synchronization

/// Which PCM to play on: found by the thread that watches devices, read by the sound thread when it has no card.
final class CardBinding: Sendable {
    private let name: Mutex<String?>

    init(_ name: String?) { self.name = Mutex(name) }

    var pcm: String? {
        get { name.withLock { $0 } }
        set { name.withLock { $0 = newValue } }
    }
}
