import Playlist

extension OperatorRequest {
    /// What it asks for, in a line, for whoever has to agree to it. Documents are named by their digest.
    package var summary: String {
        var words = [command.rawValue]
        if let event { words.append("`\(event)`") }
        if let reason { words.append(reason) }
        if let name { words.append(name) }
        if let text { words.append("(\(DocumentStore.digest(Array(text.utf8)).prefix(12)))") }
        if let media { words += media }
        for (label, value) in [
            ("at", start), ("before", before), ("after", after), ("soft", soft), ("in", inPoint),
            ("duration", duration),
            ("by", by), ("to", to), ("day", day),
        ] {
            if let value { words.append("\(label) \(value)") }
        }
        if let number { words.append("\(number)") }
        if replace == true { words.append("in the place of what is there") }
        if event == nil, command == .take || command == .skip { words.append("the next event, whichever it then is") }
        return words.joined(separator: " ")
    }
}
