import Realtime

/// Why slates could not be made. The channel does not go on air without them.
package enum SlateError: Error, Sendable, CustomStringConvertible {
    /// Memory for the bank.
    case memory(SystemError)
    /// The text library could not draw: what, and in which text.
    case drawing(String)
    /// No font on this machine has a letter that is needed.
    case missingLetters(String)
    /// The background picture.
    case background(String)
    /// The sound could not be measured.
    case sound

    package var description: String {
        switch self {
        case .memory(let error): "slates: \(error)"
        case .drawing(let what): "slates: \(what) could not be drawn"
        case .missingLetters(let text):
            "slates: no font has all letters of \"\(text)\": install fonts-inter (or fonts-dejavu-core)"
        case .background(let path): "slates: background \(path) is not a PNG that can be read"
        case .sound: "slates: the sound could not be measured"
        }
    }
}
