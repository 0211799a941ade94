import CYAML
import Playlist

/// YAML text to a document's tree, by libyaml's events: no types are guessed, no aliases are followed.
struct YAMLParser {
    /// Feeds `builder`; what it has taken by then stays in it when this throws.
    static func parse(_ bytes: [UInt8], into builder: inout TreeBuilder) throws(DocumentFault) {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            throw DocumentFault(code: .syntax, mark: .none, message: "no memory to read the document", remedy: "")
        }
        defer { yaml_parser_delete(&parser) }
        var fault: DocumentFault?
        bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            do throws(DocumentFault) {
                try readStream(&parser, into: &builder, text: buffer)
            } catch { fault = error }
        }
        if let fault { throw fault }
    }

    private static func readStream(
        _ parser: inout yaml_parser_t, into builder: inout TreeBuilder, text: UnsafeBufferPointer<UInt8>
    ) throws(DocumentFault) {
        var documents = 0
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else {
                throw syntaxFault(parser, text: text, depth: builder.limits.depth)
            }
            defer { yaml_event_delete(&event) }
            let mark = SourceMark(line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
            switch event.type {
            case YAML_STREAM_END_EVENT: return
            case YAML_DOCUMENT_START_EVENT:
                documents += 1
                guard documents == 1 else {
                    throw DocumentFault(
                        code: .syntax, mark: mark, message: "the file holds more than one YAML document",
                        remedy: "one document a file: remove the `---` in the middle")
                }
            case YAML_SCALAR_EVENT: try scalar(event, at: mark, into: &builder)
            case YAML_SEQUENCE_START_EVENT:
                try refuseExtras(
                    anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag, at: mark)
                try builder.begin(mapping: false, at: mark)
            case YAML_MAPPING_START_EVENT:
                try refuseExtras(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag, at: mark)
                try builder.begin(mapping: true, at: mark)
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: builder.end()
            case YAML_ALIAS_EVENT: throw aliasFault(at: mark)
            default: break
            }
        }
    }

    private static func scalar(
        _ event: yaml_event_t, at mark: SourceMark, into builder: inout TreeBuilder
    ) throws(DocumentFault) {
        let scalar = event.data.scalar
        let isString = scalar.tag.map { String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)) }
        if isString != "tag:yaml.org,2002:str" { try refuseExtras(anchor: nil, tag: scalar.tag, at: mark) }
        try refuseExtras(anchor: scalar.anchor, tag: nil, at: mark)
        let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        let isQuoted = scalar.style != YAML_PLAIN_SCALAR_STYLE || isString != nil
        try builder.scalar(text, isQuoted: isQuoted, at: mark)
    }

    private static func refuseExtras(
        anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, at mark: SourceMark
    ) throws(DocumentFault) {
        if anchor != nil { throw aliasFault(at: mark) }
        if tag != nil {
            throw DocumentFault(
                code: .tag, mark: mark, message: "YAML tags (`!...`) are not used here",
                remedy: "write the value without the tag, in quotes if it starts with `!`")
        }
    }

    private static func aliasFault(at mark: SourceMark) -> DocumentFault {
        DocumentFault(
            code: .alias, mark: mark, message: "YAML anchors and aliases (`&name`, `*name`) are not used here",
            remedy: "write the value out, in quotes if it starts with `&` or `*`")
    }

    private static func syntaxFault(
        _ parser: yaml_parser_t, text: UnsafeBufferPointer<UInt8>, depth: Int
    ) -> DocumentFault {
        let mark = SourceMark(line: Int(parser.problem_mark.line) + 1, column: Int(parser.problem_mark.column) + 1)
        let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
        // libyaml reads ahead of its events, and may meet its own limit before the builder meets the document's.
        if problem.hasPrefix("Maximum nesting level") { return TreeBuilder.tooDeep(depth, at: mark) }
        let index = Int(parser.problem_mark.index)
        if text.indices.contains(index), text[index] == UInt8(ascii: "\t") {
            return DocumentFault(
                code: .syntax, mark: mark, message: "a tab stands where YAML wants spaces",
                remedy: "indent with spaces only")
        }
        let context = parser.context.map { " \(String(cString: $0))" } ?? ""
        return DocumentFault(
            code: .syntax, mark: mark, message: "this is not valid YAML: \(problem)\(context)",
            remedy: "look at this line and the one before it: indentation, a missing `:`, a quote or bracket left open")
    }
}
