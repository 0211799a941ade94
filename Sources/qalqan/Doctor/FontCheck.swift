import Foundation

/// Whether slates can be drawn: the house's font, with the letters of its languages.
enum FontCheck {
    static let places = ["/usr/share/fonts", "/usr/local/share/fonts", NSHomeDirectory() + "/.local/share/fonts"]

    static func examine() -> [Finding] {
        for place in places {
            guard let files = FileManager.default.enumerator(atPath: place) else { continue }
            for case let file as String in files where isInter(file) {
                return [Finding("fonts", .good, "slates are drawn in Inter (\(place)/\(file))")]
            }
        }
        return [
            Finding(
                "fonts", .warning, "the font Inter is missing: slates fall back to what the box has",
                remedy: "apt install fonts-inter")
        ]
    }

    private static func isInter(_ path: String) -> Bool {
        let name = (path as NSString).lastPathComponent
        return name.hasPrefix("Inter") && ["otf", "ttf", "ttc"].contains((name as NSString).pathExtension)
    }
}
