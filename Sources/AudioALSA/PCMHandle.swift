import CALSA
import Glibc

/// One open ALSA playback PCM. Never blocks.
struct PCMHandle: ~Copyable {
    private let pcm: OpaquePointer
    private let statusRecord: OpaquePointer
    let device: String
    let setup: PlaybackSetup

    private init(pcm: OpaquePointer, status: OpaquePointer, device: String, setup: PlaybackSetup) {
        self.pcm = pcm
        statusRecord = status
        self.device = device
        self.setup = setup
    }

    deinit {
        snd_pcm_drop(pcm)
        snd_pcm_close(pcm)
        snd_pcm_status_free(statusRecord)
    }

    /// Opens a PCM by its ALSA name and agrees with the card on a format; the PCM is then prepared.
    static func open(_ device: String, _ request: PlaybackRequest) throws(SoundError) -> PCMHandle {
        ql_alsa_silence()
        var opened: OpaquePointer?
        try SoundError.check(
            snd_pcm_open(&opened, device, SND_PCM_STREAM_PLAYBACK, Int32(SND_PCM_NONBLOCK)), "open", on: device)
        let pcm = opened!
        var status: OpaquePointer?
        do throws(SoundError) {
            let setup = try PlaybackNegotiation.agree(pcm, device, request)
            try SoundError.check(snd_pcm_status_malloc(&status), "allocate status", on: device)
            return PCMHandle(pcm: pcm, status: status!, device: device, setup: setup)
        } catch {
            snd_pcm_close(pcm)
            throw error
        }
    }

    /// A coherent look at the card: its state, and the delay at an instant. The instant is 0 where the driver gives none.
    func look() -> (result: Int32, state: snd_pcm_state_t, delay: Int64, at: Int64) {
        let result = snd_pcm_status(pcm, statusRecord)
        guard result >= 0 else { return (-result, SND_PCM_STATE_OPEN, 0, 0) }
        var stamp = snd_htimestamp_t()
        snd_pcm_status_get_htstamp(statusRecord, &stamp)
        return (
            0, snd_pcm_status_get_state(statusRecord), Int64(snd_pcm_status_get_delay(statusRecord)),
            Int64(stamp.tv_sec) * 1_000_000_000 + Int64(stamp.tv_nsec)
        )
    }

    /// Frames accepted, or a negative error number.
    func write(interleaved: UnsafeRawPointer, frames: Int) -> Int {
        snd_pcm_writei(pcm, interleaved, snd_pcm_uframes_t(frames))
    }

    func write(planes: UnsafeMutablePointer<UnsafeMutableRawPointer?>, frames: Int) -> Int {
        snd_pcm_writen(pcm, planes, snd_pcm_uframes_t(frames))
    }

    func prepare() -> Int32 {
        snd_pcm_drop(pcm)
        return -min(0, snd_pcm_prepare(pcm))
    }

    func start() -> Int32 { -min(0, snd_pcm_start(pcm)) }

    func resume() -> Int32 { -min(0, snd_pcm_resume(pcm)) }
}
