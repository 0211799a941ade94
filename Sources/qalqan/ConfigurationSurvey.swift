import ChannelConfiguration
import Foundation
import Playlist
import StreamFFmpeg
import Timecode
import TrustFormats
import TrustRepository
import ZoneInfo

/// What only this machine can say of a configuration: whether its zone, its folders and its keys are there, and whether its
/// outputs can carry what the channel is. Said with the document's own mistakes, in one pass.
struct ConfigurationSurvey {
    let settings: ChannelSettings
    /// As the person named it.
    let file: String

    /// Reads a configuration with everything that is wrong with it here.
    static func load(_ file: String) -> (settings: ChannelSettings?, diagnostics: [Diagnostic]) {
        ConfigurationReader.load(file) { ConfigurationSurvey(settings: $0, file: file).diagnostics }
    }

    var diagnostics: [Diagnostic] { timeZone + mediaFolders + desks + trustRoot + outputs }

    private func diagnostic(
        _ code: DiagnosticCode, _ severity: Diagnostic.Severity, at place: ChannelSettings.Place, _ message: String,
        _ remedy: String
    ) -> Diagnostic {
        Diagnostic(
            code, severity: severity, file: file, mark: settings.places[place] ?? .none, message: message,
            remedy: remedy)
    }

    private var timeZone: [Diagnostic] {
        let zones = ZoneInfo()
        let name = settings.channel.timeZone
        guard !zones.contains(name) else { return [] }
        return [
            diagnostic(
                .timeZone, .error, at: .timeZone, "`\(name)` is not in the tz database of this machine",
                NearestName.of(name, among: zones.names).map { "did you mean `\($0)`?" }
                    ?? "write Area/City, as Asia/Almaty, or install tzdata")
        ]
    }

    private var mediaFolders: [Diagnostic] {
        settings.mediaFolders.compactMap { folder in
            var isFolder: ObjCBool = false
            guard !FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) || !isFolder.boolValue else {
                return nil
            }
            return diagnostic(
                .mediaFolder, .warning, at: .mediaFolder(folder), "the media folder \(folder) is not there",
                "make it, mount it, or correct `media.folders`")
        }
    }

    private var desks: [Diagnostic] {
        TrustedDesks(reading: settings.trust.desks).problems.map {
            diagnostic(
                .deskKey, .error, at: .desk($0.desk), $0.description,
                "put the desk's public key there, or correct `trust.desks`")
        }
    }

    /// The root that a trust repository begins with.
    private var trustRoot: [Diagnostic] {
        guard let repository = settings.trust.repository else { return [] }
        let why: String
        do throws(SmallFile.Failure) {
            let bytes = try SmallFile.read(repository.root, most: MetadataRole.root.mostBytes)
            do throws(RepositoryProblem) {
                _ = try TrustedMetadata(pinned: bytes)
                return []
            } catch {
                why = error.description
            }
        } catch {
            why = error.text
        }
        return [
            diagnostic(
                .noTrust, .error, at: .trustRoot, "\(repository.root): \(why)",
                "put the repository's root metadata there (1.root.json, from its owners)")
        ]
    }

    /// Codecs and rates that do not carry the channel's sound and pictures.
    private var outputs: [Diagnostic] {
        settings.outputs.flatMap { output -> [Diagnostic] in
            guard let coding = output.kind.coding else { return [] }
            let place = ChannelSettings.Place.output(output.name)
            let codec: AudioSettings.Codec = coding.audioCodec == .mp2 ? .mp2 : .aac
            let sound = AudioSettings(settings.format, codec: codec)
            if let problem = sound.problem(settings.format) {
                return [
                    diagnostic(
                        .conflict, .error, at: place, "output \(output.name): \(problem)",
                        "choose another `audioCodec`, or correct `format.audio`")
                ]
            }
            guard let muxRate = output.kind.transport?.muxRate, coding.videoBitrate == nil || coding.audioBitrate == nil
            else { return [] }
            var transport = TransportSettings()
            transport.muxRate = muxRate
            let video = VideoSettings(settings.format).bitRate
            transport.videoRate = coding.videoBitrate ?? (coding.videoCodec == .mpeg2 ? video * 3 / 2 : video)
            transport.audioRate = coding.audioBitrate ?? sound.bitRate
            transport.picturesPerSecond = settings.format.rate.nominal
            guard !transport.problems.isEmpty else { return [] }
            return [
                diagnostic(
                    .conflict, .error, at: place,
                    "output \(output.name): `muxRate` has no room for \(transport.videoRate) bit/s of pictures and "
                        + "\(transport.audioRate) bit/s of sound, which the encoder takes for this format unless told",
                    "set `videoBitrate` and `audioBitrate`, or raise `muxRate`")
            ]
        }
    }
}

extension OutputSettings.Kind {
    /// How pictures and sound are coded; `nil` where they are not.
    fileprivate var coding: OutputSettings.Coding? {
        switch self {
        case .stream(let stream): stream.coding
        case .hls(let hls): hls.coding
        case .file(let file): file.coding
        case .audio, .raw: nil
        }
    }

    fileprivate var transport: OutputSettings.Transport? {
        switch self {
        case .stream(let stream): stream.transport
        case .file(let file): file.transport
        case .audio, .hls, .raw: nil
        }
    }
}
