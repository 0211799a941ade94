import CFFmpeg
import Realtime

/// The decoded sound of one stream as interleaved floats with positions, in samples from its first decoded one.
final class SoundSource {
    private let open: () throws(ItemFailure) -> Container
    private var container: Container
    let index: Int
    private let codec: Codec
    private let frame = Frame()
    private var converter: OpaquePointer?
    private var converterFormat: (format: Int32, channels: Int32, rate: Int32) = (-1, 0, 0)

    private(set) var grid: SoundGrid
    /// Positions before this one are the codec's priming.
    private(set) var audibleStart: Int64 = 0
    /// Priming that the time stamps take for sound proper.
    let uncounted: Int64
    /// First position beyond the sound, once the end has been seen.
    private(set) var audibleEnd: Int64 = .max
    /// Sound lasts up to here, as far as decoded.
    private var next: Int64 = 0
    private var needsPosition = false
    private var isDraining = false
    private var damaged = 0
    /// Decoders whose first frames after a seek are wrong: samples to decode before the wanted one.
    let preroll: Int64

    /// One decoded block.
    struct Block {
        var position: Int64
        var samples: [Float]
        var channels: Int
        var layout: ChannelMix.Layout
        var count: Int { channels == 0 ? 0 : samples.count / channels }
    }

    init(
        container: Container, index: Int, parameters: UnsafeMutablePointer<AVCodecParameters>,
        picture: (numerator: Int128, denominator: Int128)?, reopen: @escaping () throws(ItemFailure) -> Container
    ) throws(ItemFailure) {
        self.container = container
        self.index = index
        open = reopen
        try container.require(index)
        let timeBase = container.stream(index).pointee.time_base
        codec = try Codec(parameters, timeBase: timeBase) { context in
            context.pointee.thread_count = 1
            context.pointee.flags2 |= AV_CODEC_FLAG2_SKIP_MANUAL
        }
        container.select(index)
        let start = try SoundStart(container, index, codec, parameters)
        let tick = (Int64(timeBase.num), Int64(timeBase.den))
        audibleStart = start.audible
        let zero = picture.map {
            ($0.numerator * Int128(start.sampleRate) * SoundGrid.scale).flooredQuotient($0.denominator)
        }
        let origin =
            start.frames.isEmpty
            ? 0
            : SoundGrid.origin(
                frames: start.frames, leads: start.leads, picture: zero, tick: tick, sampleRate: start.sampleRate)
        uncounted = start.isUncounted ? start.audible : 0
        grid = SoundGrid(
            tickNumerator: tick.0, tickDenominator: tick.1, sampleRate: start.sampleRate,
            frameSamples: start.frameSamples, origin: origin)
        preroll = start.preroll
        if picture == nil { trimToDuration() }
        try rewind()
    }

    /// Ends sound that stands alone where its MP4 says, not where its last codec frame's padding does.
    private func trimToDuration() {
        let stream = container.stream(index).pointee
        guard container.formatName.hasPrefix("mov"), stream.duration > 0, stream.start_time != QALQAN_NOPTS else {
            return
        }
        audibleEnd = grid.measured(stream.start_time + stream.duration)
    }

    deinit { swr_free(&converter) }

    var sampleRate: Int64 { grid.sampleRate }

    /// Moves so that the next block begins at or before `position`, its decoder settled.
    func seek(to position: Int64) throws(ItemFailure) {
        let wanted = position - preroll
        let second = max(1, grid.tickDenominator / max(1, grid.tickNumerator))
        var margin = container.seeksByBytes ? second / 2 : 0
        while wanted > grid.sampleRate / 2 {
            let timestamp = timestamp(of: wanted) - margin
            guard timestamp > self.timestamp(of: 0), try container.seek(index, to: timestamp) else { break }
            restart()
            needsPosition = true
            if let first = try nextBlock(), first.position <= wanted {
                held = first
                return
            }
            margin = max(second / 2, margin * 2)
        }
        try rewind()
    }

    private var held: Block?

    private func timestamp(of position: Int64) -> Int64 {
        let time = grid.origin + Int128(position) * SoundGrid.scale
        return Int64(
            (time * Int128(grid.tickDenominator)).flooredQuotient(
                Int128(grid.tickNumerator) * Int128(grid.sampleRate) * SoundGrid.scale))
    }

    private func rewind() throws(ItemFailure) {
        container = try open()
        try container.require(index)
        container.select(index)
        restart()
        next = 0
    }

    private func restart() {
        codec.flush()
        held = nil
        isDraining = false
        needsPosition = false
        next = 0
        damaged = 0
    }

    /// The next block; `nil` at the end. Blocks follow each other unless the stream has a gap.
    func nextBlock() throws(ItemFailure) -> Block? {
        if let block = held {
            held = nil
            return block
        }
        while true {
            switch codec.receive(into: frame) {
            case .frame:
                damaged = 0
                if let block = try take() { return block }
            case .needsInput:
                try feed()
            case .end:
                return nil
            case .damaged:
                damaged += 1
                if damaged > 3_000 { return nil }
            }
        }
    }

    private func feed() throws(ItemFailure) {
        guard let packet = try container.nextPacket(of: index) else {
            isDraining = true
            _ = codec.send(nil)
            return
        }
        // Without a time stamp nothing says where sound after a seek belongs.
        if needsPosition, packet.pointee.pts == QALQAN_NOPTS { return }
        _ = codec.send(packet)
    }

    private func take() throws(ItemFailure) -> Block? {
        let raw = frame.raw.pointee
        let count = Int64(raw.nb_samples)
        guard count > 0, Int64(raw.sample_rate) == grid.sampleRate else { return nil }
        let timestamp = raw.pts == QALQAN_NOPTS ? nil : raw.pts
        var position = next
        if needsPosition {
            guard let timestamp else { return nil }
            position = grid.position(of: timestamp)
            needsPosition = false
        } else {
            position = grid.position(of: timestamp, counted: next)
        }
        next = position + count
        // Cut away by an edit list in the middle of the file.
        if raw.flags & AV_FRAME_FLAG_DISCARD != 0, position >= audibleStart { return nil }
        let skipped = SoundStart.skip(of: frame)
        if skipped.atEnd > 0 { audibleEnd = min(audibleEnd, next - skipped.atEnd) }
        let channels = Int(raw.ch_layout.nb_channels)
        var samples = [Float](repeating: 0, count: Int(count) * channels)
        try convert(into: &samples, count: Int32(count))
        var block = Block(
            position: position, samples: samples, channels: channels, layout: ChannelMix.layout(raw.ch_layout))
        silence(&block)
        return block
    }

    /// Mutes what is not sound proper: priming before it and padding after it.
    private func silence(_ block: inout Block) {
        let end = block.position + Int64(block.count)
        if block.position < audibleStart {
            let muted = Int(min(end, audibleStart) - block.position) * block.channels
            for index in 0..<muted { block.samples[index] = 0 }
        }
        if end > audibleEnd {
            let kept = Int(max(0, audibleEnd - block.position)) * block.channels
            block.samples.removeSubrange(min(kept, block.samples.count)...)
        }
    }

    private func convert(into samples: inout [Float], count: Int32) throws(ItemFailure) {
        var layout = frame.raw.pointee.ch_layout
        var output = layout
        let format = (frame.raw.pointee.format, layout.nb_channels, frame.raw.pointee.sample_rate)
        if converter == nil || format != converterFormat {
            swr_free(&converter)
            let sampleFormat = AVSampleFormat(rawValue: format.0)
            guard
                swr_alloc_set_opts2(
                    &converter, &output, AV_SAMPLE_FMT_FLT, format.2, &layout, sampleFormat, format.2, 0, nil) >= 0,
                swr_init(converter) >= 0
            else { throw .media("sound of a kind that cannot be converted") }
            converterFormat = format
        }
        let converted = samples.withUnsafeMutableBytes { bytes in
            var target: UnsafeMutablePointer<UInt8>? = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return frame.raw.pointee.extended_data.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: 1) {
                swr_convert(converter, &target, count, $0, count)
            }
        }
        guard converted == count else { throw .media("its sound could not be converted") }
    }
}
