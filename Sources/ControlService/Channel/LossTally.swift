/// How far a counter of losses has grown since its alarm was raised: what the alarm's text says, however often it is renewed.
struct LossTally: Sendable {
    private var seen: UInt64?
    private var total: UInt64 = 0
    private var until: Int64 = .min

    /// Takes the counter as it stands at `frame`; the first look is where counting begins.
    ///
    /// - Parameter frames: how long the alarm stands after a loss.
    /// - Returns: losses since the alarm that stands was raised; `nil` if there is none more than at the last look.
    mutating func add(_ count: UInt64, at frame: Int64, standing frames: Int64) -> UInt64? {
        defer { seen = count }
        guard let seen else { return nil }
        // A counter that fell is that of a new process.
        let more = count < seen ? count : count - seen
        guard more > 0 else { return nil }
        total = (frame > until ? 0 : total) + more
        until = frame + frames
        return total
    }
}
