import Hummingbird
import NIOCore

/// The page: one file without outside resources, embedded in the program.
enum StatusPage {
    private static let buffer = ByteBuffer(bytes: PackageResources.index_html)

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
