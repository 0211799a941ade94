import ChannelConfiguration
import ExchangeFormats
import Glibc
import Playlist
import PlaylistFormats
import Timecode

/// One input of libFuzzer: read as the format that `QALQAN_FUZZ_FORMAT` names, and, when it is accepted, written as every
/// format. What was accepted reads back from the native text as the same document. `configuration` is a channel's
/// configuration, which is read and has outputs with arguments, or errors.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    guard let format = Fuzz.format else {
        let (channel, diagnostics) = ConfigurationReader.read(bytes, file: "channel.yaml", folder: "/srv/one")
        precondition((channel == nil) == diagnostics.hasErrors, "settings and errors, or neither")
        precondition(diagnostics.allSatisfy { !$0.message.isEmpty && $0.mark.line >= 0 && $0.mark.column >= 0 })
        for output in channel?.outputs ?? [] { _ = output.arguments(channelName: "one") }
        return 0
    }
    let settings = ExchangeSettings(rate: Fuzz.rate, mediaFolders: ["/srv/media"])
    let (document, diagnostics) = PlaylistImport.read(
        bytes, file: "p.\(format.rawValue)", format: format, settings: settings)
    precondition((document == nil) == diagnostics.hasErrors, "a document and errors, or neither")
    precondition(diagnostics.allSatisfy { !$0.message.isEmpty && $0.mark.line >= 0 && $0.mark.column >= 0 })
    guard let document else { return 0 }
    for format in [ExchangeFormat.native, .json] {
        let text = PlaylistExport.write(document, as: format, settings: settings).text ?? ""
        let (again, problems) = PlaylistImport.read(Array(text.utf8), file: "p", format: format, settings: settings)
        precondition(again != nil, "what was written is refused: \(problems)\n\(text)")
        precondition(
            PlaylistWriter.json(again!) == PlaylistWriter.json(document), "what was written reads as another document")
    }
    for format in ExchangeFormat.allCases where !format.isNative {
        _ = PlaylistExport.write(document, as: format, settings: settings, lengths: { _ in 25 })
    }
    return 0
}

enum Fuzz {
    /// `nil` = the configuration.
    static let format: ExchangeFormat? = {
        let name = getenv("QALQAN_FUZZ_FORMAT").map { String(cString: $0) } ?? ""
        if name == "configuration" { return nil }
        guard let format = ExchangeFormat(rawValue: name) else {
            fatalError("QALQAN_FUZZ_FORMAT names no format; configuration, or one of \(ExchangeFormat.list)")
        }
        return format
    }()

    /// Drop-frame is legal at 29.97, and nothing is a whole number of anything: more to get wrong.
    static let rate = FrameRate.fps2997
}
