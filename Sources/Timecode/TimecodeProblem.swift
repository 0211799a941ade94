/// Why a label or an amount of time means nothing at a rate.
public enum TimecodeProblem: Error, Hashable, Sendable {
    /// The frame number is not below the nominal rate.
    case frameBeyondRate(label: String, rate: FrameRate)
    /// `;` at a rate that does not count in drop-frame.
    case dropFrameNotLegal(label: String, rate: FrameRate)
    /// One of the labels that drop-frame counting leaves out.
    case droppedLabel(label: String, rate: FrameRate)
    /// More than is accepted.
    case tooLong(String, days: Int64)
}

extension TimecodeProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .frameBeyondRate(let label, let rate):
            "\(label) does not exist at \(rate) frames per second: frames count from 00 to \(padded(rate.nominal - 1, 2))"
        case .dropFrameNotLegal(let label, let rate):
            "\(label) is a drop-frame label, which exists only at 30000/1001 and its multiples, not at \(rate); write `:` before the frames"
        case .droppedLabel(let label, let rate):
            "\(label) is one of the labels that drop-frame counting leaves out; the next one is ;\(padded(rate.nominal / 15, 2))"
        case .tooLong(let text, let days):
            "\(text) is longer than \(days) days"
        }
    }
}
