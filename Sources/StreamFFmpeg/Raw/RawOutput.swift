import CLinux
import Realtime
import Timecode

/// The programme as it goes out, uncoded: I420 pictures into one pipe and PCM into another, whole frames or none.
///
/// A frame that does not fit is dropped whole, from both pipes alike, and counted; with sound configured, output starts once
/// both pipes have readers, or two seconds after the pictures' reader came, so that picture and sound begin together.
package final class RawOutput: ProgrammeSink {
    package enum AudioFormat: String, Sendable, CaseIterable {
        case s16le
        case f32le
    }

    private let format: ChannelFormat
    private let pictures: PipeWriter
    private let sound: PipeWriter?
    private let audioFormat: AudioFormat
    private var dropped: UInt64 = 0
    /// A reader that has taken nothing for a second's frames is as good as gone.
    private var droppedInARow: Int64 = 0
    /// Held for as long as this output writes there.
    private let claims: [TargetClaim]
    private var picturesAloneSince: Int64?
    /// How long pictures wait for the sound's reader.
    private static let companionNanoseconds: Int64 = 2_000_000_000

    /// - Parameter depth: frames held for a reader that lags.
    package init(
        format: ChannelFormat, path: String, audioPath: String? = nil, audioFormat: AudioFormat = .s16le,
        depth: Int = 4
    ) throws {
        self.format = format
        self.audioFormat = audioFormat
        claims = try [path, audioPath].compactMap { try $0.flatMap { try TargetClaim(beside: $0) } }
        let pictureBytes = PlanarPicture.byteCount(PictureLayout(format))
        pictures = try PipeWriter(path: path, capacity: depth, placeBytes: pictureBytes, unit: pictureBytes)
        let sampleBytes = Int(format.channels) * (audioFormat == .s16le ? 2 : 4)
        let most = Int(format.time.mostSamplesInAFrame) * sampleBytes
        sound = try audioPath.map {
            try PipeWriter(path: $0, capacity: depth * 2, placeBytes: most, unit: sampleBytes)
        }
    }

    deinit {
        pictures.stop()
        sound?.stop()
    }

    package var report: SinkReport {
        var report = SinkReport()
        report.bytesOut = pictures.bytesOut + (sound?.bytesOut ?? 0)
        report.framesDropped = dropped
        report.errors = pictures.errorCount + (sound?.errorCount ?? 0)
        report.lastError = pictures.errorCount > 0 ? pictures.lastErrorNumber : sound?.lastErrorNumber ?? 0
        report.isWaiting = !pictures.isOpen || droppedInARow >= format.rate.nominal
        return report
    }

    package func write(
        picture: UnsafeRawPointer, layout: PictureLayout, samples: UnsafePointer<Float>, sampleCount: Int, frame: Int64
    ) throws {
        if take(picture, layout, samples, sampleCount) {
            droppedInARow = 0
        } else {
            dropped += 1
            droppedInARow += 1
        }
    }

    /// Puts a frame into the pipes' places, if there is one for all of it.
    private func take(
        _ picture: UnsafeRawPointer, _ layout: PictureLayout, _ samples: UnsafePointer<Float>, _ sampleCount: Int
    ) -> Bool {
        guard pictures.isOpen, let place = pictures.place() else {
            if !pictures.isOpen { picturesAloneSince = nil }
            return false
        }
        if let sound {
            guard sound.isOpen || hasWaited() else { return false }
            if sound.isOpen {
                guard let target = sound.place() else { return false }
                sound.commit(convert(samples, sampleCount * Int(format.channels), into: target))
            }
        }
        PlanarPicture.pack(picture, layout, into: place)
        pictures.commit(PlanarPicture.byteCount(layout))
        return true
    }

    /// A reader of pipes gets what there is: frames that are left out are not in them.
    package func pass(_ frames: Range<Int64>, picture: UnsafeRawPointer, layout: PictureLayout) {}

    private func hasWaited() -> Bool {
        let now = ql_monotonic_nanoseconds()
        let since = picturesAloneSince ?? now
        picturesAloneSince = since
        return now - since >= Self.companionNanoseconds
    }

    private func convert(_ samples: UnsafePointer<Float>, _ count: Int, into target: UnsafeMutableRawPointer) -> Int {
        switch audioFormat {
        case .f32le:
            target.copyMemory(from: samples, byteCount: count * 4)
            return count * 4
        case .s16le:
            SampleConversion.pack(
                target.assumingMemoryBound(to: UInt8.self), samples, count, Int16.self, SampleConversion.integer16)
            return count * 2
        }
    }

    /// Lets the frame under way reach its reader, for two seconds at most.
    package func finish() {
        pictures.stop()
        sound?.stop()
        let deadline = ql_monotonic_nanoseconds() + 2_500_000_000
        while !pictures.isDone || sound.map({ !$0.isDone }) ?? false, ql_monotonic_nanoseconds() < deadline {
            _ = ql_sleep_until_monotonic(ql_monotonic_nanoseconds() + 5_000_000)
        }
    }
}
