import Playlist
import PlaylistFormats
import Timecode
import Trust

/// `trust.root`, `repository`, `offlineHold` and `evergreen`: trust that comes from a repository.
extension ConfigurationReader {
    static let repositoryKeys = ["root", "repository", "offlineHold", "evergreen"]

    mutating func readRepository(_ trust: DocumentFields) {
        guard let root = trust.text("root") else {
            for key in Self.repositoryKeys where key != "root" && trust[key] != nil {
                reading.error(
                    .conflict, at: trust.keyMark(of: key) ?? trust.mark,
                    "`\(key)` belongs to a trust repository, and there is no `root`",
                    "write `root: trust/root.json`, the root metadata that the repository's owners gave you")
            }
            return
        }
        settings.places[.trustRoot] = trust.mark(of: "root")
        if trust["desks"] != nil {
            reading.error(
                .conflict, at: trust.keyMark(of: "desks") ?? trust.mark,
                "with `root` the desks come from the repository, and from nowhere else",
                "remove `desks`, and have them published in the repository's desks.json")
        }
        let remedy = "write repository: { addresses: [\"https://trust.example.org/region\", /media/trust] }"
        guard trust.required("repository", remedy) != nil,
            let fields = trust.fields("repository", known: ["addresses", "refresh"]),
            fields.required("addresses", remedy) != nil, let texts = fields.texts("addresses")
        else { return }
        var repository = ChannelSettings.Repository(root: path(root), addresses: [])
        for text in texts {
            if text.hasPrefix("https://"), text.utf8.count > 8 {
                repository.addresses.append(text)
            } else if text.contains("://") {
                reading.error(
                    .wrongValue, at: fields.mark(of: "addresses"), "`\(text)` is not an address of a repository",
                    "write the path of a folder, or an address that begins with https://")
            } else {
                repository.addresses.append(path(text))
            }
        }
        if texts.isEmpty {
            reading.error(.wrongValue, at: fields.mark(of: "addresses"), "the repository has no address", remedy)
        }
        repository.refresh = span("refresh", in: fields, 10...86_400, "10s to 24h") ?? repository.refresh
        repository.offlineHold =
            span("offlineHold", in: trust, 0...2_592_000, "0s to 720h") ?? repository.offlineHold
        settings.trust.repository = repository
        guard let evergreen = trust.fields("evergreen", known: ["categories", "pools"]) else { return }
        settings.trust.evergreen.categories = evergreen.texts("categories") ?? []
        settings.trust.evergreen.pools = evergreen.texts("pools") ?? []
        settings.places[.evergreenPools] = evergreen.mark(of: "pools")
    }

    /// Pools are known when the fillers have been read.
    func checkEvergreen() {
        let known = Set(settings.fillers.map(\.id))
        for pool in settings.trust.evergreen.pools where !known.contains(pool) {
            reading.error(
                .wrongValue, at: settings.places[.evergreenPools] ?? .none,
                "there is no pool `\(pool)` under `fillers`",
                "name a pool of the configuration's `fillers`, or add one")
        }
    }

    private func span(
        _ key: String, in fields: DocumentFields, _ range: ClosedRange<Int64>, _ expected: String
    ) -> Int64? {
        guard let amount = fields.amount(key) else { return nil }
        if case .seconds(let value) = amount, range.contains(value) { return value }
        reading.error(
            .wrongValue, at: fields.mark(of: key), "`\(key)` is from \(expected)",
            "write whole seconds, minutes or hours")
        return nil
    }

    /// Reads `policy.json` of a repository: what stands under `trust.policy` in a configuration, as a document of its own.
    ///
    /// - Returns: the policy when there is no error, and all diagnostics.
    public static func policy(
        _ bytes: [UInt8], file: String, isRehearsal: Bool
    ) -> (policy: TrustPolicy?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        guard let tree = DocumentText.tree(bytes, file: file, limits: .configuration, diagnostics: &diagnostics) else {
            return (nil, diagnostics)
        }
        let reading = DocumentReading(file: file)
        reading.add(contentsOf: diagnostics)
        var reader = ConfigurationReader(reading: reading, folder: "/", settings: ChannelSettings(folder: "/"))
        reader.settings.isRehearsal = isRehearsal
        reader.readPolicy(tree)
        let all = reading.diagnostics.inReadingOrder()
        return (all.hasErrors ? nil : reader.settings.trust.policy, all)
    }
}
