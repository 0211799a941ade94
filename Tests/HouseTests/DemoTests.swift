import Foundation
import Testing

/// The demo channel's documents against the media its studio makes.
struct DemoTests {
    struct Event {
        var id = ""
        var languages: Set<String> = []
        var media = ""
        var cycle: Int?
        var inFrame = 0
        var frames = 0
    }

    /// The playlist's own layout, one key a line, read without the playlist reader.
    private static func events() -> [Event] {
        var events: [Event] = []
        for line in House.text("Playlists/demo/playlist.yaml").split(separator: "\n") {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("- id: ") { events.append(Event(id: String(text.dropFirst(6)))) }
            guard !events.isEmpty else { continue }
            let last = events.count - 1
            if text.hasPrefix("media: ") { events[last].media = String(text.dropFirst(7)) }
            if text.hasPrefix("in: ") { events[last].inFrame = frames(text) }
            if text.hasPrefix("duration: ") { events[last].frames = frames(text) }
            if text.hasPrefix("start: { cycle: ") { events[last].cycle = frames(text) }
            if text.hasPrefix("title: ") {
                events[last].languages = Set(text.matches(of: #/([a-z]{2}): "[^"]+"/#).map { String($0.1) })
            }
        }
        return events
    }

    /// Frames at 25 of the label in quotes.
    private static func frames(_ line: String) -> Int {
        guard let label = line.firstMatch(of: #/"(\d\d):(\d\d):(\d\d):(\d\d)"/#)?.output else { return -1 }
        let parts = [label.1, label.2, label.3, label.4].map { Int($0)! }
        return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 25 + parts[3]
    }

    private static func lengths() throws -> [String: Int] {
        let studio = House.root.appendingPathComponent("Playlists/demo/studio/make.py").path
        let said = try House.output(of: "/usr/bin/python3", ["-B", studio, ".", "--list"])
        return Dictionary(
            uniqueKeysWithValues: said.split(separator: "\n").map { line in
                let parts = line.split(separator: " ")
                return (String(parts[0]), Int(parts[1]) ?? -1)
            })
    }

    @Test func aTenMinuteCycleWithoutAGap() {
        let events = Self.events()
        #expect(events.count >= 12)
        #expect(Set(events.map(\.id)).count == events.count)
        var next = 0
        for event in events {
            if let cycle = event.cycle { #expect(cycle == next, "\(event.id) starts where the event before it ends") }
            next += event.frames
        }
        #expect(next == 600 * 25)
        #expect(events.filter { $0.cycle != nil }.count >= 3)
    }

    @Test func titlesInFiveLanguages() {
        for event in Self.events() { #expect(event.languages == ["kk", "uz", "ky", "ru", "en"], "\(event.id)") }
    }

    @Test func everyEventFitsItsMediaButTheMissingOne() throws {
        let lengths = try Self.lengths()
        #expect(lengths.count >= 12)
        var missing: Set<String> = []
        for event in Self.events() {
            guard let seconds = lengths[event.media] else {
                missing.insert(event.media)
                continue
            }
            if seconds > 0 { #expect(event.inFrame + event.frames <= seconds * 25, "\(event.id)") }
        }
        #expect(missing == ["lost-reel.mp4"])
    }
}
