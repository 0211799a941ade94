/// The shape of an ISO 3166 code: a country (`KZ`) or a part of one (`KZ-75`).
package enum RegionCode {
    package static func isWellFormed(_ text: String) -> Bool {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let isCapital = { (character: Character) in ("A"..."Z").contains(character) }
        guard parts[0].utf8.count == 2, parts[0].allSatisfy(isCapital) else { return false }
        return parts.count == 1
            || (1...3).contains(parts[1].utf8.count)
                && parts[1].allSatisfy { isCapital($0) || ("0"..."9").contains($0) }
    }
}
