import AudioALSA
import Glibc
import SoundEngine

/// Opens the card that is bound, and says once what came of it. Used by the sound thread alone.
final class CardOpener: @unchecked Sendable {
    // One thread calls `open`, and only while nothing plays.
    private let binding: CardBinding
    private let request: PlaybackRequest
    private let follow: SoundSettings.Follow
    private var lastWord = ""

    init(binding: CardBinding, request: PlaybackRequest, follow: SoundSettings.Follow) {
        self.binding = binding
        self.request = request
        self.follow = follow
    }

    func open() -> SoundLoop<PlaybackCard, SincConverter>.Opening {
        guard let pcm = binding.pcm else { return .failed(ENODEV) }
        do throws(SoundError) {
            let card = try PlaybackCard(pcm, request)
            say("\(pcm): \(card.setup) (asked for \(request.channels) channels, \(request.rate) Hz)")
            if follow == .locked, card.setup.rate == request.rate { return .opened(card, nil) }
            guard let converter = SincConverter(channels: request.channels) else { return .failed(ENOMEM) }
            return .opened(card, converter)
        } catch {
            say("\(error); waiting for it")
            return .failed(error.code)
        }
    }

    private func say(_ word: String) {
        guard word != lastWord else { return }
        lastWord = word
        Log.line(word)
    }
}
