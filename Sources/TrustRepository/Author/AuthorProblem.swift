/// Why a repository was not made or changed: what, where, what to do.
package struct AuthorProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
