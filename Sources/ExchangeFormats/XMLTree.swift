import CXML2
import Playlist
import PlaylistFormats

/// XML text to elements, by libxml2's events: no DTD, no entities but XML's own five, no network, within limits.
///
/// A document type declaration can only stand before the root element; that part is looked at here first, so that libxml2
/// never sees one.
final class XMLTree {
    /// Elements within one another; libxml2's own limit is 256.
    private static let mostDepth = 64
    private static let mostElements = 4_000_000

    private let foreign: ForeignReading
    private let text: [UInt8]
    private var parser: xmlParserCtxtPtr?
    private var open: [XMLElement] = []
    private var root: XMLElement?
    private var elements = 0
    private var isStopped = false
    /// Where the last element began: elements begin in the order of the text.
    private var place = (offset: 0, mark: SourceMark(line: 1, column: 1))

    /// Reads the bytes of a file; `nil`, and what is wrong, when it is no well-formed document.
    static func parse(_ bytes: [UInt8], foreign: ForeignReading) -> XMLElement? {
        let text: [UInt8]
        do throws(XMLEncoding.Problem) {
            text = try XMLEncoding.utf8(bytes)
        } catch {
            switch error {
            case .unknown(let name):
                foreign.reading.error(
                    .encoding, at: .none, "the encoding `\(name.prefix(40))` is not read", "save the file as UTF-8")
            case .invalid(let name):
                foreign.reading.error(.encoding, at: .none, "the file is not valid \(name)", "save it as UTF-8")
            }
            return nil
        }
        var problems: [Diagnostic] = []
        let checked = DocumentText.plain(text, file: foreign.reading.file, limits: .exchange, diagnostics: &problems)
        foreign.reading.add(contentsOf: problems)
        guard let checked else { return nil }
        if let offset = documentType(checked) {
            var place = (offset: 0, mark: SourceMark(line: 1, column: 1))
            advance(&place, to: offset, in: checked)
            foreign.reading.error(
                .documentType, at: place.mark, "the file declares a document type (DTD), which may declare entities",
                "remove the `<!DOCTYPE` declaration: a BXF schedule needs none")
            return nil
        }
        return XMLTree(foreign: foreign, text: checked).read()
    }

    private init(foreign: ForeignReading, text: [UInt8]) {
        self.foreign = foreign
        self.text = text
    }

    /// Offset of a declaration (`<!` that opens no comment) before the root element; `nil` where there is none.
    private static func documentType(_ text: [UInt8]) -> Int? {
        var index = 0
        func starts(_ prefix: String) -> Bool { text[index...].starts(with: prefix.utf8) }
        func skip(behind end: String) -> Bool {
            let wanted = Array(end.utf8)
            while index + wanted.count <= text.count {
                if text[index] == wanted[0], text[index..<index + wanted.count].elementsEqual(wanted) {
                    index += wanted.count
                    return true
                }
                index += 1
            }
            return false
        }
        while index < text.count {
            if starts("<?") {
                guard skip(behind: "?>") else { return nil }
            } else if starts("<!--") {
                index += 4
                guard skip(behind: "-->") else { return nil }
            } else if starts("<!") {
                return index
            } else if text[index] == UInt8(ascii: "<") {
                return nil
            } else {
                index += 1
            }
        }
        return nil
    }

    // MARK: Reading

    private func read() -> XMLElement? {
        guard !text.isEmpty else {
            foreign.reading.error(.syntax, at: .none, "the file is empty", "export the schedule again")
            return nil
        }
        var handler = Self.handler
        let data = Unmanaged.passUnretained(self).toOpaque()
        text.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let parser = ql_xml_parser(start, Int32(bytes.count), &handler, data) else {
                fault(.tooLarge, at: .none, "no memory to read the document", "split it")
                return
            }
            self.parser = parser
            xmlParseDocument(parser)
            if parser.pointee.wellFormed == 0, !isStopped {
                fault(.syntax, at: place.mark, "this is not well-formed XML", "export the schedule again")
            }
            self.parser = nil
            ql_xml_free(parser)
        }
        return isStopped ? nil : root
    }

    private static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { data, name, _, namespace, _, _, count, _, attributes in
            XMLTree.of(data)?.begin(name, namespace, Int(count), attributes)
        }
        handler.endElementNs = { data, _, _, _ in XMLTree.of(data)?.end() }
        handler.characters = { data, text, count in XMLTree.of(data)?.characters(text, Int(count)) }
        handler.cdataBlock = { data, text, count in XMLTree.of(data)?.characters(text, Int(count)) }
        handler.ignorableWhitespace = { data, text, count in XMLTree.of(data)?.characters(text, Int(count)) }
        handler.internalSubset = { data, _, _, _ in XMLTree.of(data)?.refuseDeclaration() }
        handler.entityDecl = { data, _, _, _, _, _ in XMLTree.of(data)?.refuseDeclaration() }
        handler.serror = { data, error in XMLTree.of(data)?.failed(error) }
        return handler
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> XMLTree? {
        data.map { Unmanaged<XMLTree>.fromOpaque($0).takeUnretainedValue() }
    }

    private func begin(
        _ name: UnsafePointer<xmlChar>?, _ namespace: UnsafePointer<xmlChar>?, _ count: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard !isStopped, let name else { return }
        Self.advance(&place, to: opening(), in: text)
        elements += 1
        guard open.count < Self.mostDepth else {
            return fault(
                .tooDeep, at: place.mark, "elements are nested more than \(Self.mostDepth) deep",
                "look for an element that is never closed")
        }
        guard elements <= Self.mostElements else {
            return fault(
                .tooLarge, at: place.mark, "the document has more than \(Self.mostElements) elements", "split it")
        }
        var values: [String: String] = [:]
        for index in 0..<count {
            // Five pointers each: name, prefix, namespace, start and end of the value.
            guard let attributes, let key = attributes[index * 5], let start = attributes[index * 5 + 3],
                let end = attributes[index * 5 + 4], end >= start
            else { continue }
            let value = UnsafeBufferPointer(start: start, count: end - start)
            // One of another namespace does not hide the element's own.
            let isOwn = attributes[index * 5 + 2] == nil
            let name = String(cString: key)
            if isOwn || values[name] == nil { values[name] = String(decoding: value, as: UTF8.self) }
        }
        open.append(
            XMLElement(
                name: String(cString: name), namespace: namespace.map { String(cString: $0) } ?? "", attributes: values,
                mark: place.mark))
    }

    private func end() {
        guard !isStopped, let closed = open.popLast() else { return }
        if open.isEmpty { root = closed } else { open[open.count - 1].children.append(closed) }
    }

    private func characters(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
        guard !isStopped, let bytes, count > 0, !open.isEmpty else { return }
        open[open.count - 1].text += String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    // MARK: Faults

    private func fault(_ code: DiagnosticCode, at mark: SourceMark, _ message: String, _ remedy: String) {
        guard !isStopped else { return }
        isStopped = true
        foreign.reading.error(code, at: mark, message, remedy)
        if let parser { xmlStopParser(parser) }
    }

    private func refuseDeclaration() {
        fault(.documentType, at: place.mark, "the file declares a document type (DTD)", "remove the declaration")
    }

    /// libxml2's word for what is wrong, with the place it was seen at.
    private func failed(_ error: UnsafePointer<xmlError>?) {
        guard let error = error?.pointee, error.level.rawValue > XML_ERR_WARNING.rawValue else { return }
        let message = error.message.map { String(cString: $0) } ?? "not XML"
        let line = message.prefix { !$0.isNewline }
        let mark =
            error.line > 0 ? SourceMark(line: Int(error.line), column: max(1, Int(error.int2))) : place.mark
        fault(
            .syntax, at: mark, "this is not well-formed XML: \(line.prefix(200))",
            "look at this place and the one before it, or export the schedule again")
    }

    // MARK: Places

    /// Offset of the `<` of the start tag that the parser has just read: attribute values have none in them.
    private func opening() -> Int {
        guard let parser else { return place.offset }
        var offset = min(max(0, ql_xml_offset(parser)), text.count) - 1
        while offset > place.offset, text[offset] != UInt8(ascii: "<") { offset -= 1 }
        return max(offset, place.offset)
    }

    private static func advance(
        _ place: inout (offset: Int, mark: SourceMark), to offset: Int, in text: [UInt8]
    ) {
        guard offset > place.offset else { return }
        for byte in text[place.offset..<min(offset, text.count)] {
            if byte == UInt8(ascii: "\n") {
                place.mark = SourceMark(line: place.mark.line + 1, column: 1)
            } else if byte & 0xC0 != 0x80 {
                place.mark.column += 1
            }
        }
        place.offset = offset
    }
}
