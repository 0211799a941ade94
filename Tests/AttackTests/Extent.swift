import Foundation

/// How much is done: the share that every run of the tests does, or all of it (`make attacks`).
enum Extent {
    static let isFull = ProcessInfo.processInfo.environment["QALQAN_ATTACKS"] == "all"

    static func of(_ share: Int, full: Int) -> Int { isFull ? full : share }
}
