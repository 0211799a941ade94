import Playlist
import PlaylistFormats

/// `outputs`: where the programme goes.
extension ConfigurationReader {
    mutating func readOutputs(_ fields: DocumentFields) {
        guard let nodes = fields.sequence("outputs") else { return }
        if nodes.count > 32 {
            reading.error(
                .wrongValue, at: fields.mark(of: "outputs"), "a channel has at most 32 outputs", "remove some")
            return
        }
        var names: Set<String> = []
        var writers: [String: String] = [:]
        for node in nodes {
            guard let kind = kindName(node) else { continue }
            guard let output = output(node, kind: kind) else { continue }
            var name = output.name ?? kind
            var number = 2
            while output.name == nil, names.contains(name) {
                name = "\(kind)-\(number)"
                number += 1
            }
            if !names.insert(name).inserted {
                reading.error(
                    .conflict, at: node.mark, "there is an output named \(name) already",
                    "give every output its own name")
                continue
            }
            for (key, target) in output.kind.targets {
                if let other = writers[target] {
                    reading.error(
                        .conflict, at: node.mark(of: key), "output \(name) would write where output \(other) writes",
                        "give every output a file, folder, pipe or address of its own")
                }
                writers[target] = name
            }
            settings.outputs.append(OutputSettings(name: name, kind: output.kind))
            settings.places[.output(name)] = node.mark
        }
    }

    private static let kinds = ["audio", "stream", "hls", "file", "raw", "display"]

    private func kindName(_ node: DocumentNode) -> String? {
        guard case .mapping(let entries) = node.content else {
            reading.error(
                .wrongType, at: node.mark, "an output is a mapping, not \(node.kindName)",
                "write { kind: audio, role: programme-audio }")
            return nil
        }
        guard let entry = entries.first(where: { $0.key == "kind" }) else {
            reading.error(
                .missingKey, at: node.mark, "the output has no `kind`", "one of \(reading.list(Self.kinds))")
            return nil
        }
        guard case .scalar(let kind, _) = entry.value.content, Self.kinds.contains(kind) else {
            let text = entry.value.kindName.filter { $0 != "`" }
            let remedy =
                NearestName.of(text, among: Self.kinds).map { "did you mean `\($0)`?" }
                ?? "one of \(reading.list(Self.kinds))"
            reading.error(.wrongValue, at: entry.value.mark, "there is no output kind `\(text)`", remedy)
            return nil
        }
        if kind == "display" {
            reading.error(
                .notSupported, at: entry.value.mark, "display outputs are not supported yet",
                "use `stream` or `hls` for a picture, `audio` for sound")
            return nil
        }
        return kind
    }

    private func output(_ node: DocumentNode, kind: String) -> (name: String?, kind: OutputSettings.Kind)? {
        let own: [String] =
            switch kind {
            case "audio": ["role", "device", "delay"]
            case "stream": ["url"] + Self.codingKeys + Self.transportKeys
            case "hls": ["folder", "width", "height", "segment", "listed"] + Self.codingKeys
            case "file": ["path"] + Self.codingKeys + Self.transportKeys
            default: ["path", "audioPath", "audioFormat"]
            }
        guard let fields = reading.fields(node, of: "an output of kind \(kind)", known: ["kind", "name"] + own) else {
            return nil
        }
        let name = fields.text("name", most: 32)
        if let name, !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }) {
            reading.error(
                .wrongValue, at: fields.mark(of: "name"), "`\(name)` is not a name for an output",
                "use letters, digits, `-` and `_` only")
        }
        let settings: OutputSettings.Kind? =
            switch kind {
            case "audio": audio(fields).map { .audio($0) }
            case "stream": stream(fields).map { .stream($0) }
            case "hls": hls(fields).map { .hls($0) }
            case "file":
                file(fields).map { .file($0) }
            default: raw(fields).map { .raw($0) }
            }
        return settings.map { (name, $0) }
    }

    private func required(_ key: String, _ remedy: String, in fields: DocumentFields) -> String? {
        fields.required(key, remedy) == nil ? nil : fields.text(key)
    }

    private func audio(_ fields: DocumentFields) -> OutputSettings.Audio? {
        let delay = fields.integer("delay", in: 0...2000) ?? 0
        switch (fields.text("role", most: 64), fields.text("device", most: 256)) {
        case (let role?, nil): return OutputSettings.Audio(target: .role(role), delayMilliseconds: delay)
        case (nil, let device?): return OutputSettings.Audio(target: .device(device), delayMilliseconds: delay)
        case (nil, nil):
            reading.error(
                .missingKey, at: fields.mark, "the audio output names no card",
                "write role: programme-audio, or device: with the ALSA name of a PCM")
        case (.some, .some):
            reading.error(
                .conflict, at: fields.mark(of: "device"), "an audio output has a `role` or a `device`, not both",
                "remove one of the two")
        }
        return nil
    }

    private func stream(_ fields: DocumentFields) -> OutputSettings.Stream? {
        let coding = coding(fields)
        let transport = transport(fields, carrying: coding)
        guard let url = required("url", "write url: \"udp://127.0.0.1:5000\"", in: fields) else { return nil }
        guard StreamURL.isUsable(url) else {
            reading.error(
                .wrongValue, at: fields.mark(of: "url"), "`\(url)` is not an address to stream to",
                "write udp://ADDRESS:PORT with a port from 1 to 65535")
            return nil
        }
        return OutputSettings.Stream(url: url, coding: coding, transport: transport)
    }

    private func file(_ fields: DocumentFields) -> OutputSettings.File? {
        let coding = coding(fields)
        let transport = transport(fields, carrying: coding)
        guard let text = required("path", "name the file to write, as path: air.ts", in: fields) else { return nil }
        return OutputSettings.File(path: path(text), coding: coding, transport: transport)
    }

    private func hls(_ fields: DocumentFields) -> OutputSettings.HLS? {
        var hls = OutputSettings.HLS(folder: "")
        hls.width = fields.integer("width", in: 16...4096)
        hls.height = fields.integer("height", in: 16...4096)
        for (key, value) in [("width", hls.width), ("height", hls.height)] where (value ?? 0) % 2 != 0 {
            reading.error(.wrongValue, at: fields.mark(of: key), "`\(key)` is an even number", "add or take 1")
        }
        hls.segmentSeconds = seconds("segment", in: fields) ?? hls.segmentSeconds
        hls.listed = fields.integer("listed", in: 3...60) ?? hls.listed
        hls.coding = coding(fields)
        guard let folder = required("folder", "name the folder to write, as folder: hls", in: fields) else {
            return nil
        }
        hls.folder = path(folder)
        return hls
    }

    private func raw(_ fields: DocumentFields) -> OutputSettings.Raw? {
        guard let text = required("path", "name the file or FIFO for the pictures", in: fields) else { return nil }
        var raw = OutputSettings.Raw(path: path(text))
        raw.audioPath = fields.text("audioPath").map(path)
        raw.audioFormat =
            fields.word(
                "audioFormat", among: ["s16le": .s16le, "f32le": .f32le])
            ?? raw.audioFormat
        return raw
    }
}
