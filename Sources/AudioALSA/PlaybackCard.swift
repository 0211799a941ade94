import CALSA
import CLinux
import Glibc
import Realtime

/// A sound card opened for playback through alsa-lib.
///
/// Takes the programme's channels and writes what the card agreed to. One thread; no call blocks.
public final class PlaybackCard: SoundCard {
    private let handle: PCMHandle
    private let encoder: SampleEncoder
    private let planes: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let programmeChannels: Int
    private let now: () -> Int64

    public let setup: PlaybackSetup
    public var rate: Int64 { Int64(setup.rate) }
    public var bufferFrames: Int { setup.bufferFrames }
    public var periodFrames: Int { setup.periodFrames }

    /// Opens a PCM by its ALSA name (`hw:CARD=PCH,DEV=0`).
    ///
    /// - Parameter now: the clock that the card's delay is measured on; CLOCK_MONOTONIC but for tests.
    public init(
        _ device: String, _ request: PlaybackRequest, now: @escaping () -> Int64 = { ql_monotonic_nanoseconds() }
    ) throws(SoundError) {
        handle = try PCMHandle.open(device, request)
        setup = handle.setup
        self.now = now
        programmeChannels = request.channels
        encoder = SampleEncoder(
            format: setup.format, map: ChannelMap(programme: request.channels, card: setup.channels),
            planar: setup.planar, capacity: 2048)
        planes = .allocate(capacity: setup.channels)
    }

    deinit { planes.deallocate() }

    public func moment() -> SoundCardMoment {
        // Without a driver's time stamp, the instant is known as well as the call was short: the shortest of a few.
        var best: (width: Int64, moment: SoundCardMoment) = (.max, .ready)
        for _ in 0..<3 {
            let before = now()
            let look = handle.look()
            let after = now()
            guard look.result == 0 else { return Self.outcome(look.result) }
            switch look.state {
            case SND_PCM_STATE_RUNNING:
                if look.at > after - 1_000_000_000, look.at <= after {
                    return .playing(delay: look.delay, at: look.at)
                }
                if after - before < best.width {
                    best = (after - before, .playing(delay: look.delay, at: before + (after - before) / 2))
                }
                if best.width < 100_000 { return best.moment }
            case SND_PCM_STATE_XRUN: return .underrun
            case SND_PCM_STATE_SUSPENDED: return .suspended
            case SND_PCM_STATE_DISCONNECTED: return .gone(ENODEV)
            default: return .ready
            }
        }
        return best.moment
    }

    private static func outcome(_ code: Int32) -> SoundCardMoment {
        switch code {
        case EPIPE: .underrun
        case ESTRPIPE: .suspended
        default: .gone(code)
        }
    }

    public func write(_ interleaved: UnsafePointer<Float>, frames: Int) -> SoundCardWrite {
        var done = 0
        while done < frames {
            let part = min(frames - done, encoder.capacity)
            encoder.encode(interleaved + done * programmeChannels, frames: part)
            let result = send(part)
            if result == -Int(EINTR) { continue }
            if result == -Int(EAGAIN) { break }
            if result < 0 {
                switch Self.outcome(Int32(-result)) {
                case .underrun: return .underrun
                case .suspended: return .suspended
                default: return .gone(Int32(-result))
                }
            }
            done += result
            if result < part { break }
        }
        return .accepted(done)
    }

    private func send(_ frames: Int) -> Int {
        guard setup.planar else { return handle.write(interleaved: encoder.bytes, frames: frames) }
        for channel in 0..<setup.channels { planes[channel] = encoder.bytes + channel * encoder.planeBytes }
        return handle.write(planes: planes, frames: frames)
    }

    public func prepare() -> Int32 { handle.prepare() }
    public func start() -> Int32 { handle.start() }
    public func resume() -> Int32 { handle.resume() }
}
