import Realtime
import Timecode

/// Air's side of a programme ring: publishes coded frames when it is told to.
final class RingWriter {
    let ring: ProgrammeRing
    let programme: CodedProgramme

    init(_ format: ChannelFormat, slots: Int = 12) throws {
        let memory = try SharedMemory.create(
            name: "ring", count: ProgrammeRing.byteCount(format: format, slots: slots))
        ring = try ProgrammeRing.create(in: memory, format: format, slots: slots)
        programme = CodedProgramme(format, sweep: true)
    }

    func publish(_ frames: Range<Int64>, samples: Int? = nil) {
        for frame in frames {
            let slot = ring.begin(frame)
            programme.draw(frame, into: slot.picture)
            programme.sound(frame, into: slot.samples)
            ring.publish(
                frame,
                ProgrammeFacts(
                    sampleCount: samples ?? programme.sampleCount(frame), segment: 0, revision: 1, slate: 0,
                    itemFrame: frame, lateness: 0))
        }
    }
}

/// A sink that writes down what it was given, and fails when it is told to.
final class NotingSink: ProgrammeSink {
    struct Note: Equatable {
        let frame: Int64
        /// What the picture says, and whether the sound was silence.
        let shown: Int64
        let isSilent: Bool
        let samples: Int
    }

    var notes: [Note] = []
    var passed: [Range<Int64>] = []
    var failure: SinkError?
    var isFinished = false
    var isDropping = false
    var report = SinkReport()

    func write(
        picture: UnsafeRawPointer, layout: PictureLayout, samples: UnsafePointer<Float>, sampleCount: Int, frame: Int64
    ) throws {
        if let failure { throw failure }
        if isDropping {
            report.framesDropped += 1
            return
        }
        let shown = CodedProgramme.read(
            luma: picture.assumingMemoryBound(to: UInt8.self), stride: layout.lumaStride)
        notes.append(
            Note(
                frame: frame, shown: shown, isSilent: (0..<sampleCount).allSatisfy { samples[$0] == 0 },
                samples: sampleCount))
        report.bytesOut += 1
    }

    func pass(_ frames: Range<Int64>, picture: UnsafeRawPointer, layout: PictureLayout) { passed.append(frames) }

    func finish() { isFinished = true }
}
