import CALSA
import Glibc

/// Agreeing with a card on how it is fed: the best it can do of what was asked.
enum PlaybackNegotiation {
    static func agree(
        _ pcm: OpaquePointer, _ device: String, _ request: PlaybackRequest
    ) throws(SoundError) -> PlaybackSetup {
        var allocated: OpaquePointer?
        try SoundError.check(snd_pcm_hw_params_malloc(&allocated), "allocate parameters", on: device)
        let params = allocated!
        defer { snd_pcm_hw_params_free(params) }
        try SoundError.check(snd_pcm_hw_params_any(pcm, params), "read capabilities", on: device)
        // Where a `plug` is in between: converting the rate is this house's own work.
        _ = snd_pcm_hw_params_set_rate_resample(pcm, params, 0)

        let planar = try setAccess(pcm, params, device)
        let format = try setFormat(pcm, params, device)
        let channels = try setChannels(pcm, params, device, request.channels)
        var rate = UInt32(request.rate)
        try SoundError.check(
            snd_pcm_hw_params_set_rate_near(pcm, params, &rate, nil), "set rate \(request.rate)", on: device)
        var period = request.periodMicroseconds
        try SoundError.check(
            snd_pcm_hw_params_set_period_time_near(pcm, params, &period, nil), "set period", on: device)
        var buffer = request.bufferMicroseconds
        try SoundError.check(
            snd_pcm_hw_params_set_buffer_time_near(pcm, params, &buffer, nil), "set buffer", on: device)
        try SoundError.check(snd_pcm_hw_params(pcm, params), "agree on parameters", on: device)

        var periodFrames: snd_pcm_uframes_t = 0
        var bufferFrames: snd_pcm_uframes_t = 0
        snd_pcm_hw_params_get_period_size(params, &periodFrames, nil)
        snd_pcm_hw_params_get_buffer_size(params, &bufferFrames)
        try setSoftware(pcm, device, bufferFrames)
        return PlaybackSetup(
            format: format, channels: channels, rate: Int(rate), periodFrames: Int(periodFrames),
            bufferFrames: Int(bufferFrames), planar: planar)
    }

    private static func setAccess(
        _ pcm: OpaquePointer, _ params: OpaquePointer, _ device: String
    ) throws(SoundError) -> Bool {
        if snd_pcm_hw_params_set_access(pcm, params, SND_PCM_ACCESS_RW_INTERLEAVED) == 0 { return false }
        try SoundError.check(
            snd_pcm_hw_params_set_access(pcm, params, SND_PCM_ACCESS_RW_NONINTERLEAVED),
            "set interleaved or planar access", on: device)
        return true
    }

    private static func setFormat(
        _ pcm: OpaquePointer, _ params: OpaquePointer, _ device: String
    ) throws(SoundError) -> SampleFormat {
        for format in SampleFormat.allCases where snd_pcm_hw_params_test_format(pcm, params, format.alsa) == 0 {
            try SoundError.check(
                snd_pcm_hw_params_set_format(pcm, params, format.alsa), "set format \(format.rawValue)", on: device)
            return format
        }
        throw SoundError("find a sample format of 16, 24 or 32 bits", on: device, code: EINVAL)
    }

    /// The channel's own number where the card has it, else the next larger, else what the card has.
    private static func setChannels(
        _ pcm: OpaquePointer, _ params: OpaquePointer, _ device: String, _ wanted: Int
    ) throws(SoundError) -> Int {
        var least: UInt32 = 0
        var most: UInt32 = 0
        snd_pcm_hw_params_get_channels_min(params, &least)
        snd_pcm_hw_params_get_channels_max(params, &most)
        let highest = max(Int(least), min(Int(most), 64))
        let larger = Array(max(wanted, Int(least))...max(wanted, highest))
        let smaller = Array((0..<wanted).reversed()).filter { $0 >= Int(least) && $0 > 0 }
        for count in larger + smaller
        where snd_pcm_hw_params_test_channels(pcm, params, UInt32(count)) == 0 {
            try SoundError.check(
                snd_pcm_hw_params_set_channels(pcm, params, UInt32(count)), "set \(count) channels", on: device)
            return count
        }
        throw SoundError("find a number of channels near \(wanted)", on: device, code: EINVAL)
    }

    private static func setSoftware(
        _ pcm: OpaquePointer, _ device: String, _ buffer: snd_pcm_uframes_t
    ) throws(SoundError) {
        var allocated: OpaquePointer?
        try SoundError.check(snd_pcm_sw_params_malloc(&allocated), "allocate parameters", on: device)
        let params = allocated!
        defer { snd_pcm_sw_params_free(params) }
        try SoundError.check(snd_pcm_sw_params_current(pcm, params), "read parameters", on: device)
        var boundary: snd_pcm_uframes_t = 0
        try SoundError.check(snd_pcm_sw_params_get_boundary(params, &boundary), "read boundary", on: device)
        // Started by hand, stopped by the first missing frame; time stamps on the monotonic clock.
        try SoundError.check(
            snd_pcm_sw_params_set_start_threshold(pcm, params, boundary), "set start threshold", on: device)
        try SoundError.check(
            snd_pcm_sw_params_set_stop_threshold(pcm, params, buffer), "set stop threshold", on: device)
        try SoundError.check(
            snd_pcm_sw_params_set_tstamp_mode(pcm, params, SND_PCM_TSTAMP_ENABLE), "ask for time stamps", on: device)
        _ = snd_pcm_sw_params_set_tstamp_type(pcm, params, SND_PCM_TSTAMP_TYPE_MONOTONIC)
        try SoundError.check(snd_pcm_sw_params(pcm, params), "set parameters", on: device)
    }
}
