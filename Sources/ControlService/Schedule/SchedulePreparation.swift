import CLinux
import ChannelConfiguration
import Glibc
import Playlist
import Timecode
import Timeline
import Trust
import TrustFormats
import TrustRepository
import ZoneInfo

/// From a configuration and playlists to what the resolver needs: media located, judged and measured by their seals.
///
/// Shared by the running channel and by `render`, `rehearse` and `check`, so that all of them decide alike.
package struct SchedulePreparation: Sendable {
    package let settings: ChannelSettings
    package internal(set) var calendar: ChannelCalendar
    package let library: MediaLibrary
    /// What was read there to begin with.
    package let reading: TrustReading
    /// What the channel trusts is read from there.
    package let trust: TrustSource

    /// Desks whose keys cannot be used, one sentence each: what only they approve does not air.
    package var problems: [String] {
        var problems = library.basis.desks.problems.map(\.description)
        if let problem = reading.problem { problems.append("nothing of the trust repository is in force: \(problem)") }
        return problems
    }

    /// Reads the calendar tables in force, or where there are none those of `zones`, and the desks' keys.
    package init(settings: ChannelSettings, zones: ZoneInfo = ZoneInfo()) throws(ChannelSummary.Problem) {
        self.settings = settings
        calendar = try ChannelSummary(settings).calendar(in: DataFolder(path: settings.dataFolder), or: zones)
        trust = TrustSource(settings)
        reading = trust.read(clock: ql_realtime_nanoseconds() / 1_000_000_000)
        library = MediaLibrary(
            folders: settings.mediaFolders, basis: reading.basis, region: settings.channel.region,
            evergreen: EvergreenMedia(settings))
        if trust.repository != nil { library.admissions = SealAdmissions(trust.folder.admissions) }
    }

    /// Everything that the programme of `window` is a function of.
    package func inputs(
        documents: [ScheduledDocument], edits: [OperatorEdit] = [], window: Range<Int64>
    ) -> ScheduleInputs {
        var inputs = ScheduleInputs(
            calendar: calendar, region: settings.channel.region, languages: settings.channel.languages,
            documents: documents, edits: edits, fillers: settings.fillers, window: window,
            marks: settings.isRehearsal ? .rehearsal : [])
        inputs.nextDay = settings.nextDay
        for use in ScheduleResolver.mediaUses(inputs) { inputs.media[use] = standing(of: use) }
        return inputs
    }

    /// What is known of a medium, for the resolver.
    package func standing(of use: MediaUse) -> MediaStanding {
        standing(of: library.find(use.media, category: use.category))
    }

    package func standing(of finding: MediaFinding) -> MediaStanding {
        let withheld = finding.verdict.withheld
        guard let seal = finding.seal, !finding.path.isEmpty else {
            let reason = withheld ?? .unsealed
            return MediaStanding(asset: nil, withheld: SlateReason(reason), detail: reason.description)
        }
        let time = calendar.time
        var last = seal.notAfter.map { time.firstFrame(from: $0) - 1 } ?? .max
        var detail = withheld?.description ?? ""
        if let end = finding.airsUntil.map({ time.firstFrame(from: $0) - 1 }), end < last {
            last = end
            if withheld == nil {
                detail =
                    "the trust metadata have expired; what was accepted before airs until \(calendar.localText(of: end + 1))"
            }
        }
        let asset = Asset(
            path: finding.path, treePath: SealPaths(media: finding.path).tree, verityDigest: seal.verityDigest,
            sha256: seal.sha256, size: seal.size, isStill: seal.technical.isStill)
        return MediaStanding(
            asset: asset, lengthFrames: seal.technical.frames(at: time.rate),
            withheld: withheld.map { SlateReason($0) },
            detail: detail,
            notBeforeFrame: seal.notBefore.map { time.firstFrame(from: $0) } ?? .min,
            notAfterFrame: last,
            recalledFrame: withheld == nil ? nil : finding.recallEffect?.firstFrame,
            marks: seal.disclosure?.isSynthetic == true ? .synthetic : [],
            startTimecode: Self.startTimecode(seal.technical))
    }

    /// The label of the first picture, when the seal has one that exists at the media's rate.
    private static func startTimecode(_ facts: TechnicalFacts) -> MediaTimecode? {
        guard let label = facts.startTimecode.flatMap({ TimecodeLabel($0) }), let rate = facts.video?.rate,
            (try? label.frameCount(at: rate)) != nil
        else { return nil }
        return MediaTimecode(start: label, rate: rate)
    }
}
