import ChannelConfiguration
import Playlist
import SlatePango

extension SlateSettings {
    /// What the configuration says about the channel's slates.
    init(_ settings: ChannelSettings) {
        var names: [String: String] = [:]
        for name in settings.channel.names { names[name.language] = name.text }
        if names.isEmpty { names[settings.channel.languages[0]] = settings.channel.id }
        self.init(
            names: names, languages: settings.channel.languages, showReason: settings.slates.showReason,
            showClock: settings.slates.clock)
    }
}
