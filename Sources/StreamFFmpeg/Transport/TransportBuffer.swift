/// The transport buffer that a decoder has for one stream, as the standard models it: 512 bytes which packets enter whole and
/// which empty at a constant rate (ISO/IEC 13818-1, 2.4.2.3 and 2.14.3.1).
struct TransportBuffer {
    /// How long one packet takes to leave, 27 MHz ticks.
    let spacing: Int64
    /// When all that is in it will have left.
    private var empty: Int64 = .min

    /// What may be in it before a packet enters, so that a clock reference right behind that one still fits: 512 bytes are
    /// 136 and two packets.
    private static let mostBytes: Int64 = 136

    /// - Parameter rate: bits a second at which it empties.
    init(rate: Int64) { spacing = TransportGrid.packetBits * TransportGrid.clock / rate }

    /// Whether a packet that starts at `time` leaves room for a clock reference.
    func hasRoom(at time: Int64) -> Bool {
        empty <= time || empty - time <= spacing * Self.mostBytes / Int64(TransportGrid.packetBytes)
    }

    /// Puts a packet in.
    mutating func take(at time: Int64) { empty = max(empty, time) + spacing }
}
