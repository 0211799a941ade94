import ChannelConfiguration
import ChannelSchedule
import Logging
import Playlist
import Timecode
import Timeline
import Trust

extension ChannelControl {
    /// Renews what the status port and the rundown show.
    func show(_ resolution: ScheduleResolution, _ revision: TimelineRevision) {
        let resolved = resolution.schedule
        self.resolved = resolved
        standings = resolution.media
        proofVersion = preparation.library.proofVersion
        findings = [:]
        sharedTitles = [:]
        var names: [String: [String: PlaylistEvent]] = [:]
        for accepted in state.documents {
            let regional = accepted.document.events.lazy.compactMap(\.optOut).flatMap(\.regions.values).joined()
            names[accepted.document.file] = Dictionary(
                (accepted.document.events + regional).map { ($0.id, $0) }
            ) { first, _ in first }
        }
        names[""] = Dictionary(
            state.edits.compactMap { edit in
                if case .insert(let event, _) = edit.action { (event.id, event) } else { nil }
            }
        ) { first, _ in first }
        let past = view.events.filter { $0.firstFrame < revision.effectiveFrom }
        let hasPast = !past.isEmpty
        var events = resolved.events.compactMap { event -> EventView? in
            // What has begun stays in the rundown as it was shown when it began.
            if hasPast, event.frames.lowerBound < revision.effectiveFrom { return nil }
            return self.event(event, names[event.file]?[ScheduleDesk.bare(event.id)])
        }
        if hasPast { events = renewed(past, resolved, revision, names) + events }
        viewVersion += 1
        view = ScheduleView(
            revision: revision, previous: revision.number == view.revision.number ? view.previous : view.revision,
            events: events,
            omitted: resolved.omitted.map { omitted($0, names[$0.file]?[ScheduleDesk.bare($0.id)]) },
            documents: documents(at: revision.effectiveFrom),
            endFrame: scheduleEnd(resolved, revision), version: viewVersion, editRevision: state.revision)
        composer.update(schedule: view)
        expectProofs()
    }

    /// The events that began before the revision holds, their badges renewed; the one on air ends where the revision says.
    private func renewed(
        _ past: [EventView], _ resolved: ResolvedSchedule, _ revision: TimelineRevision,
        _ names: [String: [String: PlaylistEvent]]
    ) -> [EventView] {
        let edge = revision.effectiveFrom
        let oldest = edge - frames(seconds: Self.pastSeconds)
        return past.filter { $0.endFrame > oldest }.map { event in
            var event = event
            if event.endFrame > edge {
                // Taken away by an order, or kept to its end.
                let own = revision.segments.first { $0.endFrame > edge && $0.firstFrame <= edge }
                if own?.event == event.id || own == nil {
                    event.endFrame = revision.segments.prefix { $0.event == event.id }.last?.endFrame ?? event.endFrame
                } else {
                    event.endFrame = edge
                }
                if event.isWaiting, own?.event != event.id { event.endFrame = edge }
            }
            if let media = event.media {
                let finding = find(media, event.category)
                event.badge = finding.badge
                event.provenAt = finding.proof?.time
                if event.endFrame > edge, case .withheld(.recalled) = finding.verdict {
                    tell(of: finding, &event, revision)
                }
            }
            return event
        }
    }

    /// An event whose media were recalled after it had begun: why, and what is on in its place.
    private func tell(of finding: MediaFinding, _ event: inout EventView, _ revision: TimelineRevision) {
        guard event.withheld == nil else { return }
        event.withheld = .recalled
        event.withheldText = finding.verdict.withheld?.description
        let rest = revision.segments.first { $0.endFrame > revision.effectiveFrom }
        guard let rest, case .asset = rest.source else {
            event.airs = "slate"
            return
        }
        event.airs = rest.event == event.id ? "alternate" : "filler"
    }

    private func event(_ event: ResolvedEvent, _ source: PlaylistEvent?) -> EventView {
        let titles = titles(event.id, event.title, event.file, source)
        // An operator may have put other media into it than its list names.
        let own = source == nil ? event.media : event.plannedMedia
        let finding = find(own, source?.category)
        var view = EventView(
            id: event.id, title: titles, category: source?.category,
            document: event.file.isEmpty ? nil : event.file, firstFrame: event.frames.lowerBound,
            endFrame: event.frames.upperBound, plannedFirstFrame: event.plannedFrames.lowerBound,
            plannedEndFrame: event.plannedFrames.upperBound, startKind: Self.kind(source?.start, event),
            media: own, mediaPath: finding.path.isEmpty ? nil : finding.path, badge: finding.badge,
            provenAt: finding.proof?.time, withheld: event.withheld,
            withheldText: event.withheld == nil ? nil : event.detail.isEmpty ? event.withheld?.name : event.detail,
            airs: Self.airs(event), isWaiting: event.isWaiting, marks: event.marks)
        view.decisions = event.decisions
        if event.isFiller {
            view.note = event.standsFor.isEmpty ? "fills a gap" : "fills in for \(event.standsFor)"
        } else if event.file.isEmpty {
            view.note = "inserted by an operator"
        }
        return view
    }

    private static func airs(_ event: ResolvedEvent) -> String {
        if event.isWaiting { return "hold" }
        if event.isFiller { return "filler" }
        return event.isAlternate ? "alternate" : event.withheld == nil ? "item" : "slate"
    }

    /// All occurrences of an event share one table of titles.
    private func titles(
        _ id: String, _ title: String, _ file: String, _ source: PlaylistEvent?
    ) -> [String: String] {
        let key = file + "\n" + ScheduleDesk.bare(id)
        if let known = sharedTitles[key] { return known }
        let own = Dictionary((source?.titles ?? []).map { ($0.language, $0.text) }) { first, _ in first }
        let titles = own.isEmpty ? ["und": title] : own
        sharedTitles[key] = titles
        return titles
    }

    func find(_ media: String, _ category: String?) -> MediaFinding {
        let key = FindingKey(media: media, category: category)
        if let known = findings[key] { return known }
        let finding = preparation.library.find(media, category: category)
        findings[key] = finding
        return finding
    }

    private static func kind(_ rule: StartRule?, _ event: ResolvedEvent) -> String {
        if event.isFiller { return "filler" }
        if !event.window.isEmpty { return "follow" }
        return kind(rule)
    }

    /// An event that gets no frame, on the frame where that is decided.
    private func omitted(_ event: OmittedEvent, _ source: PlaylistEvent?) -> EventView {
        let finding = find(event.media, source?.category)
        var view = EventView(
            id: event.id, title: titles(event.id, event.title, event.file, source), category: source?.category,
            document: event.file.isEmpty ? nil : event.file, firstFrame: event.frame, endFrame: event.frame,
            startKind: Self.kind(source?.start), media: event.media, badge: finding.badge,
            provenAt: finding.proof?.time, withheld: event.withheld,
            withheldText: event.withheld == nil ? nil : event.detail, airs: "nothing", isOmitted: true)
        view.decisions = [event.decision]
        return view
    }

    private static func kind(_ rule: StartRule?) -> String {
        switch rule {
        case nil: "insert"
        case .follow: "follow"
        case .at(_, let soft, _): soft == nil ? "fixed" : "soft"
        case .cycle: "cycle"
        case .manual: "manual"
        case .with: "with"
        case .after: "after"
        case .fromEnd: "from-end"
        }
    }

    private func documents(at frame: Int64) -> [StatusDocument.Schedule.Document] {
        let today = calendar.day(of: frame)
        return state.documents.map { accepted in
            let status: String
            if let day = accepted.document.day {
                status = day == today ? "running" : day < today ? "past" : "upcoming"
            } else if !accepted.document.isLoose {
                let covered = state.documents.contains { $0.document.day == today }
                status = covered ? "upcoming" : "running"
            } else if let start = accepted.startFrame {
                status = start > frame ? "upcoming" : "running"
            } else {
                status = "loaded"
            }
            return StatusDocument.Schedule.Document(
                name: accepted.name,
                day: accepted.document.day.map { "\($0)" } ?? (accepted.document.isLoose ? nil : "every day"),
                sha256: accepted.sha256, events: accepted.document.events.count, state: status, acceptedBy: accepted.by,
                acceptedAt: accepted.at)
        }
    }

    /// Where nothing is scheduled any more, when that is within the horizon.
    private func scheduleEnd(_ resolved: ResolvedSchedule, _ revision: TimelineRevision) -> Int64? {
        let last = resolved.events.last { !$0.isWaiting }?.frames.upperBound ?? revision.effectiveFrom
        return last <= revision.holdUntilFrame ? last : nil
    }
}

/// What a finding on media depends on.
package struct FindingKey: Hashable, Sendable {
    var media: String
    var category: String?
}

extension EventView {
    var findingKey: FindingKey { FindingKey(media: media ?? "", category: category) }
}
