import CLinux
import ChannelSchedule
import Foundation
import Glibc
import Synchronization
import Testing

@testable import ControlService

/// Both ends of a socket in one process: the end that waits for its answer has a thread of its own, so that the pool's few
/// threads are there for the server's handler.
@Suite("Control socket")
struct ControlSocketTests {
    private func server(_ bench: Bench, limits: ControlServer.Limits = .init()) throws -> ControlServer {
        let server = try ControlServer(path: bench["control.sock"], limits: limits) { request, peer in
            .done("\(request.command.rawValue) \(request.event ?? "-") by \(peer.uid) pid \(peer.pid ?? 0)")
        }
        server.start()
        return server
    }

    @Test func answersAndKnowsWhoAsks() async throws {
        try await OwnThread.run {
            let bench = Bench()
            let server = try server(bench)
            defer { server.stop() }
            var client = try ControlClient(path: bench["control.sock"])
            let expected = "take news by \(geteuid()) pid \(getpid())"
            #expect(try client.ask(OperatorRequest(.take, event: "news"), seconds: 600).message == expected)
            // The connection serves further questions.
            #expect(try client.ask(OperatorRequest(.resume), seconds: 600).message?.hasPrefix("resume - ") == true)
        }
    }

    @Test func isForItsGroupOnly() async throws {
        try await OwnThread.run {
            let bench = Bench()
            let server = try server(bench)
            defer { server.stop() }
            let facts = try FileManager.default.attributesOfItem(atPath: bench["control.sock"])
            #expect(facts[.posixPermissions] as? Int == 0o660)
            #expect(facts[.type] as? FileAttributeType == .typeSocket)
        }
    }

    @Test func replacesADeadSocketAndNotALivingOne() async throws {
        try await OwnThread.run {
            let bench = Bench()
            let dead = try UnixSocket.open()
            #expect(UnixSocket.bind(dead, to: UnixSocket.address(bench["control.sock"])!) == 0)
            close(dead)
            let server = try server(bench)
            defer { server.stop() }
            #expect(throws: (any Error).self) { _ = try self.server(bench) }
            var client = try ControlClient(path: bench["control.sock"])
            #expect(try client.ask(OperatorRequest(.status), seconds: 600).ok)
        }
    }

    @Test func saysWhenNobodyIsThere() {
        let bench = Bench()
        #expect { _ = try ControlClient(path: bench["control.sock"]) } throws: {
            "\($0)".contains("no channel is running")
        }
    }

    @Test(arguments: ["", "{", "[]", "{\"command\":\"reboot\"}", "{\"command\":5}", "null"])
    func refusesWhatIsNoRequest(line: String) async throws {
        try await OwnThread.run {
            let bench = Bench()
            let server = try server(bench)
            defer { server.stop() }
            let answer = try raw(bench, Array((line + "\n").utf8))
            #expect(answer.contains("\"ok\":false") && answer.contains("bad-request"))
        }
    }

    @Test func boundsRequests() async throws {
        try await OwnThread.run {
            let bench = Bench()
            var limits = ControlServer.Limits()
            limits.requestBytes = 1000
            let server = try server(bench, limits: limits)
            defer { server.stop() }
            #expect(try raw(bench, [UInt8](repeating: 0x20, count: 4000)).contains("too-long"))
        }
    }

    /// A client that starts a request and never ends it is dropped; others are served meanwhile.
    @Test func dropsSlowClients() async throws {
        try await OwnThread.run {
            let bench = Bench()
            var limits = ControlServer.Limits()
            limits.requestNanoseconds = 30_000_000
            limits.idleNanoseconds = OwnThread.patience
            let server = try server(bench, limits: limits)
            defer { server.stop() }
            #expect(try raw(bench, Array("{\"command\":".utf8)).contains("timeout"))
            var client = try ControlClient(path: bench["control.sock"])
            #expect(try client.ask(OperatorRequest(.status), seconds: 600).ok)
        }
    }

    @Test func servesManyAtOnceAndBoundsThem() async throws {
        try await OwnThread.run {
            let bench = Bench()
            var limits = ControlServer.Limits()
            limits.clients = 8
            limits.idleNanoseconds = OwnThread.patience
            let server = try server(bench, limits: limits)
            defer { server.stop() }
            var idle: [Int32] = []
            for _ in 0..<8 {
                let descriptor = try UnixSocket.open()
                #expect(UnixSocket.connect(descriptor, to: UnixSocket.address(bench["control.sock"])!) == 0)
                // A first answer proves that the server has it among its clients.
                _ = UnixSocket.send(Array("{\"command\":\"status\"}\n".utf8), to: descriptor, until: .max)
                var reader = LineReader(descriptor, mostBytes: 10_000)
                guard case .line = reader.next(idle: OwnThread.patience, whole: OwnThread.patience) else {
                    Issue.record("no answer")
                    continue
                }
                idle.append(descriptor)
            }
            #expect(try raw(bench, Array("{\"command\":\"status\"}\n".utf8)).contains("busy"))
            for descriptor in idle { close(descriptor) }
        }
    }

    /// Sends bytes and returns the first line of the answer.
    private func raw(_ bench: Bench, _ bytes: [UInt8]) throws -> String {
        let descriptor = try UnixSocket.open()
        defer { close(descriptor) }
        guard UnixSocket.connect(descriptor, to: UnixSocket.address(bench["control.sock"])!) == 0 else { return "" }
        _ = UnixSocket.send(bytes, to: descriptor, until: ql_monotonic_nanoseconds() + OwnThread.patience)
        var reader = LineReader(descriptor, mostBytes: 100_000)
        guard case .line(let line) = reader.next(idle: OwnThread.patience, whole: OwnThread.patience) else { return "" }
        return String(decoding: line, as: UTF8.self)
    }
}
