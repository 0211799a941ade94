/// Why a bundle, or something in it, is refused: one sentence that begins with what it is about.
package struct BundleProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
