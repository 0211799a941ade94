import CFFmpeg
import CLinux
import Realtime
import Timecode

/// The programme as HTTP Live Streaming: a folder with `master.m3u8`, `index.m3u8`, an initialization segment and media
/// segments, for any web server and any browser.
///
/// Segments lie on the grid of the house clock: segment *s* starts at house frame `s x framesPerSegment`, so that the media
/// sequence goes on over restarts.
package final class LivePlaylistOutput: ProgrammeSink {
    private let format: ChannelFormat
    private let framesPerSegment: Int64
    private let settings: LivePlaylistSettings
    private let folder: LivePlaylistFolder
    private let video: VideoCoder
    private let audio: AudioCoder
    private let scaler: PictureScaler?
    private let fragments: FragmentWriter
    private let mapName: String
    private var playlist: LivePlaylist
    /// Segments that have left the list and stay on disk a little longer.
    private var leaving: [String] = []
    private var segment: PartialSegment?
    /// The frame after the last one given to the writer, and where the chunk under way began.
    private var end: Int64?
    private let framesPerChunk: Int64
    /// The newest coded picture: how long it stays on is known when the next one comes.
    private let held: UnsafeMutablePointer<AVPacket>
    private var heldFrame: Int64?
    package private(set) var report = SinkReport()

    /// After so long without a new segment players have given up.
    private static let goneSeconds: Int64 = 30

    /// Opens the output at the earliest frame that is still to be had and not yet in the folder.
    package static func open(
        directory: String, format: ChannelFormat, video: VideoSettings, audio: AudioSettings,
        settings: LivePlaylistSettings, head: Int64, oldest: Int64
    ) throws -> (sink: any ProgrammeSink, first: Int64) {
        let sink = try LivePlaylistOutput(
            directory: directory, format: format, video: video, audio: audio, settings: settings, head: head)
        // One taken up again goes on after its last chunk, as far back as the ring reaches; a fresh list, or one whose
        // viewers have long gone, starts now.
        guard let end = sink.segment?.end, end <= head, head - end < format.frames(inSeconds: goneSeconds) else {
            return (sink, head)
        }
        return (sink, max(oldest, end))
    }

    private init(
        directory: String, format: ChannelFormat, video: VideoSettings, audio: AudioSettings,
        settings: LivePlaylistSettings, head: Int64
    ) throws {
        self.format = format
        self.settings = settings
        framesPerSegment = format.frames(inSeconds: settings.segmentSeconds)
        framesPerChunk = max(1, framesPerSegment / 5)
        folder = try LivePlaylistFolder(path: directory)
        guard let packet = av_packet_alloc() else {
            throw SinkError("live playlist: out of memory", code: QALQAN_ENOMEM)
        }
        held = packet
        var video = video
        video.hasGlobalHeader = true
        video.isConstantRate = false
        video.bidirectionalFrames = 0
        video.codec = .h264
        video.group = framesPerSegment
        self.video = try VideoCoder(video, format: format)
        self.audio = try audio.coder(format, globalHeader: true)
        let isFull = video.width == Int(format.width) && video.height == Int(format.height)
        scaler = isFull ? nil : try PictureScaler(from: PictureLayout(format), width: video.width, height: video.height)
        fragments = try FragmentWriter(
            video: self.video, audio: self.audio, format: format, sequence: head / framesPerSegment)
        let bytes = fragments.initialization
        let check = bytes.withUnsafeBytes { ql_crc32c(0, $0.baseAddress, $0.count) }
        mapName = "init-\(String(check, radix: 16)).mp4"
        let target = scaledUp(framesPerSegment, by: format.rate.denominator, over: format.rate.numerator)
        let exact = framesPerSegment * format.rate.denominator * 2
        // EXT-X-TARGETDURATION holds what every EXTINF rounds to: 2.002 s is 2.
        let rounded =
            exact / format.rate.numerator % 2 == 0 ? target - (exact % format.rate.numerator > 0 ? 1 : 0) : target
        playlist = LivePlaylist(targetSeconds: max(1, rounded), mostEntries: settings.segments)
        if let text = folder.read("index.m3u8") {
            let folder = folder
            playlist.restore(text, exists: folder.exists)
        }
        folder.sweep(
            keeping: Set(playlist.entries.flatMap { [LivePlaylist.fileName($0.sequence), $0.map] } + [mapName]))
        // What is under way goes on only if it is coded alike, and only into a list that does not have it yet.
        if let left = PartialSegment(leftIn: folder) {
            let isNew = sequence(left.start) > playlist.entries.last?.sequence ?? -1
            if isNew, folder.exists(mapName) { segment = left } else { left.discard() }
        }
        try folder.write(bytes, as: mapName)
        try folder.write(Array(master(video, audio).utf8), as: "master.m3u8")
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = held
        av_packet_free(&packet)
    }

    /// The list of the one variant, with what a player must know before it fetches anything.
    private func master(_ video: VideoSettings, _ audio: AudioSettings) -> String {
        let peak = (video.bitRate + audio.bitRate) * 11 / 10
        let thousandths = format.rate.numerator * 1000 / format.rate.denominator
        let rest = String(thousandths % 1000)
        let rate = "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
        return """
            #EXTM3U
            #EXT-X-VERSION:8
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-STREAM-INF:BANDWIDTH=\(peak),RESOLUTION=\(video.width)x\(video.height),FRAME-RATE=\(rate),\
            CODECS="\(videoCodec),mp4a.40.2"
            index.m3u8

            """
    }

    /// `avc1.PPCCLL` from the sequence parameter set (RFC 6381, 3.3).
    private var videoCodec: String {
        let count = Int(video.context.pointee.extradata_size)
        let bytes = Array(UnsafeBufferPointer(start: video.context.pointee.extradata, count: count))
        for i in 0..<max(0, count - 7) where bytes[i...].starts(with: [0, 0, 1]) && bytes[i + 3] & 31 == 7 {
            let hex = bytes[i + 4..<i + 7].map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
            return "avc1." + hex.joined()
        }
        return "avc1.42c01f"
    }

    package func write(
        picture: UnsafeRawPointer, layout: PictureLayout, samples: UnsafePointer<Float>, sampleCount: Int, frame: Int64
    ) throws {
        try encode(picture, layout, frame)
        try audio.encode(
            samples, count: sampleCount, first: format.time.firstSample(of: frame), fragments.addSound)
    }

    package func pass(_ frames: Range<Int64>, picture: UnsafeRawPointer, layout: PictureLayout) throws {
        guard heldFrame != nil else { return }
        for frame in frames where frame.modulo(framesPerSegment) == 0 {
            try audio.pass(to: format.time.firstSample(of: frame), fragments.addSound)
            try encode(picture, layout, frame)
        }
        try audio.pass(to: format.time.firstSample(of: frames.upperBound), fragments.addSound)
    }

    private func encode(_ picture: UnsafeRawPointer, _ layout: PictureLayout, _ frame: Int64) throws {
        let isKey = frame.modulo(framesPerSegment) == 0
        if let scaler {
            try video.encode(scaler.scale(picture, layout), index: frame, isKey: isKey, addPicture)
        } else {
            try video.encode(picture: picture, layout: layout, index: frame, isKey: isKey, addPicture)
        }
    }

    private func sequence(_ frame: Int64) -> Int64 { scaledDown(frame, by: 1, over: framesPerSegment) }

    private func addPicture(_ packet: UnsafeMutablePointer<AVPacket>) throws {
        let frame = packet.pointee.pts
        if let before = heldFrame {
            try release(until: frame)
            let isNextChunk = chunk(before) != chunk(frame)
            if isNextChunk { try cut(frame) }
        }
        if let segment, sequence(segment.start) != sequence(frame) { try close(segment) }
        if segment == nil { segment = try PartialSegment(in: folder, start: frame) }
        av_packet_move_ref(held, packet)
        heldFrame = frame
    }

    private func chunk(_ frame: Int64) -> Int64 { scaledDown(frame, by: 1, over: framesPerChunk) }

    /// Gives the newest picture to the writer: it stays on until `frame`.
    private func release(until frame: Int64) throws {
        guard let before = heldFrame else { return }
        heldFrame = nil
        end = frame
        defer { av_packet_unref(held) }
        held.pointee.duration = frame - before
        try fragments.addPicture(held)
    }

    /// Writes the chunk under way, which ends before `frame`.
    private func cut(_ frame: Int64) throws {
        let bytes = try fragments.cut()
        try segment?.append(bytes, end: frame)
        report.bytesOut += UInt64(bytes.count)
    }

    /// Puts a segment in its place, and then the list that names it.
    private func close(_ done: PartialSegment) throws {
        segment = nil
        let sequence = sequence(done.start)
        try done.publish(as: LivePlaylist.fileName(sequence))
        let microseconds = scaledDown(
            done.end - done.start, by: format.rate.denominator * 1_000_000, over: format.rate.numerator)
        let gone = playlist.append(
            LivePlaylist.Entry(
                sequence: sequence, microseconds: microseconds,
                date: format.utcStamp(of: done.start).description, map: mapName))
        try folder.write(Array(playlist.text.utf8), as: "index.m3u8")
        leaving += gone.filter { !$0.isGap }.map { LivePlaylist.fileName($0.sequence) }
        while leaving.count > settings.kept { try folder.removeLater(leaving.removeFirst()) }
    }

    /// Ends the chunk under way. The list stays open, and so does the segment: the channel comes back.
    package func finish() throws {
        try video.flush(addPicture)
        if let heldFrame { try release(until: heldFrame + 1) }
        guard let end else { return try settle() }
        if end > segment?.end ?? end { try cut(end) }
        if end.modulo(framesPerSegment) == 0, let segment { try close(segment) }
        try settle()
    }

    /// Waits until all that was written is in the folder, two seconds at most.
    func settle() throws { try folder.drain(atMost: 2_000_000_000) }
}
