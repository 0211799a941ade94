import PlayoutCore
import Realtime
import Timecode
import Timeline

extension FrameEngine {
    /// The picture of the source that airs, where it lies in its ring; `nil` when a slate airs. Real-time safe.
    package func sourcePicture(_ decision: Decision) -> UnsafeRawPointer? {
        guard decision.slot >= 0, let ring = ring(Int(decision.slot)) else { return nil }
        return ring._withUnsafeGuaranteedRef { $0.picture(ofFrame: decision.ringFrame) }
    }

    /// Puts the frame together. Returns the reason code of the slate shown, 0 for programme. Real-time safe.
    package func compose(
        _ decision: Decision, picture: UnsafeMutableRawPointer, samples: UnsafeMutablePointer<Float>
    ) -> UInt32 {
        if let source = sourcePicture(decision) {
            composer.copyPicture(source, to: picture)
            composer.drawMarks(decision, on: picture)
            composeSamples(decision, to: samples)
            return 0
        }
        let reason = slateReason(decision)
        composer.copyPicture(composer.slatePicture(reason: reason), to: picture)
        drawClock(decision.frame, on: picture)
        composer.drawMarks(decision, on: picture)
        composer.slateSamples(frame: decision.frame, count: Int(decision.sampleCount), to: samples)
        return reason
    }

    /// The slate of a decision; what was decided to be programme and cannot be found any more counts as technical.
    func slateReason(_ decision: Decision) -> UInt32 {
        decision.reason != 0 ? decision.reason : SlateReason.technical.rawValue
    }

    /// The sound of the source that airs. Real-time safe.
    func composeSamples(_ decision: Decision, to samples: UnsafeMutablePointer<Float>) {
        guard let ring = ring(Int(decision.slot)) else { return }
        ring._withUnsafeGuaranteedRef {
            $0.copySamples(from: decision.ringSample, count: Int(decision.sampleCount), to: samples)
        }
        Kernels.sanitise(samples, count: Int(decision.sampleCount) * Int(format.channels))
        if edges.length > 0 {
            shapeEdges(of: decision, samples)
        }
    }

    private func shapeEdges(of decision: Decision, _ samples: UnsafeMutablePointer<Float>) {
        guard let place = place(decision.slot, decision.ringSample) else { return }
        let end = SoundEdges.Place(source: place.source, sample: place.sample + decision.sampleCount)
        let next = ladder.addresses(at: decision.frame + 1)
        edges.shape(
            samples, count: Int(decision.sampleCount), channels: Int(format.channels), from: place,
            continues: end.isAt(self.place(next.item.slot, next.item.ringSample))
                || end.isAt(self.place(next.alternate.slot, next.alternate.ringSample)))
    }

    /// The place in its source of a sample of a cue's ring.
    private func place(_ slot: Int32, _ ringSample: Int64) -> SoundEdges.Place? {
        guard slot >= 0 else { return nil }
        let cue = ladder.slots[Int(slot)]
        return SoundEdges.Place(source: cue.source, sample: time.firstSample(of: cue.base) + ringSample)
    }

    func drawClock(_ frame: Int64, on picture: UnsafeMutableRawPointer) {
        composer.drawClock(ClockFace(second: clockSecond(frame)), on: picture)
    }

    func clockSecond(_ frame: Int64) -> Int64 {
        composer.clockSecond(frame: frame, offset: ladder.current?.localOffset(at: frame))
    }
}
