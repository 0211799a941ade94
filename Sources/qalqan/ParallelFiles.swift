import Foundation

/// Works on many files, as many at a time as there are processors, and keeps their order.
enum ParallelFiles {
    static func map<Result: Sendable>(
        _ paths: [String], _ work: @escaping @Sendable (String) -> Result
    ) async -> [Result] {
        let width = max(1, min(paths.count, ProcessInfo.processInfo.activeProcessorCount))
        return await withTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: paths.count)
            var next = 0
            func start() {
                guard next < paths.count else { return }
                let index = next
                let path = paths[index]
                next += 1
                group.addTask { (index, work(path)) }
            }
            for _ in 0..<width { start() }
            while let (index, result) = await group.next() {
                results[index] = result
                start()
            }
            return results.compactMap { $0 }
        }
    }
}
