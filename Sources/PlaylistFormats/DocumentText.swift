import Playlist

/// From a file's bytes to a document's tree: size, encoding and syntax.
package enum DocumentText {
    package enum Syntax: Sendable {
        case yaml, json

        /// JSON when the name ends in `.json`, else YAML.
        package init(of file: String) { self = file.lowercased().hasSuffix(".json") ? .json : .yaml }
    }

    /// Reads the bytes of `file`, in the syntax its name says unless told. Faults are added to `diagnostics`.
    ///
    /// - Returns: the tree, or `nil` when the text cannot be read as a document at all.
    package static func tree(
        _ bytes: [UInt8], file: String, syntax: Syntax? = nil, limits: DocumentLimits, diagnostics: inout [Diagnostic]
    ) -> DocumentNode? {
        tree(bytes, file: file, syntax: syntax, limits: limits, stream: nil, diagnostics: &diagnostics)
    }

    /// The same, with the items of one list handed over as they are read: those before a fault too.
    static func tree(
        _ bytes: [UInt8], file: String, syntax: Syntax?, limits: DocumentLimits, stream: TreeBuilder.ItemStream?,
        diagnostics: inout [Diagnostic]
    ) -> DocumentNode? {
        var builder = TreeBuilder(limits: limits, stream: stream)
        defer {
            for repeated in builder.repeatedKeys {
                diagnostics.append(
                    Diagnostic(
                        .duplicateKey, file: file, mark: repeated.mark,
                        message: "the key `\(repeated.key)` stands here again, first on line \(repeated.first.line)",
                        remedy: "keep one of the two"))
            }
        }
        do throws(DocumentFault) {
            let text = try checked(bytes, limits: limits)
            switch syntax ?? Syntax(of: file) {
            case .json: try JSONParser.parse(text, into: &builder)
            case .yaml: try YAMLParser.parse(text, into: &builder)
            }
            if let root = builder.root { return root }
            throw DocumentFault(
                code: .syntax, mark: .none, message: "the file is empty",
                remedy: "start from an example of the documentation")
        } catch {
            diagnostics.append(
                Diagnostic(error.code, file: file, mark: error.mark, message: error.message, remedy: error.remedy))
            return nil
        }
    }

    /// The text of a file that is neither YAML nor JSON: without its byte order mark, known to be UTF-8 without control
    /// characters. `nil`, and a diagnostic, when it is not.
    package static func plain(
        _ bytes: [UInt8], file: String, limits: DocumentLimits, diagnostics: inout [Diagnostic]
    ) -> [UInt8]? {
        do throws(DocumentFault) {
            return try checked(bytes, limits: limits)
        } catch {
            diagnostics.append(
                Diagnostic(error.code, file: file, mark: error.mark, message: error.message, remedy: error.remedy))
            return nil
        }
    }

    /// The text without its byte order mark, known to be UTF-8 without control characters.
    private static func checked(_ bytes: [UInt8], limits: DocumentLimits) throws(DocumentFault) -> [UInt8] {
        guard bytes.count <= limits.bytes else {
            throw DocumentFault(
                code: .tooLarge, mark: .none,
                message: "the file has \(bytes.count) bytes, more than the \(limits.bytes) that are read",
                remedy: "split it")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw DocumentFault(
                code: .encoding, mark: .none, message: "the file is UTF-16", remedy: "save it as UTF-8")
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if let offset = firstBadByte(text) {
            throw DocumentFault(
                code: .encoding, mark: mark(of: offset, in: text),
                message: "byte 0x\(hex(text[offset])) is not UTF-8 text", remedy: "save the file as UTF-8")
        }
        return text
    }

    /// Offset of the first character that is not UTF-8 or is a control character other than tab and line ends: of its
    /// first byte, also where a later one is wrong or missing.
    private static func firstBadByte(_ bytes: [UInt8]) -> Int? {
        var decoder = UTF8Check()
        var start = 0
        return bytes.withUnsafeBufferPointer { bytes -> Int? in
            for offset in bytes.indices {
                let byte = bytes[offset]
                if decoder.isComplete {
                    if byte >= 0x20, byte < 0x7F { continue }
                    start = offset
                }
                guard decoder.accept(byte) else { return start }
            }
            return decoder.isComplete ? nil : start
        }
    }

    private static func mark(of offset: Int, in bytes: [UInt8]) -> SourceMark {
        let before = bytes[..<offset]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return SourceMark(line: line, column: bytes[start..<offset].count { $0 & 0xC0 != 0x80 } + 1)
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
