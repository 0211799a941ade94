import CFFmpeg
import Realtime
import Timecode

/// One programme as an MPEG transport stream: pictures and sound coded, multiplexed at a constant rate, handed on.
///
/// Time stamps are house time: PTS of house frame *n* is the instant *n* starts, in 90 kHz ticks since the SMPTE epoch modulo
/// 2^33. An encoder that is restarted goes on in the same timeline.
package final class TransportOutput: ProgrammeSink {
    private let format: ChannelFormat
    private let videoSettings: VideoSettings
    private let transport: TransportSettings
    private let video: VideoCoder
    private let audio: AudioCoder
    private let adts: ADTSHeader?
    private let scaler: PictureScaler?
    private let destination: any TransportDestination
    private let mark: TransportMark?
    private var multiplexer: TransportMultiplexer?
    private var hasPassed = false

    /// - Parameter mark: where the run before this one ended, if that is known.
    package init(
        format: ChannelFormat, video: VideoSettings, audio: AudioSettings, transport: TransportSettings,
        destination: any TransportDestination, after mark: TransportMark? = nil
    ) throws {
        self.format = format
        self.destination = destination
        self.mark = mark
        var transport = transport
        transport.videoKind = video.codec == .h264 ? .h264 : .mpeg2Video
        transport.audioKind = audio.codec == .aac ? .adtsAAC : .mpegAudio
        transport.videoRate = video.bitRate
        transport.audioRate = audio.bitRate
        transport.audioChannels = Int64(format.channels)
        transport.picturesPerSecond = format.rate.nominal
        let problems = transport.problems
        guard problems.isEmpty else { throw SinkError(problems.joined(separator: "; "), code: 22) }
        self.transport = transport
        videoSettings = video
        self.video = try VideoCoder(video, format: format)
        self.audio = try audio.coder(format, globalHeader: false)
        adts = audio.codec == .aac ? ADTSHeader(format) : nil
        let isFull = video.width == Int(format.width) && video.height == Int(format.height)
        scaler = isFull ? nil : try PictureScaler(from: PictureLayout(format), width: video.width, height: video.height)
    }

    package var report: SinkReport {
        var report = destination.report
        report.lateUnits = multiplexer?.lateUnits ?? 0
        return report
    }

    package func write(
        picture: UnsafeRawPointer, layout: PictureLayout, samples: UnsafePointer<Float>, sampleCount: Int, frame: Int64
    ) throws {
        if multiplexer == nil {
            let natural = TransportGrid(rate: transport.muxRate).firstPacket(
                from: ticks(frame) - transport.bufferMilliseconds * 27_000)
            multiplexer = TransportMultiplexer(
                transport, firstPacket: destination.firstPacket(natural: natural, after: mark), after: mark)
        }
        try audio.encode(samples, count: sampleCount, first: format.time.firstSample(of: frame), addSound)
        try encode(picture, layout, frame, isKey: hasPassed || frame.modulo(videoSettings.group) == 0)
        hasPassed = false
        try destination.flush()
    }

    package func pass(_ frames: Range<Int64>, picture: UnsafeRawPointer, layout: PictureLayout) throws {
        guard multiplexer != nil else { return }
        for frame in frames where frame.modulo(videoSettings.group) == 0 {
            try audio.pass(to: format.time.firstSample(of: frame), addSound)
            try encode(picture, layout, frame, isKey: true)
        }
        try audio.pass(to: format.time.firstSample(of: frames.upperBound), addSound)
        // The encoder counts pictures, not time: only with a closed group does its decoder's buffer start to count anew.
        hasPassed = true
        try destination.flush()
    }

    private func encode(_ picture: UnsafeRawPointer, _ layout: PictureLayout, _ frame: Int64, isKey: Bool) throws {
        if let scaler {
            try video.encode(scaler.scale(picture, layout), index: frame, isKey: isKey, addPicture)
        } else {
            try video.encode(picture: picture, layout: layout, index: frame, isKey: isKey, addPicture)
        }
    }

    private func ticks(_ frame: Int64) -> Int64 { format.ticks(ofFrame: frame, hertz: TransportGrid.clock) }

    private func addSound(_ packet: UnsafeMutablePointer<AVPacket>) {
        let bytes = UnsafeRawBufferPointer(start: packet.pointee.data, count: Int(packet.pointee.size))
        multiplexer?.addSound(
            bytes, prefix: adts?.bytes(for: bytes.count) ?? [],
            pts: format.ticks(ofSample: packet.pointee.pts, hertz: 90_000))
    }

    private func addPicture(_ packet: UnsafeMutablePointer<AVPacket>) throws {
        let bytes = UnsafeRawBufferPointer(start: packet.pointee.data, count: Int(packet.pointee.size))
        multiplexer?.addPicture(
            bytes, pts: format.ticks(ofFrame: packet.pointee.pts, hertz: 90_000),
            dts: format.ticks(ofFrame: packet.pointee.dts, hertz: 90_000),
            isKey: packet.pointee.flags & AV_PKT_FLAG_KEY != 0, frame: packet.pointee.pts)
        // All that may leave before the next picture's earliest instant is here.
        let horizon = ticks(packet.pointee.dts + 1) - transport.bufferMilliseconds * 27_000
        try multiplexer?.run(until: horizon, destination.put)
    }

    package func finish() throws {
        defer { try? destination.finish() }
        try audio.flush(addSound)
        try video.flush(addPicture)
        try multiplexer?.drain(destination.put)
        try destination.flush()
    }
}
