import ChannelConfiguration
import ControlService
import Foundation
import Playlist
import Realtime
import SlatePango
import Timecode
import Timeline
import ZoneInfo

/// What a render is to make: the timeline and its frames, from documents and the command line.
struct RenderSchedule {
    let settings: ChannelSettings
    let revision: TimelineRevision
    let frames: Range<Int64>

    var format: ChannelFormat { settings.format }

    /// Frames within which the end of a loose list is looked for: 31 days.
    private static let longestSeconds: Int64 = 31 * 86_400

    init(
        configuration: String?, playlists: [String], from: String?, duration: String?, region: String?,
        input: InputFormat
    ) throws {
        var settings = try Self.settings(configuration)
        if let region { settings.channel.region = region }
        self.settings = settings
        let preparation: SchedulePreparation
        do { preparation = try SchedulePreparation(settings: settings) } catch {
            throw CommandFailure.refused("\(settings.file.isEmpty ? "configuration" : settings.file): \(error)")
        }
        for problem in preparation.problems { StandardError.write("warning: \(problem)") }
        let documents = try Self.documents(playlists, settings, try input.reading(settings))
        let calendar = preparation.calendar
        let first = try Self.firstFrame(from, documents, calendar)
        let asked = try Self.length(duration, calendar.time.rate)
        let (scheduled, end) = Self.laidOut(documents, from: first, needsEnd: asked == nil, preparation)
        let length = asked ?? end.map { $0 - first }
        guard let length else {
            throw CommandFailure.usage("--for is missing: only a loose list has an end of its own; say --for 24h")
        }
        guard length > 0 else { throw CommandFailure.usage("--for \(duration ?? ""): nothing to make") }
        frames = first..<first + length
        let resolved = ScheduleResolver.resolve(preparation.inputs(documents: scheduled, window: frames))
        for diagnostic in resolved.diagnostics { StandardError.write("\(diagnostic)") }
        revision = resolved.revision(number: 1, rate: calendar.time.rate, holdUntilFrame: .max)
    }

    // MARK: Documents

    private static func settings(_ path: String?) throws -> ChannelSettings {
        let standard = "channel.yaml"
        guard path != nil || FileManager.default.fileExists(atPath: standard) else {
            return ChannelSettings(folder: FileManager.default.currentDirectoryPath)
        }
        let (settings, diagnostics) = ConfigurationReader.load(path ?? standard)
        report(diagnostics)
        guard let settings else { throw CommandFailure.refused("") }
        return settings
    }

    private static func documents(
        _ paths: [String], _ settings: ChannelSettings, _ reading: PlaylistReading
    ) throws -> [PlaylistDocument] {
        var paths = paths
        if paths.isEmpty {
            let folder = settings.playlistFolder
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            paths = names.filter(FolderWatch.isPlaylist).sorted().map { "\(folder)/\($0)" }
            guard !paths.isEmpty else {
                throw CommandFailure.refused(
                    "\(folder): no playlists there; name some on the command line, or set `playlists.folder`")
            }
        }
        var documents: [PlaylistDocument] = []
        var isBad = false
        for path in paths {
            let (document, diagnostics) = reading.load(path)
            report(diagnostics)
            guard let document else {
                isBad = true
                continue
            }
            if let channel = document.channel, channel != settings.channel.id {
                StandardError.write(
                    "\(path):\(document.channelMark.line): error: the playlist is for channel `\(channel)`, "
                        + "this is `\(settings.channel.id)`; use that channel's configuration")
                isBad = true
            }
            documents.append(document)
        }
        if isBad { throw CommandFailure.refused("") }
        return documents
    }

    private static func report(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { StandardError.write("\(diagnostic)") }
    }

    // MARK: Frames

    private static func firstFrame(
        _ text: String?, _ documents: [PlaylistDocument], _ calendar: ChannelCalendar
    ) throws -> Int64 {
        let now = Int64(Date().timeIntervalSince1970 * 1000) * 1_000_000
        guard let text else {
            if let day = documents.compactMap(\.day).min() { return calendar.firstFrame(of: day) }
            return calendar.firstFrame(fromUnixNanoseconds: now)
        }
        guard let instant = InstantText(text) else {
            throw CommandFailure.usage("--from \(text): expected \(InstantText.expected)")
        }
        do {
            return try self.calendar(for: instant, calendar).frame(of: instant, nowUnixNanoseconds: now)
        } catch let problem as CalendarProblem { throw CommandFailure.usage("--from \(text): \(problem)") }
    }

    /// A label in another zone than the channel's is read by that zone's clock.
    private static func calendar(for instant: InstantText, _ own: ChannelCalendar) throws -> ChannelCalendar {
        guard case .label(_, _, let zone?, _) = instant, zone != own.zone.name else { return own }
        do {
            return ChannelCalendar(
                zone: try ZoneInfo().table(named: zone), dayStart: own.dayStart, time: own.time,
                leapSeconds: own.leapSeconds)
        } catch { throw CommandFailure.usage("--from: time zone \(zone): not in /usr/share/zoneinfo") }
    }

    private static func length(_ text: String?, _ rate: FrameRate) throws -> Int64? {
        guard let text else { return nil }
        guard let amount = FrameAmount(text) else {
            throw CommandFailure.usage("--for \(text): expected \(FrameAmount.expected)")
        }
        do { return try amount.frames(at: rate) } catch {
            throw CommandFailure.usage("--for \(text): \(error)")
        }
    }

    /// Starts the loose lists, one after the other, from `first` on; `end` is the end of the last when all are loose.
    private static func laidOut(
        _ documents: [PlaylistDocument], from first: Int64, needsEnd: Bool, _ preparation: SchedulePreparation
    ) -> (documents: [ScheduledDocument], end: Int64?) {
        var left = documents.filter(\.isLoose).count
        let isAllLoose = left == documents.count
        var start = first
        var result: [ScheduledDocument] = []
        for document in documents {
            guard document.isLoose else {
                result.append(ScheduledDocument(document))
                continue
            }
            let scheduled = ScheduledDocument(document, startFrame: start)
            result.append(scheduled)
            left -= 1
            if left > 0 || (needsEnd && isAllLoose) { start = end(of: scheduled, preparation) }
        }
        return (result, isAllLoose ? start : nil)
    }

    /// The frame after a loose list's last event.
    private static func end(of scheduled: ScheduledDocument, _ preparation: SchedulePreparation) -> Int64 {
        let start = scheduled.startFrame!
        let longest = (try? FrameAmount.seconds(longestSeconds).frames(at: preparation.calendar.time.rate)) ?? 1
        let resolved = ScheduleResolver.resolve(
            preparation.inputs(documents: [scheduled], window: start..<start + longest))
        return resolved.segments.last { !$0.event.isEmpty }?.endFrame ?? start
    }

    // MARK: Slates and marks

    /// The channel's marks; `nil` when no frame needs one.
    func drawMarks() throws -> MarkBank? {
        let settings = MarkSettings(settings)
        let needed = revision.segments.reduce(revision.marks.union(settings.standing)) {
            $0.union($1.marks).union($1.alternateMarks)
        }
        guard !needed.isEmpty else { return nil }
        do { return try MarkPainter.makeBank(format: format, settings: settings) } catch {
            throw CommandFailure.unreachable("the marks cannot be drawn: \(error)")
        }
    }

    /// The channel's slates; `nil`, with a message, when they cannot be drawn.
    func drawSlates() -> SlateBank? {
        do {
            return try SlatePainter.makeBank(format: format, settings: SlateSettings(settings))
        } catch {
            StandardError.write("warning: slates cannot be drawn: \(error); showing the slate of last resort")
            return nil
        }
    }
}
