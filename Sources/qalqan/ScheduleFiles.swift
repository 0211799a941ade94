import ChannelConfiguration
import Playlist
import ZoneInfo

/// Playlists of the command line or the channel's folder, read with everything that is wrong with them.
struct ScheduleFiles {
    private(set) var documents: [PlaylistDocument] = []
    /// Documents with errors, as far as they can be understood.
    private(set) var drafts: [PlaylistDocument] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ paths: [String], reading: PlaylistReading) {
        for path in paths {
            let (document, problems) = reading.draft(path)
            diagnostics += problems
            guard let document else { continue }
            if problems.hasErrors { drafts.append(document) } else { documents.append(document) }
        }
    }

    /// What does not fit the channel, and documents that want the same day.
    mutating func check(against settings: ChannelSettings) {
        for document in documents + drafts {
            if let channel = document.channel, channel != settings.channel.id {
                diagnostics.append(
                    Diagnostic(
                        .wrongChannel, file: document.file, mark: document.channelMark,
                        message: "the playlist is for channel `\(channel)`, this is `\(settings.channel.id)`",
                        remedy: "use that channel's configuration, or correct `channel`"))
            }
            if let zone = document.timeZone, zone != settings.channel.timeZone {
                diagnostics.append(
                    Diagnostic(
                        .timeZone, file: document.file, mark: document.timeZoneMark,
                        message:
                            "its times are meant in \(zone), the channel's day runs in \(settings.channel.timeZone)",
                        remedy: "write the times in the channel's zone, or correct `timeZone`"))
            }
        }
    }

    /// Zones that the tz database of this machine does not have.
    mutating func checkZones() {
        let zones = ZoneInfo()
        for document in documents where !Self.hasZone(document) {
            let name = document.timeZone ?? ""
            diagnostics.append(
                Diagnostic(
                    .timeZone, file: document.file, mark: document.timeZoneMark,
                    message: "`\(name)` is not in the tz database of this machine",
                    remedy: NearestName.of(name, among: zones.names).map { "did you mean `\($0)`?" }
                        ?? "write Area/City, as Asia/Almaty, or install tzdata"))
        }
    }

    /// Whether its times can be told: it names no zone, or one that is there.
    static func hasZone(_ document: PlaylistDocument) -> Bool {
        document.timeZone.map { ZoneInfo().contains($0) } ?? true
    }

    /// Two documents for one day, unless the later one says it replaces the first.
    mutating func checkDays() {
        var files: [String: String] = [:]
        for document in documents + drafts where !document.isLoose {
            let day = document.day.map { "\($0)" } ?? "every day"
            if let other = files[day], !document.replaces {
                diagnostics.append(
                    Diagnostic(
                        .duplicateDay, file: document.file, mark: document.dayMark,
                        message: "there is a playlist for \(day) already: \(other)",
                        remedy: "remove one, or write `replaces: true` in the one that counts"))
            }
            files[day] = document.file
        }
    }
}
