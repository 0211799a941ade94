import Glibc
import Realtime

/// A child's end of its socket to the launcher. Blocking; for a thread of its own, never for a real-time one.
public struct AirLink: Sendable {
    let socket: MessageSocket

    /// Takes over the descriptor named by `--launcher`.
    public init(descriptor: Int32) { socket = MessageSocket(descriptor: descriptor) }

    /// Whether a notice has come, or comes within this time.
    public func hasNotice(withinMilliseconds milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    public func send(_ request: AirRequest) throws(SystemError) { try socket.send(request) }

    /// The next notice and the descriptors that came with it, which the caller owns; `nil` when the launcher has gone.
    ///
    /// Malformed messages are skipped, their descriptors closed.
    public func receive() throws(SystemError) -> (notice: AirNotice, descriptors: [Int32])? {
        while let (bytes, descriptors) = try socket.receive() {
            if let notice = try? AirNotice(wire: bytes), descriptors.count == notice.descriptorCount {
                return (notice, descriptors)
            }
            for descriptor in descriptors { close(descriptor) }
        }
        return nil
    }
}

extension AirNotice {
    /// Descriptors that travel with the notice.
    var descriptorCount: Int {
        switch self {
        case .revision: 1
        case .cueOpened: 2
        case .cueLost: 0
        }
    }
}

/// Control's end of its socket to the launcher. Blocking.
public struct ControlLink: Sendable {
    let socket: MessageSocket

    /// Takes over the descriptor named by `--launcher`.
    public init(descriptor: Int32) { socket = MessageSocket(descriptor: descriptor) }

    /// Hands a timeline revision to air. The memory must be sealed against writing; it may be dropped afterwards.
    public func publish(_ revision: SharedMemory) throws(SystemError) {
        try socket.send(ControlRequest.publish, [revision.descriptor])
    }

    /// Tells the launcher that control goes round its loop; without it for half a minute control is started again.
    public func beat() throws(SystemError) { try socket.send(ControlRequest.alive) }

    /// The next event about a child; `nil` when the launcher has gone.
    public func receive() throws(SystemError) -> ChildEvent? {
        while let (bytes, descriptors) = try socket.receive() {
            for descriptor in descriptors { close(descriptor) }
            if let event = try? ChildEvent(wire: bytes) { return event }
        }
        return nil
    }
}
