import Playlist
import PlaylistFormats
import Timecode

extension ConfigurationReader {
    /// How operators' edits meet what is on air.
    mutating func readEdits(_ fields: DocumentFields) {
        guard let edits = fields.fields("edits", known: ["guard", "replaced", "consent", "consentWithin"]) else {
            return
        }
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
        readConsent(edits)
        settings.edits.replaced =
            edits.word("replaced", among: ["finish": .finish, "cut": .cut]) ?? settings.edits.replaced
    }

    /// `consent` and `consentWithin`: the orders that need two persons.
    private mutating func readConsent(_ edits: DocumentFields) {
        let known = ChannelSettings.Edits.consentable + ChannelSettings.Edits.consentReserved
        for node in edits.sequence("consent") ?? [] {
            guard let name = edits.text(node, as: "consent") else { continue }
            guard known.contains(name) else {
                let meant = NearestName.of(name, among: known).map { "did you mean `\($0)`?" }
                reading.error(
                    .wrongValue, at: node.mark, "`\(name)` is no order that can be put under consent",
                    meant ?? "known are \(known.joined(separator: ", "))")
                continue
            }
            settings.edits.consent.insert(name)
        }
        guard let amount = edits.amount("consentWithin") else { return }
        let rate = settings.format.rate
        let frames = (try? amount.frames(at: rate)) ?? 0
        let seconds = frames * rate.denominator / rate.numerator
        guard (10...600).contains(seconds) else {
            reading.error(
                .wrongValue, at: edits.mark(of: "consentWithin"), "`\(amount)` is not 10 seconds to 10 minutes",
                "write how long the second person has, as 60s")
            return
        }
        settings.edits.consentSeconds = seconds
    }
}
