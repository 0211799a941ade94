import Playlist
import PlaylistFormats

/// `marks`: where the controller's own marks stand. Whether they are on is nobody's to set.
extension ConfigurationReader {
    mutating func readMarks(_ fields: DocumentFields) {
        guard let marks = fields.fields("marks", known: ["rehearsal", "synthetic"]) else { return }
        read("rehearsal", in: marks, into: &settings.marks.rehearsal)
        read("synthetic", in: marks, into: &settings.marks.synthetic)
    }

    private func read(_ key: String, in marks: DocumentFields, into placement: inout MarkPlacement) {
        guard let fields = marks.fields(key, known: ["position", "size"]) else { return }
        placement.position =
            fields.word(
                "position",
                among: [
                    "top-left": .topLeft, "top-right": .topRight, "bottom-left": .bottomLeft,
                    "bottom-right": .bottomRight,
                ]) ?? placement.position
        placement.size = fields.integer("size", in: 75...200) ?? placement.size
    }
}
