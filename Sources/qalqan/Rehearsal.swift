import ChannelConfiguration
import ControlService
import Foundation
import Playlist
import Timecode
import Timeline
import ZoneInfo

/// A schedule resolved on paper: the calendar, the window, and which media may air.
///
/// With a configuration, media are judged by their seals, as on air. Without one every medium is taken to be there and
/// approved, and the channel has the standard format in the playlist's own zone.
struct Rehearsal {
    let settings: ChannelSettings
    let calendar: ChannelCalendar
    /// `nil` without a configuration.
    let preparation: SchedulePreparation?

    init(settings: ChannelSettings) throws {
        self.settings = settings
        do {
            let preparation = try SchedulePreparation(settings: settings)
            calendar = preparation.calendar
            self.preparation = preparation
        } catch {
            throw CommandFailure.refused("\(settings.file): \(error)")
        }
    }

    /// The same channel in another region.
    func inRegion(_ region: String) throws -> Rehearsal {
        var settings = settings
        settings.channel.region = region
        if preparation != nil { return try Rehearsal(settings: settings) }
        return Rehearsal(settings: settings, calendar: calendar, preparation: nil)
    }

    private init(settings: ChannelSettings, calendar: ChannelCalendar, preparation: SchedulePreparation?) {
        self.settings = settings
        self.calendar = calendar
        self.preparation = preparation
    }

    /// Without a configuration, for documents that agree on a zone.
    init(documents: [PlaylistDocument], zone: String?, region: String? = nil) throws {
        var settings = ChannelSettings(folder: FileManager.default.currentDirectoryPath)
        settings.channel.region = region ?? ""
        settings.channel.timeZone = documents.lazy.compactMap(\.timeZone).first ?? zone ?? "UTC"
        self.settings = settings
        calendar = ChannelCalendar(
            zone: try Self.zone(settings.channel.timeZone), dayStart: settings.channel.dayStart,
            time: settings.format.time, leapSeconds: ZoneInfo().leapSeconds)
        preparation = nil
    }

    private static func zone(_ name: String) throws -> ZoneTable {
        do { return try ZoneInfo().table(named: name) } catch {
            throw CommandFailure.refused("time zone \(name): not in /usr/share/zoneinfo; correct it, or install tzdata")
        }
    }

    var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    // MARK: The command line's times

    /// The frame of `--from`; a label in another zone is read by that zone's clock.
    func frame(_ text: String) throws -> Int64 {
        guard let instant = InstantText(text) else {
            throw CommandFailure.usage("--from \(text): expected \(InstantText.expected)")
        }
        var calendar = calendar
        if case .label(_, _, let zone?, _) = instant, zone != calendar.zone.name {
            calendar = ChannelCalendar(
                zone: try Self.zone(zone), dayStart: calendar.dayStart, time: calendar.time,
                leapSeconds: calendar.leapSeconds)
        }
        do { return try calendar.frame(of: instant, nowUnixNanoseconds: now) } catch {
            throw CommandFailure.usage("--from \(text): \(error.inInstant)")
        }
    }

    /// Ten years.
    private static let mostSeconds: Int64 = 3_660 * 86_400

    /// The frames of `--for`.
    func length(_ text: String) throws -> Int64 {
        guard let amount = FrameAmount(text) else {
            throw CommandFailure.usage("--for \(text): expected \(FrameAmount.expected)")
        }
        do {
            let frames = try amount.frames(at: calendar.time.rate, most: Self.mostSeconds)
            guard frames > 0 else { throw CommandFailure.usage("--for \(text): expected at least one frame") }
            return frames
        } catch let problem as TimecodeProblem { throw CommandFailure.usage("--for \(text): \(problem)") }
    }

    // MARK: Resolving

    /// Loose lists start one after the other, from `first` on.
    func scheduled(_ documents: [PlaylistDocument], from first: Int64) -> [ScheduledDocument] {
        var start = first
        var left = documents.count(where: \.isLoose)
        return documents.map { document in
            guard document.isLoose else { return ScheduledDocument(document) }
            let scheduled = ScheduledDocument(document, startFrame: start)
            left -= 1
            if left > 0 { start = end(of: scheduled) }
            return scheduled
        }
    }

    /// The frame after a loose list's last event.
    private func end(of scheduled: ScheduledDocument) -> Int64 {
        let start = scheduled.startFrame ?? 0
        let month = calendar.time.rate.nominal * 31 * 86_400
        return resolve([scheduled], start..<start + month).segments.last { !$0.event.isEmpty }?.endFrame ?? start
    }

    func resolve(_ documents: [ScheduledDocument], _ window: Range<Int64>) -> ResolvedSchedule {
        ScheduleResolver.resolve(inputs(documents, window))
    }

    /// However long a window, some days at a time.
    func series(_ documents: [ScheduledDocument], _ window: Range<Int64>) -> ScheduleSeries {
        ScheduleSeries(inputs(documents, window))
    }

    /// Everything that the programme of a window is a function of.
    func inputs(_ documents: [ScheduledDocument], _ window: Range<Int64>) -> ScheduleInputs {
        if let preparation { return preparation.inputs(documents: documents, window: window) }
        var inputs = ScheduleInputs(
            calendar: calendar, region: settings.channel.region, languages: settings.channel.languages,
            documents: documents, fillers: settings.fillers, window: window)
        for use in ScheduleResolver.mediaUses(inputs) {
            let asset = Asset(path: use.media, treePath: "", verityDigest: [], sha256: [], size: 0)
            inputs.media[use] = MediaStanding(asset: asset)
        }
        return inputs
    }
}
