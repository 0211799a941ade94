import CFFmpeg
import Realtime

/// The good pictures of one stream in presentation order.
///
/// After the start and after every seek, decoding begins at a key frame; pictures that need something from before it are
/// dropped, and so is every picture that the decoder had to conceal or whose packet is marked damaged.
final class PictureSource {
    private let open: () throws(ItemFailure) -> Container
    private var container: Container
    let index: Int
    let codec: Codec
    private let isH264: Bool
    private var queue: [PacketCopy] = []
    private var state = State()
    /// Pictures whose time stamp lies before this one are not shown: those nothing refers to need not be decoded.
    private var wantedFrom: Int64 = .min
    /// Whether the stream has no time stamps; pictures are numbered instead, and only from the file's start.
    private(set) var isTimeless = false
    private var hasDecoded = false
    /// Decoding time of the first key frame, where packets say nothing of presentation (AVI): what its sound goes by.
    private(set) var firstChunk: Int64?

    /// What is known since decoding last began.
    private struct State {
        var hasKey = false
        var keyTimestamp = QALQAN_NOPTS
        var hasPicture = false
        var lastTimestamp: Int64 = 0
        var packetsWithoutKey = 0
        var damaged = 0
        var ordinal: Int64 = 0
        var damagedTimestamps: [Int64] = []
        /// Why no more packets come, while the pictures of those that came are still being taken from the decoder.
        var failure: ItemFailure?
    }

    /// Damaged packets or packets without a key frame in a row after which the stream counts as ended.
    private static let patience = 3_000

    init(
        container: Container, index: Int, allocator: PictureAllocator?,
        reopen: @escaping () throws(ItemFailure) -> Container,
        prepare: (UnsafeMutablePointer<AVCodecContext>) -> Void
    ) throws(ItemFailure) {
        self.container = container
        self.index = index
        open = reopen
        let stream = container.stream(index)
        codec = try Codec(
            stream.pointee.codecpar, timeBase: stream.pointee.time_base, allocator: allocator, prepare: prepare)
        isH264 = stream.pointee.codecpar.pointee.codec_id == AV_CODEC_ID_H264
        container.select(index)
    }

    var stream: UnsafeMutablePointer<AVStream> { container.stream(index) }
    var demuxer: Container { container }

    /// The next good picture with its presentation time stamp in `pts`; `nil` after the last one.
    ///
    /// Where reading fails, the pictures whose packets had come before are still handed on, as long as they follow each other:
    /// decoders hold several back. Then the failure is thrown.
    func next() throws(ItemFailure) -> Frame? {
        while true {
            let frame = Frame()
            let last = state.lastTimestamp
            switch codec.receive(into: frame) {
            case .frame:
                let isGood = accept(frame)
                if let failure = state.failure, !isGood || !follows(frame, last) { throw failure }
                if isGood { return frame }
            case .needsInput:
                do throws(ItemFailure) {
                    try feed()
                } catch {
                    guard state.failure == nil, state.hasPicture, codec.send(nil) else { throw error }
                    state.failure = error
                }
            case .end:
                if let failure = state.failure { throw failure }
                return nil
            case .damaged:
                state.damaged += 1
                if state.damaged > Self.patience { return nil }
            }
        }
    }

    /// Reads ahead, without decoding, up to `count` packets or `bytes` bytes, and returns their time stamps in order.
    func peek(count: Int, bytes: Int) throws(ItemFailure) -> [Int64] {
        var total = 0
        while queue.count < count, total < bytes || queue.count < 4 {
            guard let packet = try container.nextPacket(of: index) else { break }
            total += Int(packet.pointee.size)
            queue.append(PacketCopy(packet))
        }
        expectReordering()
        // The last few may come before others still to be read: pictures are reordered by up to 16.
        let known = queue.map { $0.raw.pointee.pts }.filter { $0 != QALQAN_NOPTS }
        guard let key = queue.first(where: { isKey($0.raw) }), known.count == queue.count else { return [] }
        let from = key.raw.pointee.pts
        let highest = queue.map { $0.raw.pointee.dts }.filter { $0 != QALQAN_NOPTS }.max() ?? Int64.max
        return known.filter { $0 >= from && $0 <= highest }.sorted()
    }

    /// Tells the decoder how far pictures are reordered, as far as the packets read ahead show.
    ///
    /// Streams need not say; a decoder that finds out on the way has by then put pictures out in the wrong order.
    private func expectReordering() {
        let timestamps = queue.map { $0.raw.pointee.pts }
        guard !timestamps.contains(QALQAN_NOPTS) else { return }
        var most: Int32 = 0
        for (order, timestamp) in timestamps.enumerated() {
            most = max(most, Int32(timestamps[..<order].count { $0 > timestamp }))
        }
        codec.context!.pointee.has_b_frames = max(codec.context!.pointee.has_b_frames, min(most, 16))
    }

    /// Decodes the first key frame by itself, where that must be the first presented picture, and stays at the start.
    ///
    /// Cheaper than decoding until the decoder gives pictures out. `nil` where only decoding in full can tell.
    func firstKeyAlone() throws(ItemFailure) -> Frame? {
        guard isH264 else { return nil }
        while queue.first.map({ !isKey($0.raw) }) ?? true {
            if !queue.isEmpty { queue.removeFirst() }
            if queue.isEmpty {
                guard let packet = try container.nextPacket(of: index) else { return nil }
                queue.append(PacketCopy(packet))
            }
        }
        let packet = queue[0].raw
        guard packet.pointee.pts != QALQAN_NOPTS, packet.pointee.flags & AV_PKT_FLAG_DISCARD == 0 else { return nil }
        defer { codec.flush() }
        guard codec.send(packet), codec.send(nil) else { return nil }
        let frame = Frame()
        guard codec.receive(into: frame) == .frame, isGood(frame) else { return nil }
        frame.raw.pointee.pts = packet.pointee.pts
        return frame
    }

    /// Goes back to the file's start.
    func rewind() throws(ItemFailure) {
        container = try open()
        try container.require(index)
        container.select(index)
        restart()
    }

    /// Moves so that the next good picture lies at or before `timestamp`, as near to it as is cheap. Returns that picture.
    ///
    /// Demuxers land where they like: where the first good picture comes out is what counts. Seeks go back further, twice
    /// as far each time, until it is early enough; at worst to the file's start.
    func position(before timestamp: Int64, first: Int64) throws(ItemFailure) -> Frame? {
        let tick = stream.pointee.time_base
        let second = max(1, Int64(tick.den) / Int64(max(1, tick.num)))
        var margin = container.seeksByBytes ? second : 0
        wantedFrom = .min
        while !isTimeless, timestamp - margin > first {
            guard try container.seek(index, to: timestamp - margin) else { break }
            restart()
            if try beginsBefore(timestamp), let frame = try next(), frame.raw.pointee.pts <= timestamp {
                return frame
            }
            margin = max(second / 2, margin * 2)
        }
        try rewind()
        return try next()
    }

    /// Non-reference pictures before `timestamp` need not be decoded.
    func want(from timestamp: Int64) { wantedFrom = timestamp }

    /// Queues the first key frame after a seek and tells whether it may be early enough, without decoding it.
    private func beginsBefore(_ timestamp: Int64) throws(ItemFailure) -> Bool {
        for _ in 0..<Self.patience {
            guard let packet = try container.nextPacket(of: index) else { return false }
            guard isKey(packet) else { continue }
            queue.append(PacketCopy(packet))
            return packet.pointee.pts == QALQAN_NOPTS || packet.pointee.pts <= timestamp
        }
        return false
    }

    /// Begins decoding anew at what comes next from the demuxer.
    private func restart() {
        codec.flush()
        queue.removeAll()
        state = State()
    }
}

extension PictureSource {
    private func feed() throws(ItemFailure) {
        let copy = queue.isEmpty ? nil : queue.removeFirst()
        let next: UnsafeMutablePointer<AVPacket>?
        if let copy { next = copy.raw } else { next = try container.nextPacket(of: index) }
        guard let packet = next else {
            _ = codec.send(nil)
            return
        }
        if !state.hasKey {
            guard isKey(packet) || state.packetsWithoutKey >= Self.patience else {
                state.packetsWithoutKey += 1
                return
            }
            state.hasKey = true
            state.keyTimestamp = packet.pointee.pts
            if !hasDecoded, container.formatName == "avi", packet.pointee.dts != QALQAN_NOPTS {
                firstChunk = firstChunk ?? packet.pointee.dts
            }
        }
        let timestamp = packet.pointee.pts
        if packet.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 { state.damagedTimestamps.append(timestamp) }
        let isUnwanted = timestamp != QALQAN_NOPTS && timestamp < wantedFrom
        codec.context!.pointee.skip_frame = isUnwanted ? AVDISCARD_NONREF : AVDISCARD_DEFAULT
        if !codec.send(packet) { state.damaged += 1 }
        withExtendedLifetime(copy) {}
    }

    private func isKey(_ packet: UnsafeMutablePointer<AVPacket>) -> Bool {
        codec.isIntraOnly || packet.pointee.flags & AV_PKT_FLAG_KEY != 0
    }

    private func isGood(_ frame: Frame) -> Bool {
        frame.raw.pointee.flags & AV_FRAME_FLAG_CORRUPT == 0 && frame.raw.pointee.decode_error_flags == 0
            && frame.raw.pointee.width > 0
    }

    /// Whether no picture is missing between the one with time stamp `last` and this one.
    private func follows(_ frame: Frame, _ last: Int64) -> Bool {
        let step = frame.raw.pointee.pts - last
        return step > 0 && 2 * step <= 3 * frame.raw.pointee.pkt_duration
    }

    /// Whether a decoded picture may be shown; sets its time stamp.
    private func accept(_ frame: Frame) -> Bool {
        state.ordinal += 1
        guard isGood(frame) else { return false }
        var timestamp = frame.raw.pointee.best_effort_timestamp
        if timestamp == QALQAN_NOPTS, !hasDecoded { isTimeless = true }
        hasDecoded = true
        if isTimeless {
            timestamp = state.ordinal - 1
        } else if timestamp == QALQAN_NOPTS {
            timestamp = state.lastTimestamp + max(1, frame.raw.pointee.pkt_duration)
        }
        state.lastTimestamp = timestamp
        if let at = state.damagedTimestamps.firstIndex(of: timestamp) {
            state.damagedTimestamps.remove(at: at)
            return false
        }
        // H.264 random access at a recovery point: what is shown before it refers to pictures we have not got. Other
        // decoders drop such pictures themselves, and know which of them can do without (closed groups of pictures).
        if isH264, !state.hasPicture, frame.raw.pointee.key_frame == 0, state.keyTimestamp != QALQAN_NOPTS,
            timestamp < state.keyTimestamp
        {
            return false
        }
        state.hasPicture = true
        state.damaged = 0
        frame.raw.pointee.pts = timestamp
        return true
    }
}

/// A packet of one's own.
final class PacketCopy {
    let raw: UnsafeMutablePointer<AVPacket>

    init(_ packet: UnsafeMutablePointer<AVPacket>) {
        guard let copy = av_packet_clone(packet) else { fatalError("not enough memory for a packet") }
        raw = copy
    }

    deinit {
        var raw: UnsafeMutablePointer<AVPacket>? = raw
        av_packet_free(&raw)
    }
}
