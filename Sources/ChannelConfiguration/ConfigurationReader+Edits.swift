import Playlist
import PlaylistFormats
import Timecode

extension ConfigurationReader {
    /// How operators' edits meet what is on air.
    mutating func readEdits(_ fields: DocumentFields) {
        guard let edits = fields.fields("edits", known: ["guard", "replaced"]) else { return }
        if let amount = edits.amount("guard") {
            let rate = settings.format.rate
            let frames = (try? amount.frames(at: rate)) ?? 0
            if frames * rate.denominator * 2 >= rate.numerator, frames * rate.denominator <= rate.numerator * 60 {
                settings.edits.guardTime = amount
            } else {
                reading.error(
                    .wrongValue, at: edits.mark(of: "guard"), "`\(amount)` is not half a second to a minute",
                    "write how long before its frame nothing may be changed any more, as 3s")
            }
        }
        settings.edits.replaced =
            edits.word("replaced", among: ["finish": .finish, "cut": .cut]) ?? settings.edits.replaced
    }
}
