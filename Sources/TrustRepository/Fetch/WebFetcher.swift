import Dispatch
import Foundation
import FoundationNetworking

/// A repository on a web server, over HTTPS. The transport is not what is trusted: TLS keeps onlookers out, signatures keep
/// the server honest.
///
/// Every request has a deadline of its own, bytes are counted as they come, cookies and caches are off, and a redirection is
/// followed within the same scheme only.
package struct WebFetcher: MetadataFetcher {
    private let base: String
    private let silence: Double
    private let deadline: Double

    /// - Parameters:
    ///   - base: `https://HOST/FOLDER`; `http:` for tests of the protocol alone (the configuration refuses it).
    ///   - silence: seconds without a byte after which a request is given up.
    ///   - deadline: seconds for a whole file, however busy its server keeps the line.
    package init(base: String, silence: Double = 10, deadline: Double = 60) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.silence = silence
        self.deadline = deadline
    }

    package func fetch(_ parts: [String], most: Int) throws(RepositoryProblem) -> [UInt8] {
        let path = parts.joined(separator: "/")
        let encoded = parts.map { PercentEncoding.encode($0) }.joined(separator: "/")
        guard let url = URL(string: base + "/" + encoded) else {
            throw .unreachable(base, why: "not an address")
        }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.requestCachePolicy = .reloadIgnoringLocalAndRemoteCacheData
        configuration.urlCache = nil
        configuration.timeoutIntervalForRequest = silence
        configuration.timeoutIntervalForResource = deadline
        let download = WebDownload(most: most)
        let session = URLSession(configuration: configuration, delegate: download, delegateQueue: nil)
        // As it is: what is counted are the bytes on the line, and none are unpacked.
        var request = URLRequest(url: url)
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        let task = session.dataTask(with: request)
        task.resume()
        if download.ended.wait(timeout: .now() + deadline) == .timedOut { task.cancel() }
        session.invalidateAndCancel()
        return try download.result(path, of: base)
    }
}
