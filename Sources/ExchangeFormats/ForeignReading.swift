import Playlist
import PlaylistFormats
import Timecode

/// What readers of other formats share: diagnostics, identifiers, media paths, and times as frames of the channel.
final class ForeignReading {
    let reading: DocumentReading
    let settings: ExchangeSettings
    var names = EventNames()
    private let paths: MediaPathMap
    private let listPaths: MediaPathMap
    /// Remarks of one kind, counted: said once for the whole list.
    private var remarks: [String: (count: Int, first: SourceMark, remedy: String)] = [:]
    private var remarkOrder: [String] = []

    init(file: String, settings: ExchangeSettings) {
        reading = DocumentReading(file: file)
        self.settings = settings
        paths = MediaPathMap(folders: settings.mediaFolders)
        let whole = file.hasPrefix("/") ? file : DocumentFile.workingFolder + "/" + file
        listPaths = MediaPathMap(folders: settings.mediaFolders, file: whole)
    }

    // MARK: Remarks

    /// Notes something the playlist cannot hold; the same remark is said once, with the number of times.
    func notUsed(_ what: String, at mark: SourceMark, _ remedy: String = "") {
        if let known = remarks[what] {
            remarks[what] = (known.count + 1, known.first, known.remedy)
        } else {
            remarks[what] = (1, mark, remedy)
            remarkOrder.append(what)
        }
    }

    /// Says the remarks; to be called when the list has been read.
    func sayRemarks() {
        reading.event = ""
        for what in remarkOrder {
            guard let remark = remarks[what] else { continue }
            let times = remark.count > 1 ? " (\(remark.count) times)" : ""
            reading.warning(.notUsed, at: remark.first, what + times, remark.remedy)
        }
        remarks = [:]
        remarkOrder = []
    }

    // MARK: Media

    /// What stands for media that have been refused, so that they are not missed a second time.
    static func refusedMedia(at mark: SourceMark) -> DocumentNode { .text("refused", at: mark) }

    /// The media path of a foreign one; with a diagnostic when it is none.
    ///
    /// - Parameter fromList: relative paths count from where the list lies, when that is below a media folder.
    func media(_ written: String, at mark: SourceMark, fromList: Bool = false) -> DocumentNode {
        do throws(MediaPathMap.Problem) {
            let path = try (fromList ? listPaths : paths).path(written)
            // What else may be wrong with it is for the playlist reader to say.
            return .text(path, at: mark)
        } catch {
            let shown = written.prefix(200)
            switch error {
            case .remote(let scheme):
                reading.error(
                    .mediaPath, at: mark, "`\(shown)` is an address (\(scheme)), not a file below a media folder",
                    "fetch the media into a media folder, have them sealed, and name them there")
            case .malformed:
                reading.error(
                    .mediaPath, at: mark, "`\(shown)` does not stay below a media folder",
                    "write a path below one of the media folders")
            case .outside:
                reading.error(
                    .mediaPath, at: mark,
                    settings.mediaFolders.isEmpty
                        ? "`\(shown)` is an absolute path, and no media folder is known"
                        : "`\(shown)` lies in none of the media folders",
                    settings.mediaFolders.isEmpty
                        ? "name the folder with --media-folder, or the channel with --config"
                        : "put the file below one of them, or name its folder with --media-folder")
            }
            return Self.refusedMedia(at: mark)
        }
    }

    // MARK: Times

    /// Longest amount of time that is read: a label's hours have three digits.
    static let mostSeconds: Int64 = 3_599_999

    /// An amount of frames as the playlist writes it.
    func amount(_ frames: Int64, at mark: SourceMark, _ what: String) -> DocumentNode? {
        guard frames >= 0, frames <= Self.mostSeconds * settings.rate.nominal else {
            reading.error(.amount, at: mark, "\(what) is not an amount of time: \(frames) frames", "correct it")
            return nil
        }
        return .text("\(TimecodeLabel(frameCount: frames, rate: settings.rate))", at: mark)
    }

    /// Seconds as written, as the nearest frame; more than half a millisecond away from it is said where it matters.
    func frames(
        seconds text: String, at mark: SourceMark, _ what: String, saysRounding: Bool = true
    ) -> Int64? {
        guard let seconds = ExactNumber(text), !seconds.isNegative else {
            reading.error(
                .amount, at: mark, "\(what) is a number of seconds of at least 0, not `\(text.prefix(40))`",
                "write it as 30 or 30.04")
            return nil
        }
        guard let exact = settings.rate.frames(seconds: seconds), let frames = exact.rounded,
            frames <= Self.mostSeconds * settings.rate.nominal
        else {
            reading.error(.amount, at: mark, "\(what) is longer than any event: \(text.prefix(40)) s", "correct it")
            return nil
        }
        let whole = ExactNumber(frames).scaled(by: settings.rate.denominator, over: settings.rate.numerator)
        if saysRounding, exact.whole == nil, whole?.isWithin(2000, of: seconds) != true {
            reading.warning(
                .inexactTime, at: mark,
                "\(what) of \(text.prefix(40)) s is not a whole number of frames at \(settings.rate): \(frames) frames are used",
                "none is needed where the nearest frame will do")
        }
        return frames
    }

    /// Frames at another rate as frames of the channel, exactly; refused where they are not whole.
    func frames(_ value: ExactNumber, at rate: FrameRate, mark: SourceMark, _ what: String) -> Int64? {
        guard let exact = settings.rate.frames(value, at: rate), let frames = exact.whole else {
            reading.error(
                .inexactTime, at: mark,
                "\(what) at \(rate) frames per second is not a whole number of frames at \(settings.rate)",
                "conform the list to the channel's rate, or name the channel's rate with --rate or --config")
            return nil
        }
        guard frames >= 0, frames <= Self.mostSeconds * settings.rate.nominal else {
            reading.error(.amount, at: mark, "\(what) is not an amount of time: \(frames) frames", "correct it")
            return nil
        }
        return frames
    }

    // MARK: Names

    /// The name of a channel as the playlist's `channel`, where it can be one.
    func channel(_ text: String?, at mark: SourceMark) -> DocumentNode? {
        guard let text, !text.isEmpty else { return nil }
        if text.utf8.count <= 64, !text.contains(where: \.isWhitespace) { return .text(text, at: mark) }
        notUsed(
            "the list is for `\(text.prefix(64))`, which is not a channel's id", at: mark,
            "make sure it is this channel's list")
        return nil
    }

    /// A text as a title: one line of at most 4096 bytes; `nil` for nothing.
    func title(_ text: String?, at mark: SourceMark) -> DocumentNode? {
        guard let text else { return nil }
        let line = text.split { $0.isNewline || $0 == "\t" || $0.unicodeScalars.contains { $0.value < 32 } }
            .joined(separator: " ")
        return line.allSatisfy(\.isWhitespace) ? nil : .text(line, at: mark)
    }

    /// A word that picks a trust policy.
    func category(_ text: String?, at mark: SourceMark) -> DocumentNode? {
        guard let text, !text.isEmpty else { return nil }
        return .text(text, at: mark)
    }
}
