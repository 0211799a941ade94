import Playlist
import PlaylistFormats
import Trust

/// `trust`: the desks whose signatures count, and how many of them are asked for.
extension ConfigurationReader {
    mutating func readTrust(_ fields: DocumentFields) {
        guard let trust = fields.fields("trust", known: ["desks", "policy"] + Self.repositoryKeys) else { return }
        readRepository(trust)
        var names: [String: Int] = [:]
        for node in trust.sequence("desks") ?? [] {
            guard let desk = desk(node) else { continue }
            if let line = names[desk.name] {
                reading.error(
                    .conflict, at: node.mark, "there is a desk named \(desk.name) on line \(line) already",
                    "give every desk its own name")
                continue
            }
            names[desk.name] = node.mark.line
            settings.places[.desk(desk.name)] = node.mark(of: "key")
            settings.trust.desks.append(desk)
        }
        guard let policy = trust["policy"] else { return }
        readPolicy(policy)
    }

    private func desk(_ node: DocumentNode) -> Desk? {
        guard let desk = reading.fields(node, of: "a desk", known: ["name", "country", "key"]) else { return nil }
        let remedy = "a desk is { name: bench, country: KZ, key: keys/bench.pub }"
        guard desk.required("name", remedy) != nil, let name = desk.text("name", most: 64),
            desk.required("country", remedy) != nil, let country = desk.text("country"),
            desk.required("key", remedy) != nil, let key = desk.text("key")
        else { return nil }
        guard country.utf8.count == 2, RegionCode.isWellFormed(country) else {
            reading.error(
                .wrongValue, at: desk.mark(of: "country"), "`\(country)` is not a country's ISO 3166 code",
                "write two capitals, as KZ")
            return nil
        }
        return Desk(name: name, country: country, keyPath: path(key))
    }

    mutating func readPolicy(_ node: DocumentNode) {
        guard case .mapping(let entries) = node.content else {
            reading.error(
                .wrongType, at: node.mark, "`policy` is a mapping of categories, not \(node.kindName)",
                "write { default: { approvals: 1 } }")
            return
        }
        for entry in entries {
            guard let rule = rule(entry) else { continue }
            switch entry.key {
            case "default": settings.trust.policy.standard = rule
            // Not a category: what is asked of playlists themselves.
            case "playlists": settings.trust.policy.playlists = rule.approvals > 0 ? rule : nil
            default: settings.trust.policy.categories[entry.key] = rule
            }
        }
    }

    private func rule(_ entry: DocumentNode.Entry) -> TrustPolicy.Rule? {
        let what = "the policy for `\(entry.key)`"
        guard let fields = reading.fields(entry.value, of: what, known: ["approvals", "countries"]) else { return nil }
        guard fields.required("approvals", "write { approvals: 1 }") != nil,
            let approvals = fields.integer("approvals", in: 0...16)
        else { return nil }
        let countries = fields.integer("countries", in: 1...16) ?? 1
        if approvals == 0, !settings.isRehearsal {
            reading.error(
                .approvals, at: fields.mark(of: "approvals"),
                "`approvals: 0` would air what nobody has signed; it is allowed in rehearsal mode only",
                "write `approvals: 1` or more, or `rehearsal: true` for a channel that does not go to viewers")
        }
        if approvals > 0, countries > approvals {
            reading.error(
                .approvals, at: fields.mark(of: "countries"),
                "\(approvals) approvals can never come from \(countries) countries", "ask for fewer countries")
        }
        let desks = settings.trust.desks
        if approvals > desks.count, !desks.isEmpty {
            reading.warning(
                .approvals, at: fields.mark(of: "approvals"),
                "\(approvals) approvals are asked for, but only \(desks.count) desks are named: such items never air",
                "name more desks or ask for fewer approvals")
        }
        return TrustPolicy.Rule(approvals: Int(approvals), countries: Int(countries))
    }
}
