import ChannelConfiguration
import ControlService
import Playlist
import Timecode
import Timeline
import Trust
import TrustFormats

/// What a channel would do with playlists, said before it does it.
struct Preflight {
    let rehearsal: Rehearsal
    /// Broadcast day for lists that name none.
    let day: CivilDate?

    /// What is said of an event because of those around it: of a document with errors, some of which are left out, it would
    /// mislead.
    static let dependsOnTheRest: Set<DiagnosticCode> = [
        .gap, .overlap, .neverAirs, .preempted, .startsLate, .loopOver, .optOut, .noTrust, .deskKey,
    ]

    /// What only the times of the documents say: labels that do not exist that day, fixed events out of order or cut short;
    /// gaps where every length is known.
    func times(of documents: [PlaylistDocument]) -> [Diagnostic] {
        let known: Set<DiagnosticCode> = [
            .label, .amount, .startOrder, .cycle, .preempted, .startsLate, .loopOver, .secondaryLost, .neverAirs,
        ]
        return documents.flatMap { document -> [Diagnostic] in
            let (schedule, frames) = resolve(document)
            var said = schedule.diagnostics.filter { known.contains($0.code) }
            said += cuts(schedule)
            if !schedule.diagnostics.contains(where: { $0.code == .noLength }) {
                said += gaps(schedule, document, frames)
            }
            return said + secondary(schedule)
        }
    }

    /// What keeps every playlist from airing as planned.
    func channel() -> [Diagnostic] {
        let settings = rehearsal.settings
        if settings.trust.repository != nil {
            guard rehearsal.preparation?.reading.region == nil else { return [] }
            return [
                Diagnostic(
                    .noTrust, severity: .warning, file: settings.file,
                    message: "nothing of the trust repository is in force: only slates air",
                    remedy: "bring it in: qalqan trust update --config \(settings.file)")
            ]
        }
        if settings.trust.desks.isEmpty, settings.trust.policy.standard.approvals > 0 {
            return [
                Diagnostic(
                    .noTrust, severity: .warning, file: settings.file,
                    message: "no desk is trusted: only slates air",
                    remedy: "name desks and their keys under `trust.desks`")
            ]
        }
        return []
    }

    func all(of documents: [PlaylistDocument]) -> [Diagnostic] {
        documents.flatMap { document -> [Diagnostic] in
            let (schedule, frames) = resolve(document)
            var said = schedule.diagnostics + media(schedule) + rights(schedule)
            said += cuts(schedule) + gaps(schedule, document, frames)
            return said + secondary(schedule)
        }
    }

    /// Whether every region fills every opt-out window to the frame: each that a document names, or that the channel serves,
    /// is resolved in turn.
    func windows(of documents: [PlaylistDocument]) throws -> [Diagnostic] {
        try documents.flatMap { document in
            guard !document.windowRegions.isEmpty else { return [Diagnostic]() }
            return try RegionCheck.all(document, rehearsal.settings).flatMap { region in
                let other = Preflight(rehearsal: try rehearsal.inRegion(region), day: day)
                return other.resolve(document).schedule.diagnostics.filter { $0.code == .optOut }
            }
        }
    }

    /// Reads in full what the seals accept.
    func proofs(of documents: [PlaylistDocument]) -> [Diagnostic] {
        guard let library = rehearsal.preparation?.library else { return [] }
        var proven: [String: String?] = [:]
        var diagnostics: [Diagnostic] = []
        for document in documents {
            for event in document.events {
                for source in [event.source, event.alternate].compactMap({ $0 }) {
                    let finding = library.find(source.media, category: event.category)
                    guard finding.verdict.isAccepted, let seal = finding.seal else { continue }
                    let altered =
                        proven[finding.path]
                        ?? SealInspector.proveWhole(media: finding.path, seal: seal)?.description
                    proven[finding.path] = .some(altered)
                    guard let altered else { continue }
                    diagnostics.append(
                        Diagnostic(
                            .mediaAltered, file: document.file, mark: event.marks.media, event: event.id,
                            message: "\(source.media): \(altered)", remedy: "get the sealed file back, or seal it again"
                        ))
                }
            }
        }
        return diagnostics
    }

    // MARK: Resolving one document

    /// The schedule of one document by itself, over its day; a loose list from its day's start to its end.
    private func resolve(_ document: PlaylistDocument) -> (schedule: ResolvedSchedule, frames: Range<Int64>) {
        let calendar = rehearsal.calendar
        let today = calendar.day(of: calendar.firstFrame(fromUnixNanoseconds: rehearsal.now))
        let frames = calendar.frames(of: document.day ?? day ?? today)
        guard document.isLoose else { return (rehearsal.resolve([ScheduledDocument(document)], frames), frames) }
        let scheduled = ScheduledDocument(document, startFrame: frames.lowerBound)
        let month = frames.lowerBound..<frames.lowerBound + 31 * Int64(frames.count)
        let schedule = rehearsal.resolve([scheduled], month)
        let end = schedule.events.last?.frames.upperBound ?? frames.lowerBound
        return (schedule, frames.lowerBound..<end)
    }

    /// Media that may not air, once an event: why, and what airs instead.
    private func media(_ schedule: ResolvedSchedule) -> [Diagnostic] {
        var seen: Set<SourceMark> = []
        let leftOut = schedule.omitted.compactMap { event -> Diagnostic? in
            guard let reason = event.withheld, event.decision.code == .leftOut, seen.insert(event.mark).inserted else {
                return nil
            }
            return Diagnostic(
                Self.code(reason), severity: .warning, file: event.file, mark: event.mark, event: Self.base(event.id),
                message: "\(event.media): \(event.detail.isEmpty ? reason.name : event.detail); "
                    + "it is left out, and the next event starts early", remedy: Self.remedy(reason))
        }
        return leftOut
            + schedule.events.compactMap { event in
                guard let reason = event.withheld, seen.insert(event.mark).inserted else { return nil }
                let instead =
                    event.isFiller
                    ? "fillers air instead"
                    : event.isAlternate
                        ? "its alternate \(event.media) airs instead" : "the slate `\(reason.name)` airs instead"
                return Diagnostic(
                    Self.code(reason), file: event.file, mark: event.mark,
                    event: Self.base(event.standsFor.isEmpty ? event.id : event.standsFor),
                    message: "\(event.plannedMedia): \(event.detail.isEmpty ? reason.name : event.detail); \(instead)",
                    remedy: Self.remedy(reason))
            }
    }

    /// Media whose rights end while they air, once an event.
    private func rights(_ schedule: ResolvedSchedule) -> [Diagnostic] {
        var seen: Set<SourceMark> = []
        return schedule.events.compactMap { event in
            guard let end = event.decisions.first(where: { $0.code == .rightsEnd }), seen.insert(event.mark).inserted
            else { return nil }
            return Diagnostic(
                .mediaRights, severity: .warning, file: event.file, mark: event.mark, event: Self.base(event.id),
                message:
                    "the rights of \(event.media) end \(rehearsal.calendar.amountText(of: end.frames)) before it does: "
                    + instead(of: event, end.frames, schedule), remedy: Self.remedy(.rights))
        }
    }

    /// What airs in an event's last frames.
    private func instead(of event: ResolvedEvent, _ frames: Int64, _ schedule: ResolvedSchedule) -> String {
        let frame = event.frames.upperBound - frames
        guard let segment = schedule.segments.first(where: { $0.firstFrame <= frame && $0.endFrame > frame }),
            case .asset = segment.source
        else { return "a slate airs from there" }
        return segment.event == event.id ? "its alternate airs from there" : "fillers air from there"
    }

    /// What the schedule says and the channel does not do on air yet, once an event and kind.
    private func secondary(_ schedule: ResolvedSchedule) -> [Diagnostic] {
        var seen: Set<SourceMark> = []
        return schedule.events.flatMap { event in
            event.secondary.compactMap { secondary in
                guard !secondary.isLost, seen.insert(secondary.mark).inserted else { return nil }
                return Diagnostic(
                    .secondaryNotExecuted, severity: .warning, file: event.file, mark: secondary.mark,
                    event: Self.base(event.id),
                    message: "\(secondary.kind.name) \(secondary.kind.value) is planned from "
                        + "\(rehearsal.calendar.timecode(of: secondary.frames.lowerBound)) for "
                        + "\(rehearsal.calendar.amountText(of: Int64(secondary.frames.count))), and is not executed on air yet",
                    remedy: "have it done downstream until then")
            }
        }
    }

    /// Events whose media carry a mark of their own, as their documents name them, each once.
    func marks(of documents: [PlaylistDocument]) -> [CheckReport.Mark] {
        var seen: Set<SourceMark> = []
        return documents.flatMap { resolve($0).schedule.events }.compactMap { event in
            guard !event.marks.isEmpty, seen.insert(event.mark).inserted else { return nil }
            return CheckReport.Mark(
                file: event.file, line: event.mark.line, event: Self.base(event.id), media: event.media,
                marks: event.marks.names)
        }
    }

    private static func code(_ reason: SlateReason) -> DiagnosticCode {
        switch reason {
        case .missing: .mediaMissing
        case .unsealed: .mediaUnsealed
        case .altered: .mediaAltered
        case .rights: .mediaRights
        case .notValid: .mediaNotValid
        case .recalled: .mediaRecalled
        default: .mediaUnreadable
        }
    }

    private static func remedy(_ reason: SlateReason) -> String {
        switch reason {
        case .missing: "put the file into a media folder, or correct `media`"
        case .unsealed: "have it sealed and approved: qalqan seal, qalqan approve"
        case .altered: "get the sealed file back, or seal it again"
        case .rights: "move the event, or get the rights"
        case .recalled: "schedule something else; what is to air again is sealed anew: qalqan seal --renew"
        default: "look at the file and its rights"
        }
    }

    /// Events that others cut short, once an event.
    private func cuts(_ schedule: ResolvedSchedule) -> [Diagnostic] {
        var seen: Set<SourceMark> = []
        return schedule.events.compactMap { event in
            guard let cut = event.decisions.first(where: { [.cut, .cutByCycle].contains($0.code) }),
                seen.insert(event.mark).inserted
            else { return nil }
            let calendar = rehearsal.calendar
            let what = cut.by.isEmpty ? "its cycle ends" : "\(cut.by) starts"
            return Diagnostic(
                .overlap, severity: .warning, file: event.file, mark: event.mark, event: Self.base(event.id),
                message: "its last \(calendar.amountText(of: cut.frames)) do not air: \(what) at "
                    + calendar.timecode(of: event.frames.upperBound),
                remedy: "shorten it, or start the next event later")
        }
    }

    /// Frames of the day that no event covers.
    private func gaps(
        _ schedule: ResolvedSchedule, _ document: PlaylistDocument, _ frames: Range<Int64>
    ) -> [Diagnostic] {
        let calendar = rehearsal.calendar
        let gaps = schedule.segments.compactMap { $0.clipped(to: frames) }
            .filter { $0.event.isEmpty && $0.source == .slate(.nothingScheduled) }
        return gaps.prefix(Self.mostGaps).enumerated().map { index, gap in
            let before = schedule.events.last { $0.frames.upperBound <= gap.firstFrame }
            let more = index == Self.mostGaps - 1 ? gaps.count - Self.mostGaps : 0
            return Diagnostic(
                .gap, severity: .warning, file: document.file, mark: before?.mark ?? document.dayMark,
                event: before.map { Self.base($0.id) } ?? "",
                message: "nothing is scheduled from \(calendar.timecode(of: gap.firstFrame)) for "
                    + calendar.amountText(of: gap.frameCount) + (more > 0 ? ", and in \(more) more places" : ""),
                remedy: "fill it, or move what comes after it")
        }
    }

    private static let mostGaps = 20

    /// The event's own identifier, without the number of its cycle.
    private static func base(_ id: String) -> String { id.split(separator: "#").first.map(String.init) ?? id }
}
