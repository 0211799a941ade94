import Playlist
import PlaylistFormats
import Timecode
import Trust

/// Reads a channel's configuration document: every mistake in one pass, nothing half-read.
public struct ConfigurationReader {
    let reading: DocumentReading
    /// What paths are relative to; absolute.
    let folder: String
    var settings: ChannelSettings

    /// Reads the bytes of `file` (a name for messages), whose folder is `folder` (absolute).
    ///
    /// - Parameter survey: what only the machine can say of the settings, right or wrong as they are so far.
    /// - Returns: the settings when there is no error, and all diagnostics.
    public static func read(
        _ bytes: [UInt8], file: String, folder: String, survey: (ChannelSettings) -> [Diagnostic] = { _ in [] }
    ) -> (settings: ChannelSettings?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        guard let tree = DocumentText.tree(bytes, file: file, limits: .configuration, diagnostics: &diagnostics) else {
            return (nil, diagnostics)
        }
        let reading = DocumentReading(file: file)
        reading.add(contentsOf: diagnostics)
        var reader = ConfigurationReader(
            reading: reading, folder: folder, settings: ChannelSettings(folder: folder))
        reader.settings.file = FilePath.join(folder, file.split(separator: "/").last.map(String.init) ?? file)
        reader.document(tree)
        reading.add(contentsOf: survey(reader.settings))
        reader.settings.text = bytes
        let all = reading.diagnostics.inReadingOrder()
        return (all.hasErrors ? nil : reader.settings, all)
    }

    /// Reads a file; a relative path is relative to the working folder.
    public static func load(
        _ path: String, survey: (ChannelSettings) -> [Diagnostic] = { _ in [] }
    ) -> (settings: ChannelSettings?, diagnostics: [Diagnostic]) {
        switch DocumentFile.read(path, limit: DocumentLimits.configuration.bytes) {
        case .failure(let diagnostic): return (nil, [diagnostic])
        case .success(let bytes):
            let absolute = FilePath.join(DocumentFile.workingFolder, path)
            return read(bytes, file: path, folder: FilePath.folder(of: absolute), survey: survey)
        }
    }

    /// Reads again what was read before: `text` as it stood in `file` (absolute) when the channel was started.
    public static func read(
        _ text: [UInt8], of file: String
    ) -> (settings: ChannelSettings?, diagnostics: [Diagnostic]) {
        read(text, file: file, folder: FilePath.folder(of: file))
    }

    static let keys = [
        "channel", "format", "media", "trust", "rehearsal", "playlists", "slates", "marks", "outputs", "ports", "data",
        "clock", "log", "fillers", "edits",
    ]

    private mutating func document(_ tree: DocumentNode) {
        guard let fields = reading.fields(tree, of: "the configuration", known: Self.keys) else { return }
        settings.isRehearsal = fields.truth("rehearsal") ?? false
        readChannel(fields)
        readFormat(fields)
        readFolders(fields)
        readTrust(fields)
        readOutputs(fields)
        readMarks(fields)
        readHouse(fields)
        readEdits(fields)
        settings.fillers = FillerReader(reading: reading).pools(fields)
        checkEvergreen()
    }

    func path(_ text: String) -> String { FilePath.join(folder, text) }

    // MARK: channel, media, playlists, data

    private mutating func readChannel(_ fields: DocumentFields) {
        let known = ["id", "name", "region", "regions", "languages", "timeZone", "dayStart"]
        guard let channel = fields.fields("channel", known: known) else { return }
        if let id = channel.text("id", most: 64) {
            if id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }) {
                settings.channel.id = id
            } else {
                reading.error(
                    .wrongValue, at: channel.mark(of: "id"), "`id` is a name for files and logs",
                    "use letters, digits, `-`, `_` and `.` only")
            }
        }
        settings.channel.names = channel.texts(byLanguage: "name")
        if let region = channel.text("region", most: 16) {
            if RegionCode.isWellFormed(region) {
                settings.channel.region = region
            } else {
                reading.error(
                    .wrongValue, at: channel.mark(of: "region"), "`\(region)` is not an ISO 3166 code",
                    "write a country in capitals (KZ) or one of its parts (KZ-75)")
            }
        }
        readRegions(channel)
        if let languages = languages("languages", in: channel), !languages.isEmpty {
            settings.channel.languages = languages
        }
        settings.channel.timeZone = timeZone(channel) ?? settings.channel.timeZone
        settings.places[.timeZone] = channel.mark(of: "timeZone")
        if let label = channel.label("dayStart") {
            if label.frames == 0, label.hours < 24 {
                settings.channel.dayStart = label.wholeSeconds
            } else {
                reading.error(
                    .label, at: channel.mark(of: "dayStart"), "a broadcast day starts on a whole second of the day",
                    "write \"06:00:00:00\"")
            }
        }
    }

    private mutating func readRegions(_ channel: DocumentFields) {
        guard let regions = channel.texts("regions") else { return }
        let mark = channel.mark(of: "regions")
        settings.channel.regions = regions.filter { channel.isRegion($0, at: mark) }
        let own = settings.channel.region
        if !own.isEmpty, !regions.contains(own) {
            reading.error(
                .conflict, at: mark, "the channel's own region \(own) is not among its `regions`", "add \(own)")
        }
    }

    private func timeZone(_ channel: DocumentFields) -> String? {
        guard let name = channel.text("timeZone", most: 64) else { return nil }
        if TimeZoneName.isWellFormed(name) { return name }
        reading.error(
            .timeZone, at: channel.mark(of: "timeZone"), "`\(name)` is not a name of the tz database",
            "write Area/City, as Asia/Almaty")
        return nil
    }

    func languages(_ key: String, in fields: DocumentFields) -> [String]? {
        guard let tags = fields.texts(key) else { return nil }
        for tag in tags where !LocalisedText.isLanguage(tag) {
            reading.error(
                .wrongValue, at: fields.mark(of: key), "`\(tag)` is not a language tag",
                "use BCP 47 tags, as kk, uz, ky, ru, en")
        }
        return tags
    }

    private mutating func readFolders(_ fields: DocumentFields) {
        if let media = fields.fields("media", known: ["folders"]), let folders = media.texts("folders") {
            settings.mediaFolders = folders.map(path)
            for folder in settings.mediaFolders { settings.places[.mediaFolder(folder)] = media.mark(of: "folders") }
        }
        if let playlists = fields.fields("playlists", known: ["folder", "nextDay", "nextDayLead"]) {
            if let folder = playlists.text("folder") { settings.playlistFolder = path(folder) }
            let policies: KeyValuePairs = [
                "repeat": NextDayPolicy.repeat, "filler": .filler, "slate": .slate,
            ]
            settings.nextDay = playlists.word("nextDay", among: policies) ?? settings.nextDay
            settings.nextDayLead = nextDayLead(playlists) ?? settings.nextDayLead
        }
        if let data = fields.text("data") { settings.dataFolder = path(data) }
    }

    private func nextDayLead(_ playlists: DocumentFields) -> Int64? {
        guard let amount = playlists.amount("nextDayLead") else { return nil }
        if case .seconds(let seconds) = amount, (600...86_400).contains(seconds) { return seconds }
        reading.error(
            .wrongValue, at: playlists.mark(of: "nextDayLead"), "`nextDayLead` is from 10m to 24h",
            "write whole minutes or hours, as 6h")
        return nil
    }

    // MARK: slates, ports, clock, log

    private mutating func readHouse(_ fields: DocumentFields) {
        if let slates = fields.fields("slates", known: ["showReason", "clock"]) {
            settings.slates.showReason = slates.truth("showReason") ?? settings.slates.showReason
            settings.slates.clock = slates.truth("clock") ?? settings.slates.clock
        }
        if let clock = fields.fields("clock", known: ["requireSync"]) {
            settings.clock.requireSync = clock.truth("requireSync") ?? settings.clock.requireSync
        }
        if let log = fields.fields("log", known: ["level"]) {
            settings.log.level =
                log.word(
                    "level",
                    among: [
                        "debug": .debug, "info": .info, "notice": .notice, "warning": .warning, "error": .error,
                    ]) ?? settings.log.level
        }
        guard let ports = fields.fields("ports", known: ["status", "control", "socket", "tls", "tokens"]) else {
            return
        }
        settings.ports.status = address("status", in: ports, standard: settings.ports.status)
        settings.ports.control = address("control", in: ports, standard: settings.ports.control)
        settings.ports.socket = ports.text("socket").map(path)
        for key in ["tls", "tokens"] where ports[key] != nil {
            reading.error(
                .notSupported, at: ports.keyMark(of: key) ?? ports.mark,
                "`\(key)` belongs to the network control port, which is not open yet",
                "remove it; commands go over the local socket")
        }
    }

    private func address(_ key: String, in ports: DocumentFields, standard: PortAddress?) -> PortAddress? {
        guard let text = ports.text(key) else { return standard }
        if text == "none" { return nil }
        if let address = PortAddress(text) { return address }
        reading.error(
            .wrongValue, at: ports.mark(of: key), "`\(text)` is not an address to listen on",
            "write a numeric address and a port, as \"127.0.0.1:8480\", or none")
        return standard
    }
}
