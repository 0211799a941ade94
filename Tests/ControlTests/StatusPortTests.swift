import CLinux
import Foundation
import Glibc
import Logging
import Realtime
import Synchronization
import Testing
import Timecode

@testable import ControlService
@testable import StatusService

@Suite("Status port")
struct StatusPortTests {
    /// A running port on a channel with a schedule, and what it is asked.
    private func withPort(
        stream: String? = nil, picture: [UInt8]? = [0xFF, 0xD8, 0xFF], _ body: (Rig, Int) async throws -> Void
    ) async throws {
        let day =
            "qalqan: 1\nday: 2026-11-22\nevents:\n  - { id: a, title: { kk: \"Бір \\\"екі\\\"\" }, media: a.mov, duration: 20h }\n"
        let rig = try Rig(playlists: ["day.yaml": day])
        await rig.control.open()
        rig.advance(seconds: 5)
        rig.playAlong()
        let composer = rig.control.composer
        let source = StatusSource(
            status: { composer.document() }, rundown: { composer.rundown() },
            picture: { picture.map { ($0, 77) } }, streamFolder: stream,
            alarmsRaised: { composer.withAlarms { $0.raised } })
        let server = StatusServer(
            host: "127.0.0.1", port: 0, source: source, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let running = Task { try await server.run { told.yield($0) } }
        defer { running.cancel() }
        var iterator = ports.makeAsyncIterator()
        try await body(rig, try #require(await iterator.next()))
    }

    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: String
    }

    /// One request on a connection of its own; reads to the end, or to `until`.
    private func ask(_ port: Int, _ text: String, until: String? = nil) async throws -> Answer {
        try await OwnThread.run { try Self.ask(port, text, until: until) }
    }

    private static func ask(_ port: Int, _ text: String, until: String?) throws -> Answer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(code == 0)
        _ = UnixSocket.send(Array(text.utf8), to: descriptor, until: ql_monotonic_nanoseconds() + OwnThread.patience)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while UnixSocket.wait(descriptor, for: POLLIN, until: ql_monotonic_nanoseconds() + OwnThread.patience) {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count <= 0 { break }
            bytes += chunk[..<count]
            if let until, String(decoding: bytes, as: UTF8.self).contains(until) { break }
        }
        let whole = String(decoding: bytes, as: UTF8.self)
        let parts = whole.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let lines = (parts.first ?? "").split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces)
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, headers: headers, body: parts.count > 1 ? parts[1] : "")
    }

    private func get(_ port: Int, _ path: String, method: String = "GET", headers: String = "") async throws -> Answer {
        try await ask(port, "\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(headers)\r\n")
    }

    @Test func answersEveryPath() async throws {
        try await withPort { rig, port in
            for (path, type) in [
                ("/", "text/html; charset=utf-8"), ("/status", "application/json"), ("/rundown", "application/json"),
                ("/metrics", "text/plain; version=0.0.4; charset=utf-8"), ("/healthz", "application/json"),
                ("/onairz", "application/json"), ("/preview.jpg", "image/jpeg"),
            ] {
                let answer = try await get(port, path)
                #expect(answer.status == 200 && answer.headers["content-type"] == type, "\(path)")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                let head = try await get(port, path, method: "HEAD")
                #expect(head.status == 200 && head.body.isEmpty, "\(path)")
                #expect(head.headers["content-type"] == type)
            }
            let page = try await get(port, "/")
            #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(
                page.body.contains("<title>") && !page.body.contains("http://")
                    || page.body.contains("www.w3.org/2000/svg"))
        }
    }

    @Test func tellsTheState() async throws {
        try await withPort { rig, port in
            let body = try await get(port, "/status").body
            let status = try JSONDecoder().decode(StatusDocument.self, from: Data(body.utf8))
            #expect(status.onAir.state == "programme" && status.onAir.event?.id == "a" && status.onAir.verified)
            #expect(status.onAir.event?.title["kk"] == "Бір \"екі\"")
            #expect(status.onAir.elapsedFrames + status.onAir.remainingFrames == 20 * 3600 * 25)
            #expect(status.now.timecode.hasPrefix("09:00:05:"))
            #expect(status.rundown?.first?.badge == .sealed || status.rundown?.first?.badge == .proven)
            #expect(status.channel.languages == ["kk", "ru", "en"])
            #expect(status.schedule.documents.map(\.name) == ["day.yaml"])
        }
    }

    /// On air is only what is verified or meant, and on time.
    @Test func onairzTellsTheTruth() async throws {
        try await withPort { rig, port in
            #expect(try await get(port, "/onairz").status == 200)
            rig.advance(seconds: 1)
            #expect(try await get(port, "/onairz").status == 503, "no frame for a second")
            rig.playAlong()
            #expect(try await get(port, "/onairz").status == 200)
            var status = try #require(rig.air.read())
            status.slate = 6
            rig.air.write(status)
            let late = try await get(port, "/onairz")
            #expect(late.status == 503 && late.body.contains("\"late\""))
            status.slate = 8
            rig.air.write(status)
            #expect(try await get(port, "/onairz").status == 200, "ordered by an operator")
            status.slate = 4
            rig.air.write(status)
            #expect(try await get(port, "/onairz").status == 503, "fell on air: the timeline has the item")
        }
    }

    @Test func refusesWhatItDoesNotServe() async throws {
        try await withPort { rig, port in
            for path in ["/nothing", "/status/", "/hls", "/hls/programme.m3u8", "/hls/../status", "/%2e%2e/etc/passwd"]
            {
                let answer = try await get(port, path)
                #expect(answer.status == 404 && answer.headers["content-type"] == "application/json", "\(path)")
                #expect(answer.body.contains("\"error\""))
            }
            for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
                let answer = try await get(port, "/status", method: method)
                #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD", "\(method)")
            }
            let large = try await get(port, "/status", headers: "X-Large: \(String(repeating: "a", count: 40_000))\r\n")
            #expect(large.status != 200)
            #expect(try await get(port, "/healthz").status == 200)
        }
    }

    @Test func sendsEvents() async throws {
        try await withPort { rig, port in
            let answer = try await ask(
                port, "GET /events HTTP/1.1\r\nHost: x\r\n\r\n", until: "event: rundown\ndata: [")
            #expect(answer.status == 200 && answer.headers["content-type"] == "text/event-stream")
            #expect(answer.body.contains("retry: 2000") && answer.body.contains("event: status\ndata: {"))
        }
    }

    @Test func previewIsCachedByFrame() async throws {
        try await withPort { rig, port in
            let first = try await get(port, "/preview.jpg")
            #expect(first.headers["etag"] == "\"77\"" && first.headers["content-length"] == "3")
            #expect(try await get(port, "/preview.jpg", headers: "If-None-Match: \"77\"\r\n").status == 304)
        }
        try await withPort(picture: nil) { _, port in
            let answer = try await get(port, "/preview.jpg")
            #expect(answer.status == 503)
        }
    }

    @Test func servesTheStreamFolderAndNothingElse() async throws {
        let bench = Bench()
        bench.write("#EXTM3U", to: "hls/programme.m3u8")
        bench.write("segment", to: "hls/s-1.ts")
        bench.write("secret", to: "hls/notes.txt")
        bench.write("secret", to: "secret.ts")
        try FileManager.default.createSymbolicLink(
            atPath: bench["hls/link.ts"], withDestinationPath: bench["secret.ts"])
        try FileManager.default.createDirectory(atPath: bench["hls/folder.ts"], withIntermediateDirectories: true)
        try await withPort(stream: bench["hls"]) { _, port in
            let playlist = try await get(port, "/hls/programme.m3u8")
            #expect(playlist.status == 200 && playlist.headers["content-type"] == "application/vnd.apple.mpegurl")
            #expect(playlist.headers["cache-control"] == "no-cache" && playlist.body == "#EXTM3U")
            #expect(try await get(port, "/hls/s-1.ts").headers["content-type"] == "video/mp2t")
            for path in [
                "/hls/notes.txt", "/hls/link.ts", "/hls/folder.ts", "/hls/../secret.ts", "/hls/", "/hls/.hidden.ts",
            ] {
                #expect(try await get(port, path).status == 404, "\(path)")
            }
        }
    }

    /// The Prometheus client's own parser and promtool are the judges.
    @Test func metricsAreWellFormed() async throws {
        try await withPort { rig, port in
            var status = try #require(rig.air.read())
            for (index, count) in [90, 5, 3, 0, 1, 0, 0, 0, 1].enumerated() { status.lateness[index] = UInt64(count) }
            status.latenessSumNanoseconds = 1_234_567_890
            rig.air.write(status)
            let text = try await get(port, "/metrics").body
            let parser = """
                import sys
                from prometheus_client.parser import text_string_to_metric_families
                families = {f.name: f for f in text_string_to_metric_families(sys.stdin.read())}
                lateness = {s.labels.get("le"): s.value for s in families["qalqan_air_lateness_seconds"].samples if s.name.endswith("_bucket")}
                assert lateness["0"] == 90 and lateness["0.0001"] == 95 and lateness["0.005"] == 99 and lateness["+Inf"] == 100, lateness
                values = {s.name: s.value for f in families.values() for s in f.samples if not s.labels}
                assert values["qalqan_air_lateness_seconds_sum"] == 1.23456789, values
                assert values["qalqan_air_lateness_seconds_count"] == 100
                assert values["qalqan_on_air"] == 1 and values["qalqan_air_frames_total"] == 1000
                print("parsed", all(f.documentation and f.type != "unknown" for f in families.values()))
                """
            #expect(try Bench.run(Bench.python, "-c", parser, input: text).output == "parsed True\n")
            // Debian's `prometheus` brings promtool and a service; where it is installed it has its say too.
            guard Bench.has("promtool") else { return }
            let lint = try Bench.run("promtool", "check", "metrics", input: text)
            #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
        }
    }

    /// What the document says is what the port does: every path, status and content type of it, and no other.
    @Test func isWhatItsDocumentSays() async throws {
        let document = Bench.root + "/docs/openapi.yaml"
        let check = """
            import json, sys, urllib.request, urllib.error, yaml
            import jsonschema
            from openapi_spec_validator import validate
            spec = yaml.safe_load(open(sys.argv[1]))
            validate(spec)
            base = "http://127.0.0.1:" + sys.argv[2]
            def resolve(schema):
                return dict(schema, components=spec["components"])
            for path, operations in spec["paths"].items():
                if "{" in path or path == "/events":
                    continue
                assert set(operations) <= {"get", "head", "parameters"}, path
                for method in ("get", "head"):
                    assert method in operations, (path, method)
                    request = urllib.request.Request(base + path, method=method.upper())
                    try:
                        answer = urllib.request.urlopen(request)
                    except urllib.error.HTTPError as error:
                        answer = error
                    body = answer.read()
                    told = operations[method]["responses"][str(answer.status)]
                    if method == "head":
                        assert body == b"", path
                        continue
                    kind = answer.headers["Content-Type"].split(";")[0]
                    content = told["content"][kind]
                    if kind == "application/json":
                        jsonschema.Draft202012Validator(resolve(content["schema"])).validate(json.loads(body))
            print("as documented")
            """
        try await withPort { _, port in
            let verdict = try await OwnThread.run { try Bench.run(Bench.python, "-c", check, document, "\(port)") }
            #expect(verdict.output == "as documented\n")
        }
    }

    @Test(
        arguments: [
            (0, 6, "0"), (1500, 6, "0.0015"), (-1500, 6, "-0.0015"), (1_000_000, 6, "1"), (7, 0, "7"),
            (123_456_789, 9, "0.123456789"), (-12_000, 2, "-120"),
        ])
    func writesDecimals(value: Int64, digits: Int, expected: String) {
        #expect(MetricsWriter.decimal(value, digits: digits) == expected)
    }
}
