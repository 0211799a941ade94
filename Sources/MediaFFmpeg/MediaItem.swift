import CFFmpeg
import Realtime
import Timecode

/// One media file opened for playout: its pictures and its sound, read through byte sources of their own.
///
/// Pictures and sound each demux the file for themselves. So neither waits for the other however far apart they lie in the
/// file, nothing has to be queued between them, and each seeks to what it needs.
///
/// `@unchecked Sendable`: `sound` may be called on another thread than the rest; it touches only what `init` and `pictures`
/// left behind for it before that thread was started.
package final class MediaItem: ItemMedia, @unchecked Sendable {
    private let sources: [any ByteSource]
    private let name: String
    private let format: ChannelFormat
    private var container: Container?
    private let choice: StreamChoice
    private let soundParameters: [UnsafeMutablePointer<AVCodecParameters>]
    private var zero: (numerator: Int128, denominator: Int128)?
    package let isStill: Bool

    /// Byte sources that an item may need at once: one for pictures, two for sound.
    package static let sourceCount = 3

    /// - Parameters:
    ///   - sources: `sourceCount` independent readers of the same file.
    ///   - name: The file's name, a hint for recognising its format.
    package init(
        _ sources: [any ByteSource], name: String, format: ChannelFormat, isStill: Bool
    ) throws(ItemFailure) {
        precondition(sources.count >= Self.sourceCount)
        av_log_set_level(AV_LOG_QUIET)
        self.sources = sources
        self.name = name
        self.format = format
        let container = try Container(sources[0], name: name, probing: false)
        if !container.isSelfDescribing { try container.probe() }
        self.container = container
        choice = StreamChoice(container)
        if choice.sound.isEmpty, let codec = choice.undecodable.first {
            throw .media("its sound (\(codec)) cannot be decoded")
        }
        guard choice.picture != nil || !choice.sound.isEmpty else {
            throw .media("it holds neither pictures nor sound")
        }
        soundParameters = choice.sound.map { index in
            let copy = avcodec_parameters_alloc()!
            avcodec_parameters_copy(copy, container.stream(index).pointee.codecpar)
            return copy
        }
        self.isStill = isStill || container.formatName.hasSuffix("_pipe")
    }

    deinit {
        for parameters in soundParameters {
            var parameters: UnsafeMutablePointer<AVCodecParameters>? = parameters
            avcodec_parameters_free(&parameters)
        }
    }

    private func open(_ source: Int, probing: Bool = false) throws(ItemFailure) -> Container {
        try Container(sources[source], name: name, probing: probing)
    }

    package func pictures(
        from frame: Int64, places: (any PicturePlaces)?
    ) throws(ItemFailure) -> (any PictureReader)? {
        guard let index = choice.picture else { return nil }
        let opened: Container
        if let container { opened = container } else { opened = try open(0, probing: true) }
        container = nil
        let allocator = places.map { PictureAllocator($0) }
        let source = try PictureSource(
            container: opened, index: index, allocator: allocator,
            reopen: { [self] () throws(ItemFailure) in try open(0) },
            prepare: { context in
                context.pointee.thread_count = 2
                context.pointee.max_pixels = 8192 * 8192
            })
        let track = try PictureTrack(source, allocator: allocator, format: format, from: frame)
        zero = track.zero
        return track
    }

    package func sound(from sample: Int64) throws(ItemFailure) -> (any SoundReader)? {
        guard !choice.sound.isEmpty else { return nil }
        let isAlone = choice.picture == nil
        var feeds: [SoundFeed] = []
        for (order, index) in choice.sound.enumerated() {
            let slot = order + 1
            let source = try SoundSource(
                container: open(slot, probing: isAlone), index: index, parameters: soundParameters[order],
                picture: isAlone ? nil : zero,
                reopen: { [self] () throws(ItemFailure) in try open(slot, probing: isAlone) })
            let side = choice.sound.count == 2 ? order : nil
            feeds.append(SoundFeed(source, outputs: Int(format.channels), side: side, zero: position(ofZeroIn: source)))
        }
        if feeds.count == 2, feeds[0].sampleRate != feeds[1].sampleRate { feeds.removeLast() }
        return try SoundTrack(feeds, format: format, from: sample)
    }

    /// The sample of a stream that belongs to the first presented picture; without pictures, its first sample proper.
    private func position(ofZeroIn source: SoundSource) -> Int64 {
        guard choice.picture != nil, let zero else { return source.audibleStart }
        let time = (zero.numerator * Int128(source.sampleRate) * SoundGrid.scale).flooredQuotient(zero.denominator)
        var distance = time - source.grid.origin
        // The 33-bit clock of transport streams may have been unwrapped differently in the two readings.
        let turn = Int128(1) << 33
        let wrap = (turn * Int128(source.sampleRate) * SoundGrid.scale) / 90_000
        if distance > wrap / 2 { distance -= wrap }
        if distance < -wrap / 2 { distance += wrap }
        return Int64((2 * distance + SoundGrid.scale).flooredQuotient(2 * SoundGrid.scale)) + source.uncounted
    }
}
