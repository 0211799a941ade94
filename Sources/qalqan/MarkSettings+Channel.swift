import ChannelConfiguration
import Playlist
import SlatePango
import Timeline

extension MarkSettings {
    /// What the configuration says about the channel's marks.
    init(_ settings: ChannelSettings) {
        self.init(
            languages: settings.channel.languages, rehearsal: Placement(settings.marks.rehearsal),
            synthetic: Placement(settings.marks.synthetic),
            syntheticTexts: Dictionary(
                settings.marks.syntheticTexts.map { ($0.language, $0.text) }
            ) { first, _ in first },
            standing: settings.isRehearsal ? MarkSet.rehearsal : [])
    }
}

extension MarkSettings.Placement {
    init(_ placement: MarkPlacement) {
        let corner: MarkSettings.Corner =
            switch placement.position {
            case .topLeft: .topLeft
            case .topRight: .topRight
            case .bottomLeft: .bottomLeft
            case .bottomRight: .bottomRight
            }
        self.init(corner, size: Int(placement.size))
    }
}
