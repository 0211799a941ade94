import ControlService
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers the status port's requests: `GET` and `HEAD` only, a handful of paths, JSON for everything that goes wrong.
///
/// What it does is written in `docs/openapi.yaml`.
package struct StatusResponder: HTTPResponder {
    package typealias Context = StatusContext

    let source: StatusSource
    let events: EventStreams
    /// Answers are made at most this often; requests in between share one.
    let cache: AnswerCache

    package init(source: StatusSource, events: EventStreams) {
        self.source = source
        self.events = events
        cache = AnswerCache()
    }

    package func respond(to request: Request, context: StatusContext) async throws -> Response {
        var response = answer(request, on: context.channel)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.init("Referrer-Policy")!] = "no-referrer"
        response.headers[.init("Cross-Origin-Resource-Policy")!] = "same-origin"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if request.method == .head {
            // The same head, and nothing behind it.
            let length = response.headers[.contentLength]
            response.body = ResponseBody()
            response.headers[.contentLength] = length
        }
        return response
    }

    private func answer(_ request: Request, on channel: any Channel) -> Response {
        let path = request.uri.path
        let known = ["/", "/status", "/events", "/metrics", "/healthz", "/onairz", "/preview.jpg", "/rundown"]
        guard known.contains(path) || path.hasPrefix("/hls/") else {
            return Self.problem(.notFound, "nothing is served at this path")
        }
        guard request.method == .get || request.method == .head else {
            var response = Self.problem(.methodNotAllowed, "the status port can only be read (GET, HEAD)")
            response.headers[.allow] = "GET, HEAD"
            return response
        }
        switch path {
        case "/": return StatusPage.response
        case "/status": return json(cache.status { withRundown() })
        case "/rundown": return json(cache.rundown { source.rundown().events })
        case "/metrics":
            return Self.text(
                MetricsText.render(source.status(), raised: source.alarmsRaised(), listeners: events.count),
                type: "text/plain; version=0.0.4; charset=utf-8")
        case "/healthz": return json(try? ControlCoding.encode(["status": "up"]))
        case "/onairz": return onAir()
        case "/preview.jpg": return preview(request)
        case "/events": return request.method == .head ? Self.eventHead : events.response(on: channel)
        default: return StreamFiles.response(for: path.dropFirst("/hls/".count), in: source.streamFolder)
        }
    }

    private func withRundown() -> StatusDocument {
        var document = source.status()
        document.rundown = source.rundown().events
        return document
    }

    private func onAir() -> Response {
        let status = source.status()
        var answer = OnAirAnswer(onAir: status.onAir.verified, state: status.onAir.state, reason: status.onAir.reason)
        if !answer.onAir, answer.reason == nil { answer.reason = status.air.fresh ? "not verified" : "air is silent" }
        var response = json(try? ControlCoding.encode(answer))
        if !answer.onAir { response.status = .serviceUnavailable }
        return response
    }

    private struct OnAirAnswer: Encodable {
        var onAir: Bool
        var state: String
        var reason: String?
    }

    private func preview(_ request: Request) -> Response {
        guard let picture = source.picture() else {
            return Self.problem(.serviceUnavailable, "there is no preview picture yet")
        }
        let tag = "\"\(picture.frame)\""
        var headers: HTTPFields = [.contentType: "image/jpeg", .eTag: tag, .cacheControl: "no-cache"]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        headers[.init("X-House-Frame")!] = String(picture.frame)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture.bytes)))
    }

    private func json(_ bytes: [UInt8]?) -> Response {
        guard let bytes else { return Self.problem(.internalServerError, "the answer cannot be written as JSON") }
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func text(_ text: String, type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func problem(_ status: HTTPResponse.Status, _ message: String) -> Response {
        let bytes = (try? ControlCoding.encode(["error": message])) ?? []
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static let eventHead = Response(status: .ok, headers: [.contentType: "text/event-stream"])
}
