/// Finds what a misspelt name was meant to be.
enum NearestName {
    /// `: did you mean "x"?`, or nothing when no known name is near.
    static func of(_ name: String, in known: [String]) -> String {
        let nearest = known.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
            .min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= max(2, name.count / 3) else {
            return known.count <= 10 ? ": known are \(known.joined(separator: ", "))" : ""
        }
        return ": did you mean \"\(nearest.name)\"?"
    }

    /// Insertions, removals and replacements that lead from one text to the other (Levenshtein).
    private static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.prefix(64)), Array(b.prefix(64)))
        var row = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let replaced = diagonal + (left == right ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
