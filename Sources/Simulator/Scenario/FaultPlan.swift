/// Everything that happens to a simulated channel, as data: printed, read and replayed.
package struct FaultPlan: Hashable, Sendable {
    /// Ascending by frame.
    package var faults: [Fault]

    package init(_ faults: [Fault] = []) {
        self.faults = faults.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// A line that is not a fault.
    package struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
        package var line: Int
        package var text: String
        package var description: String {
            "line \(line): `\(text)` is not a fault; expected `at FRAME KIND for FRAMES target NUMBER amount NUMBER`"
        }
    }

    /// Reads a plan of one fault a line; blank lines and lines that begin with `#` are skipped.
    package init(text: String) throws(Unreadable) {
        var faults: [Fault] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == " " }) || line.hasPrefix("#") { continue }
            guard let fault = Fault(line) else { throw Unreadable(line: index + 1, text: String(line)) }
            faults.append(fault)
        }
        self.init(faults)
    }
}

extension FaultPlan: CustomStringConvertible {
    package var description: String { faults.map { "\($0)\n" }.joined() }
}
