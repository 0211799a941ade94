import Glibc

/// Colour for people: nothing but the text itself unless a terminal shows it (and `NO_COLOR` is not set).
struct Ink {
    let isColoured: Bool

    /// For standard output.
    static let standard = Ink(isColoured: isatty(1) == 1 && getenv("NO_COLOR") == nil)

    func strong(_ text: String) -> String { paint(text, "1") }
    func dim(_ text: String) -> String { paint(text, "2") }
    func good(_ text: String) -> String { paint(text, "32") }
    func caution(_ text: String) -> String { paint(text, "33") }
    func bad(_ text: String) -> String { paint(text, "31;1") }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}
