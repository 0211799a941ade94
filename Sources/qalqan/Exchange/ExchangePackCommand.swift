import ArgumentParser
import ExchangeBundles
import Foundation
import TrustFormats

struct ExchangePackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Make a bundle of sealed media.",
        discussion: """
            Each medium goes in with FILE.seal.json and FILE.seal.tree, and with the files beside it that share its name: \
            subtitles (srt, vtt, stl, ttml, scc) and metadata (xml, json, yaml, txt, pdf). Every byte is compared with the seal \
            first. Paths in the bundle are those below --base, and will be those below the receiver's media folder.

            Example:
              qalqan exchange pack media/news/0600.mov --base media --key newsroom.key --output for-tashkent.tar
            """)

    @Argument(help: "Sealed media files.")
    var media: [String]

    @OptionGroup var key: DeskKeyOptions

    @Option(help: ArgumentHelp("The bundle to make; must not be there yet.", valueName: "BUNDLE"))
    var output: String

    @Option(
        help: ArgumentHelp("Folder that paths in the bundle begin at; the current one by default.", valueName: "DIR"))
    var base = "."

    @Flag(help: "Make a folder instead of one file.")
    var folder = false

    @Flag(help: "Leave out the files beside the media.")
    var withoutSidecars = false

    @Option(help: "What the receiver should know of it, a line of text.")
    var note: String?

    @Flag(help: "Print JSON.")
    var json = false

    private struct Made: Encodable {
        var bundle: String
        var serial: String
        var files: [BundleManifest.File]
        var bytes: Int64
    }

    func run() async throws {
        let signer = try key.load()
        var inputs: [BundlePacker.Input] = []
        for file in media { inputs += try gathered(file) }
        let progress = WorkProgress("packing", files: inputs.map(\.source) + inputs.map(\.source))
        let packer = BundlePacker(key: signer, note: note) { progress.add(bytes: $0) }
        let signed: SignedManifest
        do throws(BundleProblem) {
            signed = try packer.pack(inputs, to: output, asFolder: folder)
        } catch {
            progress.finish()
            throw CommandFailure.refused(error.description)
        }
        progress.finish()
        let manifest = signed.manifest
        if json {
            print(
                JSONText.of(
                    Made(bundle: output, serial: manifest.serial, files: manifest.files, bytes: manifest.totalBytes)))
        } else {
            let count = manifest.media.count
            print("packed  \(output)  \(count) media, \(manifest.files.count) files, \(manifest.totalBytes) bytes")
        }
    }

    private static let subtitles: Set<String> = ["srt", "vtt", "stl", "ttml", "dfxp", "scc"]
    private static let metadata: Set<String> = ["xml", "json", "yaml", "yml", "txt", "pdf"]

    /// A medium and all that belongs to it.
    private func gathered(_ file: String) throws -> [BundlePacker.Input] {
        let path = try inside(file)
        let (paths, inner) = (SealPaths(media: file), SealPaths(media: path))
        var inputs = [
            BundlePacker.Input(source: file, path: path, role: .media),
            BundlePacker.Input(source: paths.seal, path: inner.seal, role: .seal, of: path),
            BundlePacker.Input(source: paths.tree, path: inner.tree, role: .tree, of: path),
        ]
        guard !withoutSidecars else { return inputs }
        let folder = (file as NSString).deletingLastPathComponent
        let stem = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder).sorted()
        for name in names where name.hasPrefix(stem + ".") && !SealPaths.isSidecar(name) {
            let ending = (name as NSString).pathExtension.lowercased()
            let role: BundleManifest.Role? =
                Self.subtitles.contains(ending) ? .subtitles : Self.metadata.contains(ending) ? .metadata : nil
            let source = folder.isEmpty ? name : folder + "/" + name
            guard let role, source != file, !media.contains(source) else { continue }
            inputs.append(BundlePacker.Input(source: source, path: try inside(source), role: role, of: path))
        }
        return inputs
    }

    /// A file's path below the base.
    private func inside(_ file: String) throws -> String {
        let root = URL(fileURLWithPath: base).standardizedFileURL.path
        let path = URL(fileURLWithPath: file).standardizedFileURL.path
        guard path.hasPrefix(root == "/" ? "/" : root + "/") else {
            throw CommandFailure.refused("\(file): not below \(base); --base names the folder that paths begin at")
        }
        return String(path.dropFirst(root == "/" ? 1 : root.utf8.count + 1))
    }
}
