import CFFmpeg
import Realtime

/// Turns FFmpeg's return values into thrown errors.
enum FFmpegCall {
    /// Leaves only errors in FFmpeg's own log; evaluated once.
    static let quiet: Void = av_log_set_level(AV_LOG_ERROR)

    /// FFmpeg's own words for one of its error codes.
    static func words(_ code: Int32) -> String {
        var text = [CChar](repeating: 0, count: 128)
        av_strerror(code, &text, text.count)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func error(_ code: Int32, _ what: String) -> SinkError {
        // FFmpeg's codes for system errors are negated errno values; its own tags are far outside their range.
        let isSystem = code < 0 && code > -4096
        return SinkError("\(what): \(words(code))", code: isSystem ? -code : code)
    }

    @discardableResult
    static func check(_ code: Int32, _ what: @autoclosure () -> String) throws -> Int32 {
        guard code < 0 else { return code }
        throw error(code, what())
    }

    /// Runs `body` with an FFmpeg dictionary and returns the names it did not take.
    static func withOptions<R>(
        _ options: [(String, String)], _ body: (inout OpaquePointer?) throws -> R
    ) rethrows -> (result: R, unknown: [String]) {
        var dictionary: OpaquePointer?
        defer { av_dict_free(&dictionary) }
        for (name, value) in options { av_dict_set(&dictionary, name, value, 0) }
        let result = try body(&dictionary)
        var unknown: [String] = []
        var entry: UnsafeMutablePointer<AVDictionaryEntry>?
        while true {
            entry = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX)
            guard let entry else { break }
            unknown.append(String(cString: entry.pointee.key))
        }
        return (result, unknown)
    }
}
