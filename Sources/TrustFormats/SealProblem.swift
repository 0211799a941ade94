/// What is wrong with a seal, a key file or a settings file: one clause that follows the file's name in a message.
package struct SealProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
