import ExchangeBundles
import Trust

/// What `exchange inspect` and `exchange accept` print.
struct ExchangeReport: Encodable {
    struct Item: Encodable {
        var media: String
        var size: Int64
        /// `whole`, `accepted`, `present`, `incomplete` or `refused`.
        var result: String
        var problems: [String]
        var files: [String]
        var serial: String?
        var category: String?
        var languages: [String]?
        var territories: [String]?
        var approvals: [String]?
        var signatures: [String]?
    }

    var bundle: String
    var serial: String
    var createdAt: String
    var note: String?
    var bytes: Int64
    /// Desks of the channel that have signed the manifest; absent when nobody said whom to trust.
    var senders: [String]?
    var items: [Item]
    /// What is wrong with the bundle as a whole.
    var problems: [String] = []

    init(_ bundle: Bundle, _ items: [BundleItem]) {
        self.init(bundle, items: items.map(Self.item))
    }

    init(_ bundle: Bundle, items: [Item]) {
        self.bundle = bundle.path
        serial = bundle.manifest.serial
        createdAt = bundle.manifest.createdAt
        note = bundle.manifest.note
        bytes = bundle.manifest.totalBytes
        self.items = items
    }

    private static func item(_ item: BundleItem) -> Item {
        let result =
            switch item.state {
            case .whole: "whole"
            case .incomplete: "incomplete"
            case .refused: "refused"
            }
        return Item(
            media: item.media.path, size: item.media.size, result: result, problems: item.problems,
            files: item.files.map(\.path), serial: item.seal?.serial, category: item.seal?.category,
            languages: item.seal?.languages, territories: item.seal?.territories,
            approvals: item.approvals?.map(\.desk), signatures: item.signatures)
    }

    /// Prints it; fails when something is missing or refused.
    func show(json: Bool) throws {
        let isGood = problems.isEmpty && items.allSatisfy { ["whole", "accepted", "present"].contains($0.result) }
        if json {
            print(JSONText.of(self))
        } else {
            let from = senders.map { $0.isEmpty ? "" : ", from \($0.joined(separator: ", "))" } ?? ""
            print("bundle \(serial), made \(createdAt)\(from), \(items.count) media, \(bytes) bytes")
            if let note { print("note: \(note.filter { $0.isASCII ? !$0.isNewline && $0.asciiValue! >= 32 : true })") }
            for item in items {
                let who =
                    item.approvals.map {
                        $0.isEmpty ? "no approval that counts" : "approved by \($0.joined(separator: ", "))"
                    }
                    ?? "\(item.signatures?.count ?? 0) signatures, not judged: no --config"
                print("\(item.result)  \(item.media)  \(item.size) bytes, \(item.files.count) files, \(who)")
            }
        }
        for problem in problems { StandardError.write("\(bundle): \(problem)") }
        for item in items { for problem in item.problems { StandardError.write(problem) } }
        if !isGood { throw CommandFailure.refused("") }
    }
}
