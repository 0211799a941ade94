import ControlService
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The status port: HTTP/1.1 on one address, read-only, bounded in every direction.
package struct StatusServer: Sendable {
    /// Connections served at once; more wait in the kernel's queue.
    package static let mostConnections = 256
    /// Bytes of a request's head.
    package static let mostHeadBytes = 16 * 1024

    let host: String
    let port: Int
    let source: StatusSource
    let logger: Logger

    package init(host: String, port: Int, source: StatusSource, logger: Logger) {
        self.host = host
        self.port = port
        self.source = source
        self.logger = logger
    }

    /// Serves until cancelled. `ready` is told the port that was bound.
    package func run(ready: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        let events = EventStreams(source: source)
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 8 * 1024, maxHeaderListSize: Self.mostHeadBytes, maxHeaderFieldCount: 64)
        let application = Application(
            responder: StatusResponder(source: source, events: events),
            server: .http1(configuration: .init(idleTimeout: .seconds(20), httpDecoderConfiguration: decoder)),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: "qalqan", backlog: 128,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections, logger: logger)),
            onServerRunning: { channel in ready(channel.localAddress?.port ?? 0) }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await events.run() }
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
