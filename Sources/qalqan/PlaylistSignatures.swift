import ChannelConfiguration
import ControlService
import Playlist
import PlaylistFormats
import Realtime
import Timecode
import Trust
import TrustFormats

/// What a channel that asks for signed playlists would say of files.
struct PlaylistSignatures {
    let settings: ChannelSettings

    /// One error for each file that lacks approvals; warnings on a box that rehearses.
    func diagnostics(_ paths: [String]) -> [Diagnostic] {
        let basis = TrustSource(settings).read()
        guard let rule = basis.policy.playlists else { return [] }
        return paths.compactMap { path -> Diagnostic? in
            guard let bytes = try? PlaylistFolder.readFile(path) else { return nil }
            let why: Withheld
            let document = DocumentSealer.isDocument(path) ? PlaylistReader.read(bytes, file: path).document : nil
            if !DocumentSealer.isDocument(path) {
                why = .damagedSeal(
                    "only playlists in their own syntax are signed: qalqan playlist convert, then seal that")
            } else {
                let verdict = SignedDocument.judge(
                    bytes, seal: try? SmallFile.read(SealPaths(media: path).seal), kind: .playlist, rule: rule,
                    basis: basis, channel: settings.channel.id, day: document?.day.map { "\($0)" }, at: nil)
                guard let withheld = verdict.withheld else { return nil }
                why = withheld
            }
            var asked = "\(rule.approvals) approval\(rule.approvals == 1 ? "" : "s")"
            if rule.countries > 1 { asked += " from \(rule.countries) countries" }
            return Diagnostic(
                .playlistApprovals, severity: settings.isRehearsal ? .warning : .error, file: path,
                message: "the channel asks for \(asked) on playlists: \(why.description)",
                remedy: PlaylistApprovals.remedy(why, path))
        }
    }
}
