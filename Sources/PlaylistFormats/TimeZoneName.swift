/// The shape of a time zone's name in the tz database; whether it exists is for the database to say.
package enum TimeZoneName {
    package static func isWellFormed(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count) else { return false }
        return parts.allSatisfy { part in
            part.first.map { $0.isASCII && $0.isLetter } ?? false
                && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-_".contains($0)) }
        }
    }
}
