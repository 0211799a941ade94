import ChannelConfiguration
import Playlist
import PlaylistFormats

/// The regions of a playlist: which it speaks of, which are none, and which the channel does not serve.
enum RegionCheck {
    /// The region of `--region`; wrong usage when it names none.
    static func named(_ text: String?) throws -> String? {
        guard let text, !RegionCode.isKnown(text) else { return text }
        throw CommandFailure.usage(
            "--region \(text): no country of ISO 3166 and no part of one; write KZ, or KZ-75")
    }

    /// Every region that has to be looked at: the channel's, and those that lists speak of.
    static func all(_ document: PlaylistDocument, _ settings: ChannelSettings?) -> [String] {
        let own = settings.map { [$0.channel.region] + $0.channel.regions } ?? []
        return Set(own.filter { !$0.isEmpty } + document.regions.filter(RegionCode.isKnown)).sorted()
    }

    /// Regions in a list that are none, or that the channel has no viewers in; each once, where it is first named.
    static func diagnostics(_ document: PlaylistDocument, _ settings: ChannelSettings?) -> [Diagnostic] {
        let served = settings?.channel.regions ?? []
        return document.regions.compactMap { region in
            let what: String
            let remedy: String
            if !RegionCode.isKnown(region) {
                what = "`\(region)` is no country of ISO 3166 and no part of one: what is said for it airs nowhere"
                remedy = "correct it, as KZ or KZ-75"
            } else if !served.isEmpty,
                !served.contains(where: { RegionName.covers($0, region) || RegionName.covers(region, $0) })
            {
                what = "region \(region) is not one of the channel's (\(served.joined(separator: ", ")))"
                remedy = "correct it, or add it to `channel.regions`"
            } else {
                return nil
            }
            let event = document.events.first { event in
                event.regions[region] != nil || event.optOut?.regions[region] != nil
            }
            let mark = event.map { $0.regions[region] == nil ? $0.optOut?.mark ?? $0.marks.event : $0.marks.event }
            return Diagnostic(
                .region, severity: .warning, file: document.file, mark: mark ?? .none, event: event?.id ?? "",
                message: what, remedy: remedy)
        }
    }
}
