import Timecode

extension Ladder {
    /// How a source stands with one frame.
    enum Standing: BitwiseCopyable {
        case ready
        case notYet
        /// There, but its description is damaged.
        case damaged
        /// The media has no such frame.
        case ended
        case altered
        case unreadable
        case missing
        /// Its decoder will not come back.
        case lost
    }

    /// Where the item and its alternate lie for `frame`, if the plan has a source there. Changes nothing. Real-time safe.
    ///
    /// The shell uses this to look at exactly those pictures before it calls `decide`, and to wait for them when rendering.
    package func addresses(at frame: Int64) -> (item: SourceAddress, alternate: SourceAddress) {
        guard let plan = plan(at: frame) else { return (SourceAddress(), SourceAddress()) }
        let index = plan.index(at: frame)
        guard index >= 0, plan.latched == 0, frame <= plan.holdUntilFrame else {
            return (SourceAddress(), SourceAddress())
        }
        var probe = self.item
        enter(&probe, plan.segments[index], at: frame)
        guard frame < plan.segments[index].sourceEndFrame else { return (SourceAddress(), SourceAddress()) }
        return (itemAddress(probe, at: frame), alternateAddress(probe, at: frame))
    }

    /// Whether a cue was asked for that will show `address` and may still bring it. Real-time safe.
    package func mayStillCome(_ address: SourceAddress, _ reading: SourceReading) -> Bool {
        guard address.slot >= 0 else { return false }
        switch standing(address, reading) {
        case .notYet: return reading.condition == .absent || reading.condition == .working
        default: return false
        }
    }

    /// Whether the frame at `address` can be shown. Real-time safe.
    package func isReady(_ address: SourceAddress, _ reading: SourceReading) -> Bool {
        standing(address, reading) == .ready
    }

    func itemAddress(_ item: Item, at frame: Int64) -> SourceAddress {
        address(item.source, anchorFrame: item.anchorFrame, anchorIn: item.anchorIn, at: frame)
    }

    func alternateAddress(_ item: Item, at frame: Int64) -> SourceAddress {
        address(item.alternate, anchorFrame: item.anchorFrame, anchorIn: item.alternateIn, at: frame)
    }

    /// Item frame *k* is shown at `anchorFrame + k`; its samples are those of the house frame, counted from the in-point.
    private func address(_ source: UInt64, anchorFrame: Int64, anchorIn: Int64, at frame: Int64) -> SourceAddress {
        var address = SourceAddress()
        guard source != 0 else { return address }
        let start = time.firstSample(of: frame)
        address.frame = frame
        address.mediaFrame = anchorIn + (frame - anchorFrame)
        address.sampleCount = time.firstSample(of: frame + 1) - start
        let shift = anchorIn - anchorFrame
        let mediaSample = time.firstSample(of: anchorIn) + start - time.firstSample(of: anchorFrame)
        for index in slots.indices {
            let slot = slots[index]
            guard !slot.isFree, slot.source == source else { continue }
            let ringFrame = address.mediaFrame - slot.base
            let ringSample = mediaSample - time.firstSample(of: slot.base)
            guard ringFrame >= 0, ringFrame < slot.frames, ringFrame >= slot.consumedFrames, ringSample >= 0 else {
                continue
            }
            // The same source may be cued for another time: the next pass of a loop, an alternate from the same file.
            guard slot.shift == shift || isUntended else { continue }
            if address.slot >= 0 {
                // Of two that cover the frame the one made for it, then the one that began first, goes on to its end.
                let other = slots[Int(address.slot)]
                let (isMade, isOtherMade) = (slot.shift == shift, other.shift == shift)
                if isMade == isOtherMade ? other.base <= slot.base : isOtherMade { continue }
            }
            address.slot = Int32(index)
            address.ringFrame = ringFrame
            address.ringSample = ringSample
        }
        return address
    }

    func standing(_ address: SourceAddress, _ reading: SourceReading) -> Standing {
        guard address.slot >= 0 else { return .notYet }
        let hasFrame = address.ringFrame >= reading.framesFrom && address.ringFrame < reading.framesTo
        let hasSamples =
            address.ringSample >= reading.samplesFrom
            && (reading.samplesTo >= address.ringSample + address.sampleCount || reading.condition == .ended)
        if hasFrame && hasSamples && reading.condition != .absent { return reading.isDamaged ? .damaged : .ready }
        switch reading.condition {
        case .absent, .working: return .notYet
        case .lost: return .lost
        case .ended: return address.ringFrame >= reading.endFrame ? .ended : .notYet
        case .verificationFailed: return .altered
        case .unreadable: return .unreadable
        case .missing: return .missing
        }
    }
}
