/// Why a file cannot be sealed as media: one clause that follows the file's name in a message.
package struct MediaProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
