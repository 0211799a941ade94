/// Where a stream stands after a packet: what a restarted encoder has to know to go on without a seam.
package struct TransportMark: Hashable, Sendable {
    /// Index of the last packet on the grid.
    package var packet: Int64
    /// Last continuity counters, four bits each: PAT, PMT, SDT, video, audio.
    package var counters: UInt32
    /// The last house frame whose picture is in the stream as a whole; -1 before the first.
    package var frame: Int64

    package init(packet: Int64, counters: UInt32, frame: Int64) {
        self.packet = packet
        self.counters = counters
        self.frame = frame
    }
}
