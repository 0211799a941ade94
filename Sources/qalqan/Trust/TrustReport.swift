import ChannelConfiguration
import ControlService
import Trust
import TrustFormats
import TrustRepository

/// What a channel trusts, as `qalqan trust show` prints it.
struct TrustReport: Encodable {
    struct Desk: Encodable {
        let name: String
        let country: String
        let keyID: String
    }

    struct Role: Encodable {
        let role: String
        let version: Int64
        let expires: String
    }

    struct Rule: Encodable {
        let approvals: Int
        let countries: Int
    }

    /// `configuration` or `repository`.
    let source: String
    /// `lasting`, `fresh`, `expired`, `over` or `absent`.
    let freshness: String
    let expires: String?
    let holdEnds: String?
    let desks: [Desk]
    let policy: [String: Rule]
    let roles: [Role]
    let addresses: [String]
    let problem: String?

    init(_ reading: TrustReading, _ settings: ChannelSettings) {
        source = settings.trust.repository == nil ? "configuration" : "repository"
        freshness =
            switch reading.basis.freshness {
            case .lasting: "lasting"
            case .fresh: "fresh"
            case .expired: "expired"
            case .over: "over"
            case .absent: "absent"
            }
        expires = reading.region.map { MetadataTime.text($0.expires) }
        holdEnds = reading.region.map { MetadataTime.text($0.holdEnds) }
        desks = reading.basis.desks.entries.map {
            Desk(name: $0.desk.name, country: $0.desk.country, keyID: $0.keyID)
        }
        let own = reading.basis.policy
        policy = own.categories.merging(["default": own.standard]) { $1 }
            .mapValues { Rule(approvals: $0.approvals, countries: $0.countries) }
        roles = MetadataRole.allCases.compactMap { role in
            reading.region?.roles[role].map {
                Role(role: role.rawValue, version: $0.version, expires: MetadataTime.text($0.expires))
            }
        }
        addresses = settings.trust.repository?.addresses ?? []
        problem =
            reading.problem
            ?? (settings.trust.repository != nil && reading.region == nil
                ? "nothing of the repository has been accepted yet: qalqan trust update" : nil)
    }

    var text: String {
        var lines = ["source     \(source)\(addresses.isEmpty ? "" : ": \(addresses.joined(separator: ", "))")"]
        switch freshness {
        case "fresh": lines.append("freshness  fresh until \(expires ?? "")")
        case "expired":
            lines.append(
                "freshness  EXPIRED \(expires ?? ""): nothing new is admitted; what was accepted airs until \(holdEnds ?? "")"
            )
        case "over":
            lines.append(
                "freshness  EXPIRED \(expires ?? ""), hold over since \(holdEnds ?? ""): only evergreen items air")
        case "absent": lines.append("freshness  nothing in force: only slates air")
        default: lines.append("freshness  does not end (the configuration's desks)")
        }
        if !roles.isEmpty {
            lines += [
                "",
                TextTable(
                    heads: ["ROLE", "VERSION", "EXPIRES"], rows: roles.map { [$0.role, "\($0.version)", $0.expires] },
                    right: [1]
                ).text,
            ]
        }
        lines += [
            "",
            TextTable(
                heads: ["DESK", "COUNTRY", "KEY"], rows: desks.map { [$0.name, $0.country, $0.keyID] }
            ).text,
        ]
        lines += [
            "",
            TextTable(
                heads: ["CATEGORY", "APPROVALS", "COUNTRIES"],
                rows: policy.sorted { $0.key < $1.key }.map {
                    [$0.key, "\($0.value.approvals)", "\($0.value.countries)"]
                },
                right: [1, 2]
            ).text,
        ]
        return lines.joined(separator: "\n")
    }
}
