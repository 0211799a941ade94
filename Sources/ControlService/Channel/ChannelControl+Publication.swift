import ChannelConfiguration
import Foundation
import Logging
import Playlist
import PlaylistFormats
import Realtime
import Timecode
import Timeline
import Trust

extension ChannelControl {
    /// How far ahead the schedule is published: a day, and some for a control that stays away.
    static let horizonSeconds: Int64 = 26 * 3600
    /// The horizon is moved on when less than this is left.
    static let leastHorizonSeconds: Int64 = 25 * 3600 + 1800
    /// How much of the past the rundown keeps.
    static let pastSeconds: Int64 = 2 * 3600
    /// Time between an order and its frame, in milliseconds: enough to resolve, journal and hand over.
    static let orderLeadMilliseconds: Int64 = 320

    var orderLead: Int64 { max(5, frames(milliseconds: Self.orderLeadMilliseconds)) }

    /// The revision left on disk by an earlier control: numbers go on from it, and what it has on air is held on to.
    func readLastSchedule() {
        guard let bytes = try? PlaylistFolder.readFile(data.schedule),
            let revision = try? TimelineRevision(decoding: bytes), revision.rate == settings.format.rate
        else { return }
        published = revision
    }

    /// A schedule and the standing of the media that it was resolved with.
    struct Resolution {
        var schedule: ResolvedSchedule
        var media: [MediaUse: MediaStanding]
    }

    /// The schedule of `state` around `frame`.
    func resolve(_ state: ScheduleState, at frame: Int64) -> Resolution {
        let window = (frame - frames(seconds: Self.pastSeconds))..<(frame + frames(seconds: Self.horizonSeconds))
        let inputs = preparation.inputs(documents: state.scheduled, edits: state.edits, window: window)
        return Resolution(schedule: ScheduleResolver.resolve(inputs), media: inputs.media)
    }

    /// Resolves anew and publishes what has changed. What is on air plays on.
    ///
    /// Returns the first frame that differs from before, or `nil` when nothing does.
    @discardableResult
    func republish(because reason: String, evenIfEqual: Bool = true) -> Int64? {
        state.prune(at: frame, calendar)
        let started = frame
        // Resolving a long list takes its time: the frame from which it holds lies behind it.
        let resolved = resolve(state, at: started)
        let effective = frame + orderLead
        let next = revision(of: resolved.schedule, from: effective, keepingOnAir: true)
        guard evenIfEqual || !isPublished(next) else {
            show(resolved, next)
            return nil
        }
        let difference = published.flatMap { next.firstDifference(from: $0, at: effective) }
        publish(next, resolved, because: reason)
        return published == nil ? effective : difference
    }

    /// The part of a resolved schedule from `effective` on, as air takes it.
    func revision(of resolved: ResolvedSchedule, from effective: Int64, keepingOnAir: Bool) -> TimelineRevision {
        let airNumber = surroundings.boards.air.read()?.revision ?? 0
        var revision = resolved.revision(
            number: max(published?.number ?? 0, airNumber) + 1, rate: settings.format.rate)
        revision.effectiveFrom = effective
        revision.emergencyOverFrame = state.emergencyOverFrame
        revision.segments.removeAll { $0.endFrame <= effective }
        guard let published else { return revision }
        if keepingOnAir { revision = revision.keepingOnAir(of: published) }
        return published.effectiveFrom > frame ? revision.preceded(by: published) : revision
    }

    private func isPublished(_ next: TimelineRevision) -> Bool {
        guard let published else { return false }
        let end = min(next.holdUntilFrame, published.holdUntilFrame)
        return next.decidesLike(published, from: next.effectiveFrom, to: end)
            && published.holdUntilFrame - next.effectiveFrom >= frames(seconds: Self.leastHorizonSeconds - 3600)
    }

    /// Hands a revision to air and puts the same bytes on disk.
    func publish(_ revision: TimelineRevision, _ resolution: Resolution, because reason: String) {
        let bytes = revision.encoded()
        do {
            let memory = try SharedMemory.holding(bytes, name: "revision-\(revision.number)")
            try memory.sealAgainstWriting()
            try surroundings.publish(memory)
            clear(.publication, subject: "air")
        } catch {
            alarm(
                .publication, .critical, subject: "air",
                "revision \(revision.number) could not be handed to air: \(error)",
                remedy: "air plays on with the schedule it has; restart the channel if this stays")
        }
        do throws(SystemError) {
            try DurableFile.replace(data.schedule, with: bytes, mode: 0o644)
            clear(.publication, subject: "disk")
        } catch {
            alarm(
                .publication, .critical, subject: "disk", "the schedule could not be written to disk: \(error)",
                remedy: "make room on the disk or mend it: a restarted air would start with an older schedule")
        }
        logger.info(
            "published",
            metadata: [
                "revision": "\(revision.number)", "from": "\(revision.effectiveFrom)",
                "segments": "\(revision.segments.count)", "because": "\(reason)",
            ])
        show(resolution, revision)
        published = revision
    }

    /// Moves the horizon on in good time.
    func extendHorizon() {
        let left = (published?.holdUntilFrame ?? frame) - frame
        if published == nil || left < frames(seconds: Self.leastHorizonSeconds) {
            republish(because: "the horizon moves on")
        }
    }

    /// Looks whether files have come, gone or changed since the schedule was resolved.
    func lookAtMedia() {
        var changed = false
        for (use, standing) in standings where preparation.standing(of: use) != standing {
            changed = true
            break
        }
        if changed {
            republish(because: "media have changed", evenIfEqual: false)
        } else if preparation.library.proofVersion != proofVersion, let resolved, let published {
            // Nothing to publish, but badges may have changed.
            show(Resolution(schedule: resolved, media: standings), published)
        }
    }

    /// Looks whether the configuration's file still says what the channel runs on.
    func lookAtConfiguration() {
        guard !settings.file.isEmpty else { return }
        var isSame = false
        if case .success(let bytes) = DocumentFile.read(settings.file, limit: DocumentLimits.configuration.bytes) {
            isSame = bytes == settings.text
        }
        if isSame {
            clear(.configuration)
        } else {
            alarm(
                .configuration, .notice, "\(settings.file) has been changed since the channel was started",
                remedy:
                    "the channel goes on as it was started; see `qalqan doctor --config FILE`, then stop and start it")
        }
    }

    /// Tells the prover what airs when.
    func expectProofs() {
        let now = frame
        var first: [String: ProofQueue.Item] = [:]
        for event in view.events where event.endFrame > now {
            guard let path = event.mediaPath, first[path] == nil, let finding = findings[event.findingKey],
                let seal = finding.seal
            else { continue }
            if case .withheld(let reason) = finding.verdict {
                guard case .altered = reason else { continue }
            }
            first[path] = ProofQueue.Item(path: path, seal: seal, firstFrame: max(now, event.firstFrame))
        }
        prover.expect(Array(first.values))
    }
}

extension TimelineRevision {
    /// The first frame at or after `frame` that this revision decides otherwise than `other`; `nil` when there is none
    /// up to the end of both.
    package func firstDifference(from other: TimelineRevision, at frame: Int64) -> Int64? {
        let end = min(holdUntilFrame, other.holdUntilFrame) + 1
        guard end > frame else { return frame }
        if decidesLike(other, from: frame, to: end) { return nil }
        // Decisions change only where segments begin: the first border after which they differ, found by halving.
        let borders = Set(
            segments.map(\.firstFrame) + other.segments.map(\.firstFrame) + segments.map(\.endFrame)
                + other.segments.map(\.endFrame)
        )
        .filter { $0 > frame && $0 <= end }.sorted()
        var (low, high) = (0, borders.count)
        while low < high {
            let middle = (low + high) / 2
            if decidesLike(other, from: frame, to: borders[middle]) { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? frame : borders[low - 1]
    }
}
