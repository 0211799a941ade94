import Playlist
import PlaylistFormats
import Timecode
import Trust

/// `trust`: the desks whose signatures count, and how many of them are asked for.
extension ConfigurationReader {
    mutating func readTrust(_ fields: DocumentFields) {
        let known = ["desks", "policy", "revokedKeys", "recalls"] + Self.repositoryKeys
        guard let trust = fields.fields("trust", known: known) else { return }
        readRepository(trust)
        if let folder = trust.text("recalls") { settings.trust.recallFolder = path(folder) }
        for node in trust.sequence("revokedKeys") ?? [] {
            if let key = revokedKey(node) { settings.trust.revokedKeys.append(key) }
        }
        var seen: [String: (line: Int, desk: Desk)] = [:]
        for node in trust.sequence("desks") ?? [] {
            guard let desk = desk(node) else { continue }
            // A desk that changes its key is there twice for a while.
            if let (line, other) = seen[desk.name], other.country != desk.country || other.keyPath == desk.keyPath {
                reading.error(
                    .conflict, at: node.mark, "there is a desk named \(desk.name) on line \(line) already",
                    "give every desk its own name; the same desk's other key has the same country and another `key`")
                continue
            }
            seen[desk.name] = (node.mark.line, desk)
            settings.places[.desk(desk.name)] = node.mark(of: "key")
            settings.trust.desks.append(desk)
        }
        guard let policy = trust["policy"] else { return }
        readPolicy(policy)
    }

    private func desk(_ node: DocumentNode) -> Desk? {
        guard let desk = reading.fields(node, of: "a desk", known: Self.deskKeys) else { return nil }
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
        var result = Desk(name: name, country: country, keyPath: path(key))
        if let roles = roles(desk) { result.roles = roles }
        result.notBefore = instant("notBefore", in: desk)
        result.notAfter = instant("notAfter", in: desk)
        if let from = result.notBefore, let end = result.notAfter, end <= from {
            reading.error(
                .wrongValue, at: desk.mark(of: "notAfter"), "the key of \(name) ends before it begins",
                "write a `notAfter` that is later than `notBefore`")
        }
        return result
    }

    private static let deskKeys = ["name", "country", "key", "roles", "notBefore", "notAfter"]

    /// `nil` when none are named: a desk may then do everything.
    private func roles(_ desk: DocumentFields) -> Set<DeskRole>? {
        guard let names = desk.texts("roles") else { return nil }
        var roles: Set<DeskRole> = []
        for name in names {
            guard let role = DeskRole(rawValue: name) else {
                let known = DeskRole.allCases.map(\.rawValue)
                reading.error(
                    .wrongValue, at: desk.mark(of: "roles"), "`\(name)` is not a role of a desk",
                    NearestName.of(name, among: known).map { "did you mean `\($0)`?" }
                        ?? "write \(known.joined(separator: ", ")), or leave `roles` out for all of them")
                continue
            }
            roles.insert(role)
        }
        if names.isEmpty {
            reading.error(
                .wrongValue, at: desk.mark(of: "roles"), "a desk without any role can do nothing",
                "leave `roles` out for all of them, or remove the desk")
        }
        return roles
    }

    private func instant(_ key: String, in fields: DocumentFields) -> TAIInstant? {
        guard let text = fields.text(key) else { return nil }
        if let instant = TAIInstant(utc: text) { return instant }
        reading.error(
            .wrongValue, at: fields.mark(of: key), "`\(key): \(text)` is not an instant",
            "write 2026-11-22T06:00:00Z, with an offset (+05:00), or a date (its start in UTC)")
        return nil
    }

    private func revokedKey(_ node: DocumentNode) -> KeyRevocation? {
        guard let key = reading.fields(node, of: "a revoked key", known: ["keyid", "since", "reason"]) else {
            return nil
        }
        let remedy = "a revoked key is { keyid: ..., since: 2026-11-22T06:00:00Z, reason: lost }"
        guard key.required("keyid", remedy) != nil, let id = key.text("keyid"), key.required("since", remedy) != nil,
            let since = instant("since", in: key)
        else { return nil }
        guard id.utf8.count == 64, id.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            reading.error(
                .wrongValue, at: key.mark(of: "keyid"), "`keyid` is 64 hexadecimal digits, in small letters",
                "qalqan key list shows the identifiers of keys")
            return nil
        }
        return KeyRevocation(keyID: id, since: since, reason: key.text("reason", most: 500) ?? "")
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
        guard let fields = reading.fields(entry.value, of: what, known: ["approvals", "countries", "disclosure"]) else {
            return nil
        }
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
        let approvers = settings.trust.desks.filter { $0.roles.contains(.approve) }
        let desks = Set(approvers.map(\.name)).count
        if approvals > desks, !settings.trust.desks.isEmpty {
            reading.warning(
                .approvals, at: fields.mark(of: "approvals"),
                "\(approvals) approvals are asked for, but only \(desks) desks may approve: such items never air",
                "name more desks or ask for fewer approvals")
        }
        let named = Set(approvers.map(\.country)).count
        if approvals > 0, approvals <= desks, countries > named, countries <= approvals {
            reading.warning(
                .approvals, at: fields.mark(of: "countries"),
                "\(countries) countries are asked for, but the desks are of \(named) only: such items never air",
                "name desks of more countries or ask for fewer")
        }
        let needsDisclosure = fields.word("disclosure", among: ["required": true, "optional": false]) ?? false
        return TrustPolicy.Rule(
            approvals: Int(approvals), countries: Int(countries), needsDisclosure: needsDisclosure)
    }
}
