/// A list kept in short arrays, so that a change in the middle of a long one moves few elements, and so that copies share
/// whatever neither has changed.
///
/// Indices count from 0 like an array's. Reading costs O(log n), changing O(part + number of parts).
struct Chunks<Element> {
    private var parts: [[Element]] = []
    /// Index of each part's first element.
    private var starts: [Int] = []
    private(set) var count = 0
    /// No element at this index or behind it has been changed, put in or moved among its neighbours since
    /// `forgetChanges()`.
    private(set) var changedEnd = 0

    private static var most: Int { 256 }

    init() {}

    /// From now on only later changes count for `changedEnd`.
    mutating func forgetChanges() { changedEnd = 0 }

    /// Number of the part that holds `index`. O(log parts).
    private func part(of index: Int) -> Int {
        var (low, high) = (0, starts.count)
        if let last = starts.last, last <= index { return high - 1 }
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= index { low = middle } else { high = middle }
        }
        return low
    }

    private mutating func number(from part: Int) {
        var start = part == 0 ? 0 : starts[part - 1] + parts[part - 1].count
        starts.removeSubrange(part...)
        starts.reserveCapacity(parts.count)
        for index in part..<parts.count {
            starts.append(start)
            start += parts[index].count
        }
        count = start
    }

    /// The elements of `other` from `index` on, behind these; whole parts are shared.
    mutating func append(_ other: Chunks, from index: Int) {
        guard index < other.count else { return }
        let first = other.part(of: index)
        let known = parts.count
        parts.append(Array(other.parts[first][(index - other.starts[first])...]))
        parts.append(contentsOf: other.parts[(first + 1)...])
        number(from: known)
    }

    /// Drops everything from `index` on.
    mutating func truncate(to index: Int) {
        guard index < count else { return }
        let part = part(of: index)
        parts.removeSubrange((part + 1)...)
        parts[part].removeSubrange((index - starts[part])...)
        if parts[part].isEmpty { parts.removeLast() }
        number(from: part)
        changedEnd = Swift.min(changedEnd, count)
    }
}

extension Chunks: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(index: Int) -> Element {
        get {
            let part = part(of: index)
            return parts[part][index - starts[part]]
        }
        _modify {
            let part = part(of: index)
            changedEnd = Swift.max(changedEnd, index + 1)
            yield &parts[part][index - starts[part]]
        }
    }

    mutating func append(_ element: Element) {
        if let last = parts.indices.last, parts[last].count < Self.most {
            parts[last].append(element)
        } else {
            starts.append(count)
            var part: [Element] = []
            part.reserveCapacity(Self.most)
            part.append(element)
            parts.append(part)
        }
        count += 1
    }

    @discardableResult
    mutating func removeLast() -> Element {
        let last = parts.count - 1
        let element = parts[last].removeLast()
        if parts[last].isEmpty {
            parts.removeLast()
            starts.removeLast()
        }
        count -= 1
        changedEnd = Swift.min(changedEnd, count)
        return element
    }

    mutating func replaceSubrange(_ range: Range<Int>, with elements: some Collection<Element>) {
        let moved = elements.count - range.count
        let behind = changedEnd > range.upperBound ? changedEnd + moved : 0
        changedEnd = Swift.max(behind, range.lowerBound + elements.count)
        if range.lowerBound == count {
            for element in elements { append(element) }
            return
        }
        let first = part(of: range.lowerBound)
        let last = range.isEmpty ? first : part(of: range.upperBound - 1)
        var middle = Array(parts[first][..<(range.lowerBound - starts[first])])
        middle.append(contentsOf: elements)
        middle.append(contentsOf: parts[last][(range.upperBound - starts[last])...])
        var pieces: [[Element]] = []
        var start = 0
        while start < middle.count {
            let end = Swift.min(middle.count, start + Self.most)
            pieces.append(Array(middle[start..<end]))
            start = end
        }
        parts.replaceSubrange(first...last, with: pieces)
        number(from: first)
    }
}

extension Chunks: Sendable where Element: Sendable {}
