import Playlist
import PlaylistFormats
import Timecode

/// `format`: raster, rate, scan, colour and sound.
extension ConfigurationReader {
    mutating func readFormat(_ fields: DocumentFields) {
        guard let format = fields.fields("format", known: ["raster", "rate", "scan", "colour", "audio"]) else { return }
        let raster = self.raster(format) ?? (1920, 1080)
        let rate = self.rate(format) ?? .fps25
        readScan(format)
        let colour = self.colour(format, height: raster.height, rate: rate)
        let sound = self.sound(format)
        if let whole = ChannelFormat(
            width: raster.width, height: raster.height, rate: rate, colour: colour, sampleRate: sound.rate,
            channels: sound.channels)
        {
            settings.format = whole
        }
    }

    private func raster(_ format: DocumentFields) -> (width: Int32, height: Int32)? {
        guard let text = format.text("raster") else { return nil }
        let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int32($0) }
        if parts.count == 2, let width = parts[0], let height = parts[1], width % 2 == 0, height % 2 == 0,
            (16...4096).contains(width), (16...4096).contains(height)
        {
            return (width, height)
        }
        reading.error(
            .wrongValue, at: format.mark(of: "raster"), "`\(text)` is not a raster",
            "write WIDTHxHEIGHT, even numbers from 16 to 4096, as 1920x1080")
        return nil
    }

    private func rate(_ format: DocumentFields) -> FrameRate? {
        guard let text = format.text("rate") else { return nil }
        if let rate = FrameRate(settingsText: text) { return rate }
        reading.error(
            .wrongValue, at: format.mark(of: "rate"), "`\(text)` is not a frame rate of a channel",
            "write 24, 25, 30, 50, 60, 23.976, 29.97, 59.94 or a fraction as 30000/1001, from 1 to 120")
        return nil
    }

    private func readScan(_ format: DocumentFields) {
        guard let scan = format.text("scan"), scan != "progressive" else { return }
        if scan == "interlaced" {
            reading.error(
                .notSupported, at: format.mark(of: "scan"), "interlaced channels are not supported yet",
                "write `scan: progressive`; interlaced media are deinterlaced")
        } else {
            reading.error(
                .wrongValue, at: format.mark(of: "scan"), "`scan` cannot be `\(scan.prefix(40))`",
                "write `scan: progressive`")
        }
    }

    private func colour(_ format: DocumentFields, height: Int32, rate: FrameRate) -> ChannelFormat.Colour {
        let standard: ChannelFormat.Colour =
            height > 576 ? .bt709 : (rate.denominator == 1001 || rate == .fps30 ? .bt601at525 : .bt601at625)
        let named = format.word(
            "colour",
            among: [
                "bt709": ChannelFormat.Colour.bt709,
                "bt601": height == 480 || height == 486 ? .bt601at525 : .bt601at625,
                "bt601-625": .bt601at625, "bt601-525": .bt601at525,
            ])
        return named ?? (format["colour"] == nil ? standard : .bt709)
    }

    private mutating func sound(_ format: DocumentFields) -> (rate: Int32, channels: Int32) {
        guard let audio = format.fields("audio", known: ["rate", "channels", "languages", "edgeFade"])
        else { return (48_000, 2) }
        if let languages = languages("languages", in: audio) { settings.audioLanguages = languages }
        if let fade = audio.integer("edgeFade", in: 0...20) { settings.edgeFade = Int(fade) }
        let rate = audio.integer("rate", in: 8_000...192_000) ?? 48_000
        let channels = audio.integer("channels", in: 1...16) ?? 2
        settings.places[.audioChannels] = audio.mark(of: "channels")
        return (Int32(rate), Int32(channels))
    }
}

extension FrameRate {
    /// A rate as people write it: `25`, `29.97`, `30000/1001`; `nil` when it is none or not within 1...120.
    package init?(settingsText text: String) {
        let named: [String: FrameRate] = [
            "23.976": .fps23976, "23.98": .fps23976, "29.97": .fps2997, "59.94": .fps5994,
            "119.88": FrameRate(120_000, 1001)!,
        ]
        if let rate = named[text] {
            self = rate
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count <= 2, let numerator = parts[0] else { return nil }
        guard let denominator = parts.count == 2 ? parts[1] : 1, let rate = FrameRate(numerator, denominator),
            rate.numerator >= rate.denominator, rate.numerator <= 120 * rate.denominator
        else { return nil }
        self = rate
    }
}
