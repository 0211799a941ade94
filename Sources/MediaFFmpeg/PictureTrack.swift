import CFFmpeg
import Realtime
import Timecode

/// The pictures of one file as channel frames: which source picture each shows, deinterlaced, turned upright, drawn.
package final class PictureTrack: PictureReader {
    private let source: PictureSource
    private let allocator: PictureAllocator?
    private let format: ChannelFormat
    private let scaler: PictureScaler
    let clock: PictureClock
    private let rotation: String?
    private let isInterlaced: Bool
    private let forcedFieldOrder: Bool?

    private var filter: PictureFilter?
    /// Positions of the pictures inside the filter by their number there; `nil` for one that only primes it.
    private var positions: [Int64: Int64?] = [:]
    private var nextNumber: Int64 = 0
    private var isDrained = false
    private var previous: Frame?

    private var current: Shown?
    private var pending: Shown?
    /// A picture decoded while the track was positioned, not yet handed on.
    private var early: Frame?

    private struct Shown {
        let frame: Frame
        let position: Int64
        let span: Int64
    }

    /// Measures the stream, then goes to channel frame `frame`.
    init(
        _ source: PictureSource, allocator: PictureAllocator?, format: ChannelFormat, from frame: Int64
    ) throws(ItemFailure) {
        self.source = source
        self.allocator = allocator
        self.format = format
        scaler = PictureScaler(format)
        rotation = PictureRotation.chain(of: source.stream)
        let survey = try PictureSurvey(source, channel: format.rate, isFromStart: frame == 0)
        clock = survey.clock
        isInterlaced = survey.isInterlaced
        forcedFieldOrder = survey.forcedFieldOrder
        early = survey.firstPicture
        if frame > 0 { try position(at: clock.target(of: frame, at: format.rate)) }
    }

    /// Time of the first presented picture in seconds on the file's own clock.
    var zero: (numerator: Int128, denominator: Int128) {
        source.isTimeless
            ? (0, 1)
            : (
                Int128(source.firstChunk ?? clock.first) * Int128(clock.tickNumerator), Int128(clock.tickDenominator)
            )
    }

    private func position(at target: Int64) throws(ItemFailure) {
        // Deinterlacing needs the picture before; two more leave room for rounding.
        let spare = clock.rate == nil ? 0 : 2 * clock.fields
        guard target - spare > 0 else { return }
        let timestamp = clock.timestamp(of: target - spare)
        early = try source.position(before: timestamp, first: clock.first)
        source.want(from: timestamp)
    }

    package func step(to frame: Int64) throws(ItemFailure) -> PictureStep {
        let target = clock.target(of: frame, at: format.rate)
        var isNew = false
        while current?.position != target {
            if pending == nil { pending = try nextPicture() }
            guard let next = pending else {
                // The file has no more: its last picture stays for as long as it lasts.
                guard let last = current else { throw .media("no picture could be decoded") }
                if target >= last.position + last.span { return .end }
                break
            }
            // A picture from later is shown early only where there is none before it.
            guard next.position <= target || current == nil else { break }
            current = next
            pending = nil
            isNew = true
        }
        return isNew ? .new(sourceFrame: current!.position) : .same
    }

    package var place: Int? {
        guard let current, let allocator, scaler.isPlain(current.frame) else { return nil }
        return allocator.slot(of: current.frame)
    }

    package func draw(into picture: UnsafeMutableRawPointer) throws(ItemFailure) {
        guard let current else { throw .media("no picture could be decoded") }
        try scaler.draw(current.frame, into: picture)
    }

    /// The next picture in presentation order, through the filters where it needs them.
    private func nextPicture() throws(ItemFailure) -> Shown? {
        while true {
            if let out = filter?.pull() {
                guard let position = positions[out.number] ?? nil else { continue }
                positions = positions.filter { $0.key >= out.number }
                let isSecond = out.isSecondField && clock.fields == 2
                return Shown(
                    frame: out.frame, position: position + (isSecond ? 1 : 0), span: isSecond ? 1 : clock.fields)
            }
            if isDrained { return nil }
            guard let frame = try takeFrame() else {
                isDrained = true
                filter?.push(nil)
                continue
            }
            let position = clock.position(of: frame.raw.pointee.pts)
            let span = span(of: frame)
            guard try needsFilter(frame) else { return Shown(frame: frame, position: position, span: span) }
            push(frame, at: position)
        }
    }

    private func takeFrame() throws(ItemFailure) -> Frame? {
        let frame: Frame?
        if early != nil {
            frame = early
            early = nil
        } else {
            frame = try source.next()
        }
        guard let frame else { return nil }
        let raw = frame.raw
        raw.pointee.sample_aspect_ratio = av_guess_sample_aspect_ratio(source.demuxer.context, source.stream, raw)
        if let forcedFieldOrder {
            raw.pointee.interlaced_frame = 1
            raw.pointee.top_field_first = forcedFieldOrder ? 1 : 0
        }
        return frame
    }

    /// How many positions the picture lasts when it is the file's last one.
    private func span(of frame: Frame) -> Int64 {
        let ticks = frame.raw.pointee.pkt_duration
        guard ticks > 0 else { return clock.span(of: clock.rate == nil ? clock.tickDenominator / 25 : 0) }
        // At a constant rate only containers that state each picture's duration are believed when it is longer than one.
        return clock.rate == nil || source.demuxer.formatName.hasPrefix("mov") ? clock.span(of: ticks) : clock.fields
    }
}

extension PictureTrack {
    /// Whether a picture goes through the filters; builds them when the first one does.
    private func needsFilter(_ frame: Frame) throws(ItemFailure) -> Bool {
        defer { if filter == nil { previous = frame } }
        let deinterlaces = isInterlaced || frame.raw.pointee.interlaced_frame != 0
        guard deinterlaces || rotation != nil || filter != nil else { return false }
        if let filter, filter.accepts(frame) { return true }
        let mode = clock.fields == 2 ? "send_field" : "send_frame"
        let chain = [deinterlaces ? "bwdif=mode=\(mode):parity=auto:deint=interlaced" : nil, rotation]
        filter = try PictureFilter(like: frame, chain: chain.compactMap { $0 }.joined(separator: ","))
        positions = [:]
        // The picture before primes the deinterlacer, so that what it makes does not depend on where decoding began.
        if let previous, filter!.accepts(previous), deinterlaces { push(previous, at: nil) }
        previous = nil
        return true
    }

    private func push(_ frame: Frame, at position: Int64?) {
        frame.raw.pointee.pts = nextNumber
        positions[nextNumber] = .some(position)
        nextNumber += 1
        filter?.push(frame)
    }
}
