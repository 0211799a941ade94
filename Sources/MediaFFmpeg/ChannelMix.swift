import CFFmpeg

/// How the channels of a source become the channels of the programme.
///
/// To stereo by ITU-R BS.775-4, annex 4, table 2: centre and surrounds at -3 dB, no LFE, stereo as it is. Nothing is scaled
/// down to make room, so that a stereo programme and the front of a 5.1 one keep their level; sums over full scale stay
/// over full scale in the float programme and are limited where it is turned into integers. Mono goes to both sides at
/// full level.
package enum ChannelMix {
    /// Where a source channel belongs.
    package enum Place: Hashable {
        case left, right, centre, lfe, surroundLeft, surroundRight, surroundCentre, other
    }

    /// The channels of a source in their order.
    package typealias Layout = [Place]

    static let minus3dB: Float = 0.70710678

    /// Weights by output channel, then by source channel.
    package static func matrix(from layout: Layout, to outputs: Int) -> [[Float]] {
        if layout.count == outputs, outputs > 2 {
            return (0..<outputs).map { row in layout.indices.map { $0 == row ? 1 : 0 } }
        }
        if outputs >= 6, layout.contains(.centre), layout.count > 2 { return surround(layout, outputs) }
        var stereo = [layout.map { weights($0).left }, layout.map { weights($0).right }]
        if layout.count == 1 { stereo = [[1], [1]] }
        switch outputs {
        case 1: return [zip(stereo[0], stereo[1]).map { ($0 + $1) / 2 }]
        case 2: return stereo
        default: return stereo + (2..<outputs).map { _ in layout.map { _ in 0 } }
        }
    }

    private static func weights(_ place: Place) -> (left: Float, right: Float) {
        switch place {
        case .left: (1, 0)
        case .right: (0, 1)
        case .centre: (minus3dB, minus3dB)
        case .surroundLeft: (minus3dB, 0)
        case .surroundRight: (0, minus3dB)
        case .surroundCentre: (0.5, 0.5)
        case .lfe, .other: (0, 0)
        }
    }

    /// Left, right, centre, LFE, left surround, right surround; further channels stay silent.
    private static func surround(_ layout: Layout, _ outputs: Int) -> [[Float]] {
        let places: [Place] = [.left, .right, .centre, .lfe, .surroundLeft, .surroundRight]
        return (0..<outputs).map { row in
            layout.map { place in
                if place == .surroundCentre, row == 4 || row == 5 { return minus3dB }
                return row < 6 && places[row] == place ? 1 : 0
            }
        }
    }
}

extension ChannelMix {
    /// The places of a decoder's channels. Without a stated order, four or more discrete tracks begin with left and right.
    static func layout(_ layout: AVChannelLayout) -> Layout {
        let count = Int(layout.nb_channels)
        guard layout.order == AV_CHANNEL_ORDER_NATIVE else {
            switch count {
            case 1: return [.centre]
            case 6: return [.left, .right, .centre, .lfe, .surroundLeft, .surroundRight]
            default: return (0..<count).map { $0 == 0 ? .left : $0 == 1 ? .right : .other }
            }
        }
        var layout = layout
        return (0..<count).map { place(av_channel_layout_channel_from_index(&layout, UInt32($0))) }
    }

    private static func place(_ channel: AVChannel) -> Place {
        switch channel {
        case AV_CHAN_FRONT_LEFT, AV_CHAN_FRONT_LEFT_OF_CENTER, AV_CHAN_STEREO_LEFT, AV_CHAN_WIDE_LEFT: .left
        case AV_CHAN_FRONT_RIGHT, AV_CHAN_FRONT_RIGHT_OF_CENTER, AV_CHAN_STEREO_RIGHT, AV_CHAN_WIDE_RIGHT: .right
        case AV_CHAN_FRONT_CENTER: .centre
        case AV_CHAN_LOW_FREQUENCY, AV_CHAN_LOW_FREQUENCY_2: .lfe
        case AV_CHAN_BACK_LEFT, AV_CHAN_SIDE_LEFT: .surroundLeft
        case AV_CHAN_BACK_RIGHT, AV_CHAN_SIDE_RIGHT: .surroundRight
        case AV_CHAN_BACK_CENTER: .surroundCentre
        default: .other
        }
    }
}
