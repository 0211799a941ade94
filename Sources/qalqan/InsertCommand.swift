import ArgumentParser
import ControlService
import TrustFormats

struct InsertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "insert",
        abstract: "Add media, or the events of a loose list, to the running schedule.",
        discussion: """
            Media are named as in a playlist: below a media folder. They air behind what is on air now; what follows \
            moves back, until the next fixed start.

            Example:
              qalqan insert promos/tonight.mov
              qalqan insert breaking.yaml
            """)

    @Argument(help: ArgumentHelp("Media below a media folder, or one playlist document.", valueName: "MEDIA"))
    var items: [String]

    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func validate() throws {
        let documents = items.filter(PlaylistFile.isDocument)
        if !documents.isEmpty && items.count > 1 {
            throw ValidationError("give media, or one playlist document, not several of both")
        }
    }

    func run() async throws {
        if let document = items.first, PlaylistFile.isDocument(document) {
            let file = try PlaylistFile(reading: document)
            let seal = (try? SmallFile.read(SealPaths(media: document).seal)).flatMap {
                String(validating: $0, as: UTF8.self)
            }
            try channel.order(
                OperatorRequest(
                    .insert, name: file.name, text: file.text, seal: seal, ifRevision: seen.ifRevision))
        } else {
            try channel.order(OperatorRequest(.insert, media: items, ifRevision: seen.ifRevision))
        }
    }
}
