import ChannelConfiguration
import ChannelSchedule
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

    var orderLead: Int64 { desk.rules.lead }

    /// The desk of a channel, with its stored documents and its media.
    static func desk(
        _ settings: ChannelSettings, _ preparation: SchedulePreparation, _ store: DocumentStore
    ) -> ScheduleDesk {
        let rate = settings.format.rate
        func frames(milliseconds: Int64) -> Int64 {
            (milliseconds * rate.numerator + rate.denominator * 1000 - 1) / (rate.denominator * 1000)
        }
        let rules = ScheduleDesk.Rules(
            lead: max(5, frames(milliseconds: orderLeadMilliseconds)),
            cueLead: frames(milliseconds: cueLeadMilliseconds),
            guardFrames: (try? settings.edits.guardTime.frames(at: rate)) ?? frames(milliseconds: 3000),
            cutsReplaced: settings.edits.replaced == .cut,
            past: frames(milliseconds: pastSeconds * 1000), horizon: frames(milliseconds: horizonSeconds * 1000))
        return ScheduleDesk(
            channel: settings.channel.id, calendar: preparation.calendar, rules: rules,
            inputs: { preparation.inputs(documents: $0, edits: $1, window: $2) },
            library: { store.document($0, name: $1) })
    }

    /// The revision left on disk by an earlier control: numbers go on from it, and what it has on air is held on to.
    func readLastSchedule() {
        guard let bytes = try? PlaylistFolder.readFile(data.schedule),
            let revision = try? TimelineRevision(decoding: bytes), revision.rate == settings.format.rate
        else { return }
        published = revision
    }

    /// What orders are judged by just now.
    var situation: ScheduleSituation {
        let status = surroundings.boards.air.read()
        let cues = CueView(status, view)
        return ScheduleSituation(
            state: state, published: published, resolved: resolved, airRevision: status?.revision ?? 0,
            isCued: { cues.framesReady(of: $0, at: $1).map { $0 > 0 } ?? false })
    }

    /// Resolves anew and publishes what has changed. What is on air plays on.
    ///
    /// Returns the first frame that differs from before, or `nil` when nothing does.
    @discardableResult
    func republish(
        because reason: String, evenIfEqual: Bool = true, onAir: JournalAction.OnAirRule = .stays
    ) -> Int64? {
        let situation = situation
        var (asked, effective) = (frame, desk.republicationFrame(at: frame, in: situation))
        var (resolved, pruned) = desk.pruned(desk.resolve(state, at: asked, news: effective), state, at: asked)
        // Resolving a long list takes its time: the frame from which it holds lies behind it, and so does what is new of media.
        for _ in 0..<3 where desk.republicationFrame(at: frame, in: situation) > effective {
            effective = desk.republicationFrame(at: frame, in: situation) + (frame - asked)
            guard resolved.memory != state.media else { break }
            asked = frame
            (resolved, pruned) = desk.pruned(desk.resolve(state, at: asked, news: effective), state, at: asked)
        }
        state = pruned
        let next = desk.revision(of: resolved, from: effective, at: frame, onAir: onAir, state, in: situation)
        guard evenIfEqual || !isPublished(next) else {
            keep(resolved.memory)
            show(resolved, next)
            return nil
        }
        let difference = published.flatMap { next.firstDifference(from: $0, at: effective) }
        publish(next, resolved, because: reason)
        return published == nil ? effective : difference
    }

    private func isPublished(_ next: TimelineRevision) -> Bool {
        guard let published else { return false }
        let end = min(next.holdUntilFrame, published.holdUntilFrame)
        return next.decidesLike(published, from: next.effectiveFrom, to: end)
            && published.holdUntilFrame - next.effectiveFrom >= frames(seconds: Self.leastHorizonSeconds - 3600)
    }

    /// What an earlier control knew of media.
    func readMemory() {
        guard let bytes = try? PlaylistFolder.readFile(data.media) else { return }
        do {
            state.media = try ControlCoding.decode(MediaMemory.self, from: bytes)
            keptMemory = state.media
        } catch {
            logger.warning("what was known of media cannot be read", metadata: ["because": "\(error)"])
        }
    }

    /// Puts what is known of media on disk, before a schedule that was made of it goes to air.
    private func keep(_ memory: MediaMemory) {
        state.media = memory
        guard memory != keptMemory else { return }
        do {
            try DurableFile.replace(data.media, with: ControlCoding.encode(memory))
            keptMemory = memory
            clear(.publication, subject: "media")
        } catch {
            alarm(
                .publication, .warning, subject: "media",
                "what is known of media could not be written to disk: \(error)",
                remedy: "make room on the disk or mend it: a control that starts again might decide past events anew")
        }
    }

    /// Hands a revision to air and puts the same bytes on disk.
    func publish(_ revision: TimelineRevision, _ resolution: ScheduleResolution, because reason: String) {
        keep(resolution.memory)
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
        if let published, published.effectiveFrom <= frame { playing = published }
        published = revision
    }

    /// Moves the horizon on in good time.
    func extendHorizon() {
        let left = (published?.holdUntilFrame ?? frame) - frame
        if published == nil || left < frames(seconds: Self.leastHorizonSeconds) {
            republish(because: "the horizon moves on")
        }
    }

    /// Looks whether files have come, gone or changed since the schedule was resolved, or are judged otherwise.
    func lookAtMedia(because reason: String = "media have changed", showing: Bool = false) {
        var changed = false
        for (use, standing) in standings where preparation.standing(of: use) != standing {
            changed = true
            break
        }
        if changed {
            republish(because: reason, evenIfEqual: false)
        } else if showing || preparation.library.proofVersion != proofVersion, let resolved, let published {
            // Nothing to publish, but badges may have changed.
            show(ScheduleResolution(schedule: resolved, media: standings, memory: state.media), published)
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
