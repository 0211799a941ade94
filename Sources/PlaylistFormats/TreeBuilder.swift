import Playlist

/// Builds a document's tree from the events of a parser, without recursion, within limits, collecting repeated keys.
///
/// A list of the root mapping can be handed over item by item instead (`ItemStream`): a document of 100,000 events then never
/// stands in memory as a tree.
struct TreeBuilder {
    struct RepeatedKey {
        var key: String
        var mark: SourceMark
        var first: SourceMark
    }

    /// Takes the items of one list of the root mapping as they are read. In the tree that list is empty.
    struct ItemStream {
        var key: String
        var take: (DocumentNode) -> Void
    }

    private struct Open {
        var isMapping: Bool
        var isStreamed = false
        var mark: SourceMark
        var items: [DocumentNode] = []
        var entries: [DocumentNode.Entry] = []
        /// Numbers of the entries by key, once there are too many to look through.
        var numbers: [String: Int] = [:]
        var pendingKey: (text: String, mark: SourceMark)?

        static let fewEntries = 24

        func first(_ key: String) -> SourceMark? {
            if entries.count <= Self.fewEntries { return entries.first { $0.key == key }?.keyMark }
            return numbers[key].map { entries[$0].keyMark }
        }

        mutating func add(_ entry: DocumentNode.Entry) {
            entries.append(entry)
            if entries.count == Self.fewEntries + 1 {
                for (number, entry) in entries.enumerated() { numbers[entry.key] = number }
            } else if entries.count > Self.fewEntries {
                numbers[entry.key] = entries.count - 1
            }
        }
    }

    let limits: DocumentLimits
    private let stream: ItemStream?
    private var open: [Open] = []
    private var nodes = 0
    private(set) var root: DocumentNode?
    private(set) var repeatedKeys: [RepeatedKey] = []

    init(limits: DocumentLimits, stream: ItemStream? = nil) {
        self.limits = limits
        self.stream = stream
    }

    /// Whether the next scalar is a key of the innermost mapping.
    var expectsKey: Bool { open.last.map { $0.isMapping && $0.pendingKey == nil } ?? false }

    mutating func begin(mapping: Bool, at mark: SourceMark) throws(DocumentFault) {
        guard !expectsKey else {
            throw DocumentFault(
                code: .syntax, mark: mark, message: "a list or mapping stands where a key belongs",
                remedy: "keys are plain words")
        }
        guard open.count < limits.depth else { throw Self.tooDeep(limits.depth, at: mark) }
        try count(at: mark)
        var opened = Open(isMapping: mapping, mark: mark)
        if open.count == 1, !mapping, let stream, open[0].pendingKey?.text == stream.key,
            open[0].first(stream.key) == nil
        {
            opened.isStreamed = true
        }
        open.append(opened)
    }

    static func tooDeep(_ depth: Int, at mark: SourceMark) -> DocumentFault {
        DocumentFault(
            code: .tooDeep, mark: mark, message: "lists and mappings are nested more than \(depth) deep",
            remedy: "look for a bracket that is never closed")
    }

    mutating func end() {
        guard let closed = open.popLast() else { return }
        let content: DocumentNode.Content = closed.isMapping ? .mapping(closed.entries) : .sequence(closed.items)
        place(DocumentNode(content: content, mark: closed.mark))
    }

    mutating func scalar(_ text: String, isQuoted: Bool, at mark: SourceMark) throws(DocumentFault) {
        try count(at: mark)
        if expectsKey {
            open[open.count - 1].pendingKey = (text, mark)
        } else {
            place(DocumentNode(content: .scalar(text, isQuoted: isQuoted), mark: mark))
        }
    }

    private mutating func place(_ node: DocumentNode) {
        guard !open.isEmpty else {
            root = node
            return
        }
        let last = open.count - 1
        guard open[last].isMapping else {
            if open[last].isStreamed, let stream { stream.take(node) } else { open[last].items.append(node) }
            return
        }
        guard let key = open[last].pendingKey else { return }
        open[last].pendingKey = nil
        if let first = open[last].first(key.text) {
            repeatedKeys.append(RepeatedKey(key: key.text, mark: key.mark, first: first))
        } else {
            open[last].add(DocumentNode.Entry(key: key.text, keyMark: key.mark, value: node))
        }
    }

    private mutating func count(at mark: SourceMark) throws(DocumentFault) {
        nodes += 1
        guard nodes <= limits.nodes else {
            throw DocumentFault(
                code: .tooLarge, mark: mark, message: "the document has more than \(limits.nodes) values",
                remedy: "split it")
        }
    }
}
