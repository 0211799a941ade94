/// The media of a schedule, each looked up once, and their files, each with a number.
struct MediaTable {
    private(set) var assets: [Asset] = []
    private var numbers: [Asset: Int] = [:]
    private var records: [MediaUse: MediaRecord] = [:]
    /// What is known of media; what is not in it is missing.
    private let standings: [MediaUse: MediaStanding]
    /// What was known of them before.
    private let former: [MediaUse: [FormerStanding]]
    /// Those learnt of later; apart, because the others are shared with the inputs.
    private var later: [MediaUse: MediaStanding] = [:]

    init(_ standings: [MediaUse: MediaStanding], former: [MediaUse: [FormerStanding]] = [:]) {
        self.standings = standings
        self.former = former
    }

    /// Learns of media that were not known; those that are stay as they are.
    mutating func add(_ more: [MediaUse: MediaStanding]) {
        later.merge(more) { known, _ in known }
    }

    mutating func record(of use: MediaUse) -> MediaRecord {
        if let known = records[use] { return known }
        let standing = standings[use] ?? later[use] ?? .missing
        let record = MediaRecord(
            use: use, standing: standing, asset: standing.asset.map { number(of: $0) }, former: former[use] ?? [])
        records[use] = record
        return record
    }

    private mutating func number(of asset: Asset) -> Int {
        if let number = numbers[asset] { return number }
        assets.append(asset)
        numbers[asset] = assets.count - 1
        return assets.count - 1
    }
}
