import CLinux
import Realtime
import Timecode

/// Watches the programme ring: a small picture a few times a second, meters, and whether it is black, frozen or silent.
///
/// Follows when it can and jumps to the newest frame when it cannot; nothing depends on it.
package final class PreviewEngine {
    /// Samples softer than this, -70 dBFS, are silence.
    static let silence: Float = 0.000_316

    private let ring: ProgrammeRing
    private let board: PreviewBoard
    private let coder: any SmallPictureCoder
    private let pictureEvery: Int64
    private let loudnessEvery: Int64
    private var peaks: PeakMeter
    private var watch = PictureWatch()
    private var loudness: LoudnessMeter?
    private var next: Int64?
    private var nextPicture: Int64 = .min
    private var nextLoudness: Int64 = .min
    package private(set) var status = PreviewStatus()
    /// What the last failure to make a picture said.
    package private(set) var lastFailure: String?

    package init(ring: ProgrammeRing, board: PreviewBoard, coder: any SmallPictureCoder) {
        self.ring = ring
        self.board = board
        self.coder = coder
        let rate = ring.format.rate
        func frames(_ milliseconds: Int64) -> Int64 {
            max(1, scaledUp(milliseconds, by: rate.numerator, over: rate.denominator * 1000))
        }
        pictureEvery = frames(200)
        loudnessEvery = frames(100)
        peaks = PeakMeter(channels: Int(ring.format.channels), frames: Int(frames(100)))
        loudness = LoudnessMeter(channels: ring.format.channels, sampleRate: ring.format.sampleRate)
    }

    package func run(until isStopped: () -> Bool) {
        while !isStopped() { _ = step(atMost: 100_000_000) }
    }

    /// Looks at the next frame, waiting at most `nanoseconds` for it. Returns the frame looked at.
    package func step(atMost nanoseconds: Int64) -> Int64? {
        guard let frame = next ?? ring.head else {
            _ = ring.wait(for: .min + 1, timeoutNanoseconds: nanoseconds)
            return nil
        }
        switch ring.wait(for: frame, timeoutNanoseconds: nanoseconds) {
        case .notYet:
            // A head behind us means that the house clock has been set back.
            if let head = ring.head, head < frame - Int64(ring.slots) { next = head }
            return nil
        case .lost:
            next = ring.head
            return nil
        case .frame(let reading):
            next = frame + 1
            // Too far behind: the newest frame tells more than the oldest.
            if let head = ring.head, head - frame > Int64(ring.slots / 2) { next = head }
            look(reading, frame)
            return frame
        }
    }

    private func look(_ reading: ProgrammeRing.Reading, _ frame: Int64) {
        let samples = UnsafePointer(reading.slot.samples)
        let count = reading.facts.sampleCount
        let largest = peaks.add(samples, count: count)
        loudness?.add(samples, count: count)
        let (isBlack, isSame) = watch.look(reading.slot.picture, ring.layout)
        guard ring.isIntact(reading) else { return }
        status.frame = frame
        status.blackFrames = isBlack ? status.blackFrames + 1 : 0
        status.frozenFrames = isSame ? status.frozenFrames + 1 : 0
        status.silentFrames = largest < Self.silence ? status.silentFrames + 1 : 0
        for channel in 0..<min(Int(ring.format.channels), PreviewStatus.mostChannels) {
            status.peaks[channel] = peaks.peak(channel)
        }
        if frame >= nextLoudness || frame < nextLoudness - loudnessEvery, let loudness {
            nextLoudness = frame + loudnessEvery
            status.momentary = loudness.momentary
            status.shortTerm = loudness.shortTerm
        }
        if frame >= nextPicture || frame < nextPicture - pictureEvery {
            nextPicture = frame + pictureEvery
            drawPicture(reading, frame)
        }
        board.status.write(status)
    }

    private func drawPicture(_ reading: ProgrammeRing.Reading, _ frame: Int64) {
        do {
            let bytes = try coder.code(picture: reading.slot.picture, layout: ring.layout)
            guard ring.isIntact(reading), board.writePicture(bytes) else { return }
            status.pictureBytes = UInt32(bytes.count)
            status.pictureFrame = frame
        } catch {
            lastFailure = "\(error)"
        }
    }
}
