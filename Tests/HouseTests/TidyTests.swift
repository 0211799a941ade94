import Foundation
import Testing

/// The rules of the house that a machine can read.
struct TidyTests {
    @Test func filesAreShort() {
        for folder in ["Sources", "Tests", "Playlists", "Benchmarks"] {
            for path in House.files(below: folder, extensions: ["swift", "c", "h", "py", "sh"]) {
                let lines = House.text(path).split(separator: "\n", omittingEmptySubsequences: false).count
                #expect(lines <= 401, "\(path) has \(lines) lines: split it near 400")
            }
        }
    }

    /// The repository speaks of the project alone.
    @Test func noForeignWords() {
        let words = [
            "/work/", "shared/DESIGN", "shared/CLI", "chatgpt", "claude", "copilot", "language model", "lorem ipsum",
        ]
        for path in House.files(
            below: "", extensions: ["swift", "c", "h", "py", "sh", "md", "yaml", "yml", "json", "html"])
        where path != "Tests/HouseTests/TidyTests.swift" {
            let text = House.text(path).lowercased()
            for word in words where text.contains(word.lowercased()) {
                Issue.record("\(path) says \(word)")
            }
        }
    }

    @Test func linksInDocumentsLeadSomewhere() {
        let link = #/\]\(([^)#\s]+)(?:#[^)]*)?\)/#
        for path in House.files(below: "", extensions: ["md"]) {
            let folder = House.root.appendingPathComponent(path).deletingLastPathComponent()
            for match in House.text(path).matches(of: link) {
                let target = String(match.1)
                if target.contains("://") || target.hasPrefix("mailto:") { continue }
                let place = folder.appendingPathComponent(target.removingPercentEncoding ?? target).path
                #expect(FileManager.default.fileExists(atPath: place), "\(path) points to \(target)")
            }
        }
    }

    @Test func packageListsAreSorted() {
        for name in ["build", "run", "test"] {
            let lines = House.text("Hardware/packages/\(name).txt").split(separator: "\n").filter { !$0.hasPrefix("#") }
            #expect(!lines.isEmpty)
            #expect(lines == lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, "\(name).txt")
            #expect(Set(lines).count == lines.count, "\(name).txt names a package twice")
        }
    }

    /// Tests never sleep: what they wait for tells them, with a limit.
    @Test func testsDoNotSleep() {
        let sleeping = #/\b(Task\.sleep|usleep\(|nanosleep\(|Thread\.sleep|[^_.a-z]sleep\()/#
        for path in House.files(below: "Tests", extensions: ["swift"])
        where !path.hasPrefix("Tests/HouseTests") {
            for (number, line) in House.text(path).split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where line.contains(sleeping) {
                Issue.record("\(path):\(number + 1) sleeps")
            }
        }
    }
}
