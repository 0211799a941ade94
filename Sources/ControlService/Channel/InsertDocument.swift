import Foundation

/// The loose list that inserted media make: what a person would have written.
struct InsertDocument {
    private struct Written: Encodable {
        struct Event: Encodable {
            var id: String
            var title: [String: String]
            var media: String
        }
        var qalqan = 1
        var events: [Event]
    }

    let text: String

    /// - Parameter number: makes the events' identifiers unique.
    init(media: [String], number: Int64) {
        let events = media.enumerated().map { index, name in
            let title = name.split(separator: "/").last.map(String.init) ?? name
            return Written.Event(id: "insert-\(number)-\(index + 1)", title: ["und": title], media: name)
        }
        let bytes = (try? ControlCoding.encode(Written(events: events), pretty: true)) ?? []
        text = String(decoding: bytes, as: UTF8.self)
    }
}
