import Dispatch
import Foundation
import FoundationNetworking
import Synchronization

/// One request under way: counts the bytes as they come, and gives up at the first one too many.
final class WebDownload: NSObject, URLSessionDataDelegate {
    private struct State {
        var bytes: [UInt8] = []
        var status = 0
        /// Bytes that were promised; -1 when none were.
        var expected: Int64 = -1
        var isTooLarge = false
        var isComplete = false
        var failure: String?
    }

    let ended = DispatchSemaphore(value: 0)
    private let most: Int
    private let state = Mutex(State())

    init(most: Int) { self.most = most }

    /// What came of it; a request that has not ended by now is one that failed.
    func result(_ path: String, of base: String) throws(RepositoryProblem) -> [UInt8] {
        let state = state.withLock { $0 }
        if state.isTooLarge { throw .tooLarge(path, limit: most) }
        // What a store answers for an object that is not there, where listing is not allowed, is 403.
        if [403, 404, 410].contains(state.status) { throw .notFound(path) }
        guard state.isComplete else { throw .unreachable("\(base)/\(path)", why: state.failure ?? "no answer in time") }
        guard state.expected < 0 || state.expected == Int64(state.bytes.count) else {
            throw .unreachable("\(base)/\(path)", why: "it broke off after \(state.bytes.count) bytes")
        }
        guard state.status == 200 else { throw .unreachable("\(base)/\(path)", why: "status \(state.status)") }
        return state.bytes
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        let goesOn = state.withLock { state in
            state.status = status
            if status == 200 { state.expected = response.expectedContentLength }
            if response.expectedContentLength > Int64(most) { state.isTooLarge = true }
            return status == 200 && !state.isTooLarge
        }
        completionHandler(goesOn ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let goesOn = state.withLock { state in
            guard !state.isTooLarge, state.bytes.count + data.count <= most else {
                state.isTooLarge = true
                state.bytes = []
                return false
            }
            state.bytes.append(contentsOf: data)
            return true
        }
        if !goesOn { dataTask.cancel() }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        let isSame = request.url?.scheme?.lowercased() == task.originalRequest?.url?.scheme?.lowercased()
        completionHandler(isSame ? request : nil)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        state.withLock { state in
            if let error { state.failure = error.localizedDescription } else { state.isComplete = true }
        }
        ended.signal()
    }
}
