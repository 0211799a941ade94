import Realtime

/// Where transport packets go.
package protocol TransportDestination: AnyObject {
    /// Takes one packet; may hold it until `flush`.
    func put(_ packet: UnsafeRawBufferPointer, _ mark: TransportMark) throws
    /// Hands on what is held: once a frame.
    func flush() throws
    func finish() throws
    var report: SinkReport { get }
    /// The first packet that still makes sense for a stream whose first picture leaves at packet `natural`.
    func firstPacket(natural: Int64, after mark: TransportMark?) -> Int64
}
