import CLinux
import ControlService
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The server-sent events: `status` a few times a second, `rundown` when it changes.
///
/// One producer for all listeners; each keeps only the newest unread pair, and one that does not take its data in time is
/// dropped. Listeners are bounded in number.
package final class EventStreams: Sendable {
    package static let mostListeners = 32
    /// Between two events, and how long a listener may take to read one.
    package static let interval: Duration = .milliseconds(250)
    package static let patience: Int64 = 5_000_000_000

    /// One round of news, encoded once.
    struct News: Sendable {
        var status: ByteBuffer
        var rundown: ByteBuffer
        var rundownVersion: UInt64
    }

    /// One open stream. `busySince` is when its present write began (CLOCK_MONOTONIC), 0 between writes.
    private final class Listener: Sendable {
        let news: AsyncStream<News>.Continuation
        let channel: any Channel
        let busySince = Atomic<Int64>(0)

        init(news: AsyncStream<News>.Continuation, channel: any Channel) {
            self.news = news
            self.channel = channel
        }
    }

    private struct State {
        var listeners: [UInt64: Listener] = [:]
        var next: UInt64 = 0
        var closed = false
    }

    private let source: StatusSource
    private let state = Mutex(State())

    package init(source: StatusSource) { self.source = source }

    package var count: Int { state.withLock { $0.listeners.count } }

    /// Sends news until cancelled; then ends every stream.
    package func run() async {
        var (rundown, version) = (ByteBuffer(), UInt64.max)
        while !Task.isCancelled {
            if count > 0 {
                let current = source.rundown()
                if current.version != version || rundown.readableBytes == 0 {
                    rundown = Self.event("rundown", current.events)
                    version = current.version
                }
                var document = source.status()
                document.rundown = nil
                let news = News(
                    status: Self.event("status", document), rundown: rundown, rundownVersion: version)
                let listeners = state.withLock { Array($0.listeners.values) }
                for listener in listeners { serve(listener, news) }
            }
            try? await Task.sleep(for: Self.interval)
        }
        let listeners = state.withLock { state in
            state.closed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.news.finish() }
    }

    private func serve(_ listener: Listener, _ news: News) {
        let since = listener.busySince.load(ordering: .relaxed)
        if since != 0, ql_monotonic_nanoseconds() - since > Self.patience {
            listener.channel.close(promise: nil)
        } else {
            listener.news.yield(news)
        }
    }

    func response(on channel: any Channel) -> Response {
        let (stream, continuation) = AsyncStream.makeStream(of: News.self, bufferingPolicy: .bufferingNewest(1))
        let listener = Listener(news: continuation, channel: channel)
        let admitted: UInt64? = state.withLock { state in
            guard !state.closed, state.listeners.count < Self.mostListeners else { return nil }
            state.next += 1
            state.listeners[state.next] = listener
            return state.next
        }
        guard let number = admitted else {
            var response = StatusResponder.problem(.serviceUnavailable, "too many listeners; poll /status instead")
            response.headers[.retryAfter] = "10"
            return response
        }
        continuation.onTermination = { [weak self] _ in self?.forget(number) }
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        headers[.init("X-Accel-Buffering")!] = "no"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { [self] writer in
                defer { forget(number) }
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                var sent: UInt64?
                for await news in stream {
                    var bytes = news.status
                    if sent != news.rundownVersion {
                        bytes.writeImmutableBuffer(news.rundown)
                        sent = news.rundownVersion
                    }
                    listener.busySince.store(ql_monotonic_nanoseconds(), ordering: .relaxed)
                    try await writer.write(bytes)
                    listener.busySince.store(0, ordering: .relaxed)
                }
                try await writer.write(ByteBuffer(string: ": the port closes\n\n"))
                try await writer.finish(nil)
            })
    }

    private func forget(_ number: UInt64) {
        state.withLock { _ = $0.listeners.removeValue(forKey: number) }
    }

    private static func event(_ name: String, _ value: some Encodable) -> ByteBuffer {
        let json = (try? ControlCoding.encode(value)) ?? Array("null".utf8)
        var buffer = ByteBufferAllocator().buffer(capacity: json.count + name.utf8.count + 24)
        buffer.writeString("event: \(name)\ndata: ")
        buffer.writeBytes(json)
        buffer.writeString("\n\n")
        return buffer
    }
}
