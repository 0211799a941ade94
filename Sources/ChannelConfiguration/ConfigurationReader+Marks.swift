import Playlist
import PlaylistFormats

/// `marks`: where the controller's own marks stand and what the label says. Whether they are on is nobody's to set.
extension ConfigurationReader {
    mutating func readMarks(_ fields: DocumentFields) {
        guard let marks = fields.fields("marks", known: ["rehearsal", "synthetic"]) else { return }
        read("rehearsal", in: marks, into: &settings.marks.rehearsal)
        if let synthetic = read("synthetic", in: marks, into: &settings.marks.synthetic) { readTexts(synthetic) }
    }

    private static let syntheticKeys = ["position", "size", "text"]
    /// A label is read beside the programme: it has to be short.
    private static let mostText = 80

    private mutating func readTexts(_ fields: DocumentFields) {
        for text in fields.texts(byLanguage: "text") {
            guard text.text.count(where: \.isLetter) >= 2, text.text.count <= Self.mostText,
                !text.text.contains(where: \.isNewline)
            else {
                reading.error(
                    .wrongValue, at: fields.mark(of: "text"),
                    "the label in `\(text.language)` must be one line that says something, of at most "
                        + "\(Self.mostText) characters",
                    "write what viewers have to be told; the label cannot be left empty")
                continue
            }
            if text.language != LocalisedText.anyLanguage,
                !settings.channel.languages.contains(where: { Self.primary($0) == Self.primary(text.language) })
            {
                reading.warning(
                    .wrongValue, at: fields.mark(of: "text"),
                    "the label in `\(text.language)` is never shown: it is not a language of the channel",
                    "add it to `channel.languages`, or remove the text")
            }
            settings.marks.syntheticTexts.append(text)
        }
    }

    private static func primary(_ tag: String) -> Substring { tag.prefix { $0 != "-" } }

    @discardableResult
    private func read(
        _ key: String, in marks: DocumentFields, into placement: inout MarkPlacement
    ) -> DocumentFields? {
        let known = key == "synthetic" ? Self.syntheticKeys : ["position", "size"]
        guard let fields = marks.fields(key, known: known) else { return nil }
        placement.position =
            fields.word(
                "position",
                among: [
                    "top-left": .topLeft, "top-right": .topRight, "bottom-left": .bottomLeft,
                    "bottom-right": .bottomRight,
                ]) ?? placement.position
        placement.size = fields.integer("size", in: 75...200) ?? placement.size
        return fields
    }
}
