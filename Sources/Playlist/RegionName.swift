/// Regions as ISO 3166 names them: countries (`KZ`) and their parts (`KZ-75`).
public enum RegionName {
    /// Whether what is said of `name` holds in `region`: the same, or the country that `region` is a part of.
    public static func covers(_ name: String, _ region: String) -> Bool {
        name == region || (region.utf8.count > name.utf8.count && region.hasPrefix(name + "-"))
    }

    /// What a table by region says of `region`: its own entry, else that of its country.
    public static func entry<Value>(of region: String, in table: [String: Value]) -> Value? {
        if let own = table[region] { return own }
        guard let dash = region.firstIndex(of: "-") else { return nil }
        return table[String(region[..<dash])]
    }
}
