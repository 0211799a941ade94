import PlayoutCore
import Realtime
import Synchronization
import Timecode
import Timeline

/// Carries out what the frame thread wants of the outside: cues, releases, the end of plans. Not real-time.
///
/// Keeps every ring alive that the frame thread may look at: from the moment it is handed over until its release comes
/// back through the orders.
package final class SourceDesk: Sendable {
    private struct Entry {
        var ticket: UInt32?
        var ring: SourceRing?
        var isLost = false
    }

    private let format: ChannelFormat
    private let broker: any SourceBroker
    private let frames: FrameEngine
    private let entries = Mutex<[UInt64: Entry]>([:])

    package init(format: ChannelFormat, frames: FrameEngine, broker: any SourceBroker) {
        self.format = format
        self.frames = frames
        self.broker = broker
    }

    /// Carries out all orders that wait.
    package func carryOut() {
        while let order = frames.orders.pop() {
            switch order {
            case .cue(let order): cue(order)
            case .release(let key, let ticket): release(key: key, ticket: ticket)
            case .retire(let plan): Unmanaged<PlayoutPlan>.fromOpaque(plan).release()
            case .note: break
            }
        }
    }

    /// Waits for orders and carries them out, for ever. The body of a thread.
    package func run() -> Never {
        while true {
            carryOut()
            frames.orders.wait(timeoutNanoseconds: 1_000_000_000)
        }
    }

    private func cue(_ order: CueOrder) {
        let plan = Unmanaged<PlayoutPlan>.fromOpaque(order.plan).takeUnretainedValue()
        let live: Entry? = entries.withLock { entries in
            var entry = entries[order.key] ?? Entry()
            let known = entries[order.key]
            entry.ticket = order.ticket
            entries[order.key] = entry
            return known
        }
        if let live, live.ring != nil || live.isLost {
            frames.deliver(SourceArrival(ticket: order.ticket, ring: live.ring, isLost: live.isLost))
            return
        }
        let request = SourceRequest(
            key: order.key, asset: plan.revision.assets[Int(order.asset)], inFrame: order.inFrame, frames: order.frames)
        broker.cue(request)
    }

    private func release(key: UInt64, ticket: UInt32) {
        // The last reference to the ring goes at the end of this scope: unmapping takes a while, outside the lock.
        let entry = entries.withLock { $0.removeValue(forKey: key) }
        entry?.ring?.requestStop()
        broker.release(key: key)
    }

    // MARK: From the broker

    /// A ring has been opened. Refused rings count as lost.
    package func opened(key: UInt64, data: SharedMemory, control: SharedMemory) {
        guard let ring = try? SourceRing.attach(data: data, control: control, format: format) else {
            return lost(key: key)
        }
        arrived(key: key, ring: ring)
    }

    /// A ring made in this process.
    package func arrived(key: UInt64, ring: SourceRing) {
        let ticket: UInt32? = entries.withLock { entries in
            var entry = entries[key] ?? Entry()
            guard entry.ring == nil else { return nil }
            entry.ring = ring
            entries[key] = entry
            return entry.ticket
        }
        if let ticket { frames.deliver(SourceArrival(ticket: ticket, ring: ring, isLost: false)) }
    }

    /// The source will bring nothing further.
    package func lost(key: UInt64) {
        let entry: Entry? = entries.withLock { entries in
            entries[key]?.isLost = true
            return entries[key]
        }
        if let entry, let ticket = entry.ticket {
            frames.deliver(SourceArrival(ticket: ticket, ring: entry.ring, isLost: true))
        }
    }

    /// Keys of the rings that were open before anything was ordered: those a former air process left behind.
    package var liveKeys: [UInt64] { entries.withLock { $0.filter { $0.value.ring != nil }.map(\.key) } }

    /// The ring behind a key, for waiting on it when rendering.
    package func ring(key: UInt64) -> SourceRing? { entries.withLock { $0[key]?.ring } }
}
