import Timecode
import Timeline

extension Ladder {
    /// The rungs for an event with a source.
    mutating func climb(
        _ segment: PlannedSegment, _ frame: Int64, _ readings: borrowing SourceReadings, _ decision: inout Decision
    ) -> Choice {
        let address = itemAddress(item, at: frame)
        if item.withheld == 0 {
            let reading = address.slot >= 0 ? readings[Int(address.slot)] : SourceReading()
            let standing = standing(address, reading)
            let known = failures.reason(item.source, at: address.mediaFrame)
            switch standing {
            case _ where standing != .ready && known != 0:
                withhold(SlateReason(rawValue: known) ?? .technical, frame)
            case .ready:
                if !item.isFallen || mayRejoin(address, reading, segment, frame) {
                    return air(address, segment, &decision)
                }
            case .notYet: fall(.late, frame)
            case .damaged, .lost: fall(.technical, frame)
            case .ended: withhold(.mediaEnded, frame)
            case .altered: withhold(.altered, frame)
            case .unreadable: withhold(.unreadable, frame)
            case .missing: withhold(.missing, frame)
            }
        }
        return descend(segment, frame, readings, &decision)
    }

    private mutating func air(
        _ address: SourceAddress, _ segment: PlannedSegment, _ decision: inout Decision
    ) -> Choice {
        item.isFallen = false
        item.isJoining = false
        item.hasAired = true
        item.onAlternate = false
        item.onSlate = false
        item.reason = 0
        show(address, from: item.anchorIn, &decision)
        return Choice(role: .item, mediaFrame: address.mediaFrame, marks: segment.marks)
    }

    private func show(_ address: SourceAddress, from inFrame: Int64, _ decision: inout Decision) {
        decision.slot = address.slot
        decision.ringFrame = address.ringFrame
        decision.ringSample = address.ringSample
        decision.itemFrame = address.mediaFrame - inFrame
    }

    private func mayRejoin(
        _ address: SourceAddress, _ reading: SourceReading, _ segment: PlannedSegment, _ frame: Int64
    ) -> Bool {
        guard frame >= item.fallUntil else { return false }
        let left = min(segment.sourceEndFrame - frame, slots[Int(address.slot)].frames - address.ringFrame)
        return reading.condition == .ended
            || reading.framesTo - address.ringFrame >= min(settings.rejoinMargin, left)
    }

    /// The item is not ready: it gives way for a while, the third time for good.
    private mutating func fall(_ reason: SlateReason, _ frame: Int64) {
        guard !item.isFallen else { return }
        item.isFallen = true
        item.reason = reason.rawValue
        item.fallFrame = frame
        item.onSlate = false
        if item.isJoining {
            item.fallUntil = frame
            return
        }
        item.falls += 1
        falls &+= 1
        item.fallUntil = frame + settings.minimumFall
        if item.falls >= settings.mostFalls { item.withheld = reason.rawValue }
    }

    /// The item will not air any more.
    private mutating func withhold(_ reason: SlateReason, _ frame: Int64) {
        item.withheld = reason.rawValue
        item.reason = reason.rawValue
        falls &+= 1
        if !item.isFallen {
            item.isFallen = true
            item.fallFrame = frame
            item.onSlate = false
        }
    }

    /// The rungs below the item: the event's own alternate, then the slate.
    private mutating func descend(
        _ segment: PlannedSegment, _ frame: Int64, _ readings: borrowing SourceReadings, _ decision: inout Decision
    ) -> Choice {
        decision.isFallen = true
        if item.alternate != 0, item.alternateWithheld == 0, mayUseAlternate {
            let address = alternateAddress(item, at: frame)
            let reading = address.slot >= 0 ? readings[Int(address.slot)] : SourceReading()
            let standing = standing(address, reading)
            let known = failures.reason(item.alternate, at: address.mediaFrame)
            switch standing {
            case _ where standing != .ready && known != 0: item.alternateWithheld = known
            case .ready:
                if item.onAlternate || !item.onSlate || frame >= item.slateUntil {
                    item.onAlternate = true
                    item.onSlate = false
                    show(address, from: item.alternateIn, &decision)
                    return Choice(
                        role: .alternate, reason: item.reason, mediaFrame: address.mediaFrame, isFall: true,
                        marks: segment.alternateMarks)
                }
            case .notYet, .damaged, .lost:
                if item.onAlternate {
                    item.alternateFalls += 1
                    if item.alternateFalls >= settings.mostFalls {
                        item.alternateWithheld = SlateReason.late.rawValue
                    }
                }
            case .ended: item.alternateWithheld = SlateReason.mediaEnded.rawValue
            case .altered: item.alternateWithheld = SlateReason.altered.rawValue
            case .unreadable: item.alternateWithheld = SlateReason.unreadable.rawValue
            case .missing: item.alternateWithheld = SlateReason.missing.rawValue
            }
        }
        item.onAlternate = false
        if !item.onSlate {
            item.onSlate = true
            item.slateUntil = item.isJoining ? frame : frame + settings.minimumFall
        }
        decision.reason = item.reason
        return Choice(reason: item.reason, isFall: !item.isJoining || item.withheld != 0)
    }

    /// An item that simply ended has aired: its alternate is no sequel to it.
    var mayUseAlternate: Bool { !(item.hasAired && item.withheld == SlateReason.mediaEnded.rawValue) }
}
