import CFFmpeg
import Realtime
import Timecode

/// The sound of one file at the channel's rate and channels, exactly from a channel sample on.
///
/// Resampling runs on the grid of the file's first presented picture: it begins at a source sample that falls exactly on a
/// channel sample, a little before the one wanted, so that what comes out does not depend on where reading began.
package final class SoundTrack: SoundReader {
    private let feeds: [SoundFeed]
    private let channels: Int
    private let rate: Int64
    private var resampler: OpaquePointer?
    private var mixed: [Float] = []
    /// Channel sample that comes next, counted from the first presented picture.
    private var cursor: Int64
    /// Resampled sound to be thrown away before the first sample wanted.
    private var surplus: Int64 = 0
    /// Source samples put into the resampler at once.
    private static let chunk = 1024

    /// - Parameter sample: The first channel sample wanted, counted from the first presented picture.
    init(_ feeds: [SoundFeed], format: ChannelFormat, from sample: Int64) throws(ItemFailure) {
        self.feeds = feeds
        channels = Int(format.channels)
        rate = Int64(format.sampleRate)
        cursor = sample
        let sourceRate = feeds[0].sampleRate
        guard sourceRate != rate else {
            for feed in feeds { try feed.seek(to: feed.zero + sample) }
            return
        }
        var (p, q) = (sourceRate, rate)
        var (a, b) = (p, q)
        while b != 0 { (a, b) = (b, a % b) }
        (p, q) = (p / a, q / a)
        let early = sample - rate / 20
        let steps = Int64(Int128(early).flooredQuotient(Int128(q)))
        surplus = sample - steps * q
        for feed in feeds { try feed.seek(to: feed.zero + steps * p) }
        try makeResampler(Int32(sourceRate), format)
    }

    deinit { swr_free(&resampler) }

    private func makeResampler(_ sourceRate: Int32, _ format: ChannelFormat) throws(ItemFailure) {
        var layout = AVChannelLayout()
        av_channel_layout_default(&layout, format.channels)
        var output = layout
        guard
            swr_alloc_set_opts2(
                &resampler, &output, AV_SAMPLE_FMT_FLT, format.sampleRate, &layout, AV_SAMPLE_FMT_FLT, sourceRate, 0,
                nil
            ) >= 0
        else { throw .media("not enough memory") }
        av_opt_set_int(UnsafeMutableRawPointer(resampler), "exact_rational", 1, 0)
        guard swr_init(resampler) >= 0 else { throw .media("sound of \(sourceRate) Hz cannot be resampled") }
    }

    package func read(_ count: Int, into samples: UnsafeMutablePointer<Float>) throws(ItemFailure) -> Int {
        if resampler == nil {
            samples.update(repeating: 0, count: count * channels)
            for feed in feeds { try feed.add(count, to: samples) }
        } else {
            try resample(count, into: samples)
        }
        cursor += Int64(count)
        guard let end else { return count }
        return Int(max(0, Int64(count) - max(0, cursor - end)))
    }

    /// The channel sample just after the sound, once all its streams have ended.
    private var end: Int64? {
        var latest: Int64 = .min
        for feed in feeds {
            guard let end = feed.end else { return nil }
            let numerator = Int128(end - feed.zero) * Int128(rate)
            latest = max(latest, -Int64((-numerator).flooredQuotient(Int128(feed.sampleRate))))
        }
        return latest
    }

    private func resample(_ count: Int, into samples: UnsafeMutablePointer<Float>) throws(ItemFailure) {
        var done = 0
        while done < count {
            // First what the resampler still holds, then more input.
            var got = convert(nil, into: samples + done * channels, room: count - done)
            if got == 0 {
                if mixed.isEmpty { mixed = [Float](repeating: 0, count: Self.chunk * channels) }
                try fillMixed()
                got = mixed.withUnsafeBufferPointer {
                    convert($0.baseAddress, into: samples + done * channels, room: count - done)
                }
            }
            let dropped = Int(min(Int64(got), surplus))
            if dropped > 0 {
                surplus -= Int64(dropped)
                let kept = got - dropped
                let target = samples + done * channels
                UnsafeMutableRawPointer(target).copyMemory(
                    from: target + dropped * channels, byteCount: kept * channels * MemoryLayout<Float>.size)
                got = kept
            }
            done += got
        }
    }

    private func fillMixed() throws(ItemFailure) {
        // Typed throws do not pass through `withUnsafeMutableBufferPointer` of an array property: a block of its own.
        let block = UnsafeMutablePointer<Float>.allocate(capacity: mixed.count)
        defer { block.deallocate() }
        block.initialize(repeating: 0, count: mixed.count)
        for feed in feeds { try feed.add(Self.chunk, to: block) }
        mixed.withUnsafeMutableBufferPointer { $0.baseAddress!.update(from: block, count: $0.count) }
    }

    /// Puts a chunk (or nothing) in and takes at most `room` samples out.
    private func convert(_ input: UnsafePointer<Float>?, into samples: UnsafeMutablePointer<Float>, room: Int) -> Int {
        var target: UnsafeMutablePointer<UInt8>? = UnsafeMutableRawPointer(samples).assumingMemoryBound(to: UInt8.self)
        guard let input else {
            // With no input swresample only hands out what is ready; a null array would mean "flush".
            var empty: UnsafePointer<UInt8>? = UnsafeRawPointer(samples).assumingMemoryBound(to: UInt8.self)
            return Int(max(0, swr_convert(resampler, &target, Int32(room), &empty, 0)))
        }
        var source: UnsafePointer<UInt8>? = UnsafeRawPointer(input).assumingMemoryBound(to: UInt8.self)
        return Int(max(0, swr_convert(resampler, &target, Int32(room), &source, Int32(Self.chunk))))
    }
}
