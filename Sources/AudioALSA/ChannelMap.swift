/// How the programme's channels reach the card's: gains from each programme channel to each card channel.
///
/// Programme channels are in the usual order: mono; L R; L R C LFE Ls Rs (5.1, then further channels).
/// Fewer channels on the card than in a 5.1 programme: ITU-R BS.775-3, annex 4 (the LFE channel is left out).
public struct ChannelMap: Hashable, Sendable {
    public let programme: Int
    public let card: Int
    /// Gain from programme channel `p` to card channel `c` at `c * programme + p`.
    public let gains: [Float]

    /// Whether every channel passes as it is.
    public var isIdentity: Bool { programme == card && gains == Self.straight(programme, card) }

    public init(programme: Int, card: Int) {
        self.programme = programme
        self.card = card
        let half = Float(0.5).squareRoot()
        switch (programme, card) {
        case (1, 2...):
            gains = Self.straight(programme, card, also: [(0, 1, 1)])
        case (2, 1):
            gains = [0.5, 0.5]
        case (6..., 2):
            gains = Self.straight(
                programme, card, also: [(2, 0, half), (2, 1, half), (4, 0, half), (5, 1, half)])
        case (6..., 1):
            gains = Self.straight(
                programme, card, also: [(0, 0, half), (1, 0, half), (2, 0, 1), (4, 0, 0.5), (5, 0, 0.5)])
        default:
            gains = Self.straight(programme, card)
        }
    }

    private static func straight(
        _ programme: Int, _ card: Int, also extra: [(from: Int, to: Int, gain: Float)] = []
    ) -> [Float] {
        var gains = [Float](repeating: 0, count: programme * card)
        for channel in 0..<min(programme, card) { gains[channel * programme + channel] = 1 }
        for entry in extra { gains[entry.to * programme + entry.from] = entry.gain }
        return gains
    }
}
