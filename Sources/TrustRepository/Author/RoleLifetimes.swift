/// How long each role's metadata count from the moment they are made, in seconds.
package struct RoleLifetimes: Hashable, Sendable {
    package var root: Int64 = 365 * 86_400
    package var targets: Int64 = 90 * 86_400
    package var snapshot: Int64 = 7 * 86_400
    package var timestamp: Int64 = 86_400

    package init() {}
}
