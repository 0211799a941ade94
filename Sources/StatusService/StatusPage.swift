import Hummingbird
import NIOCore

/// The page: one document without outside resources, embedded in the program.
enum StatusPage {
    private static let buffer = ByteBuffer(bytes: whole)

    /// The page with the player of the live playlist in its place.
    private static var whole: [UInt8] {
        let page = PackageResources.index_html
        let place = Array("/* player */".utf8)
        let at = page.indices.first { page[$0...].starts(with: place) }
        guard let at else { preconditionFailure("the page has no place for its player") }
        return page[..<at] + PackageResources.player_js + page[(at + place.count)...]
    }

    /// Only what the page itself carries may run; it talks to this port alone and nobody may frame it.
    private static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self' data: blob:; "
        + "connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    static var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: policy, .cacheControl: "no-cache",
            ], body: ResponseBody(byteBuffer: buffer))
    }
}
