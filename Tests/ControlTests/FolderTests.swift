import Foundation
import Testing
import Timecode
import Trust

@testable import ControlService

@Suite("Folders")
struct FolderTests {
    private func identity(_ bench: Bench, _ name: String) -> FileIdentity { FileIdentity(path: bench[name])! }

    @Test func waitsUntilAFileIsAtRest() {
        let bench = Bench()
        var watch = FolderWatch()
        bench.write("a", to: "day.yaml")
        let first = identity(bench, "day.yaml")
        bench.write("ab", to: "day.yaml")
        let second = identity(bench, "day.yaml")
        var looks: [[FolderWatch.Change]] = []
        // Written twice, at rest, at rest, another again, at rest, gone; then there and gone before it came to rest.
        for identity in [first, second, second, second, first, first, nil, first, nil] {
            looks.append(watch.observe(identity.map { ["day.yaml": $0] } ?? [:]))
        }
        let settled = [FolderWatch.Change.settled("day.yaml")]
        #expect(looks == [[], [], settled, [], [], settled, [.removed("day.yaml")], [], []])
    }

    @Test(
        arguments: [
            ("day.yaml", true), ("day.yml", true), ("day.json", true), (".day.yaml", false), ("day.yaml~", false),
            ("#day.yaml#", false), ("day.yaml.swp", false), ("clip.mov.seal.json", false), (".yaml", false),
            ("notes.txt", false),
        ])
    func knowsPlaylists(name: String, expected: Bool) { #expect(FolderWatch.isPlaylist(name) == expected) }

    @Test func mediaNeverLeaveTheirFolders() throws {
        let bench = Bench()
        bench.write("secret", to: "outside/secret.mov")
        bench.write("clip", to: "media/news/clip.mov")
        bench.write("clip", to: "media-2/other.mov")
        let manager = FileManager.default
        try manager.createSymbolicLink(
            atPath: bench["media/link.mov"], withDestinationPath: bench["outside/secret.mov"])
        try manager.createSymbolicLink(atPath: bench["media/folder"], withDestinationPath: bench["outside"])
        try manager.createSymbolicLink(atPath: bench["media/inside.mov"], withDestinationPath: "news/clip.mov")
        let folders = MediaFolders([bench["media"], bench["media-2"]])
        let real = folders.folders[0]
        #expect(folders.locate("news/clip.mov") == .found(real + "/news/clip.mov"))
        #expect(folders.locate("other.mov") == .found(folders.folders[1] + "/other.mov"))
        #expect(folders.locate("inside.mov") == .found(real + "/news/clip.mov"))
        #expect(folders.locate("gone.mov") == .absent(expected: real + "/gone.mov"))
        for escape in [
            "/etc/passwd", "../outside/secret.mov", "news/../../outside/secret.mov", "link.mov", "folder/secret.mov",
            "",
            "news/\0clip.mov", "../media-2/other.mov",
        ] {
            guard case .refused = folders.locate(escape) else {
                Issue.record("\(escape) was not refused: \(folders.locate(escape))")
                continue
            }
        }
    }

    @Test func replacesFilesWholly() throws {
        let bench = Bench()
        try DurableFile.replace(bench["schedule"], with: Array("one".utf8))
        try DurableFile.replace(bench["schedule"], with: Array("two".utf8))
        #expect(bench.read("schedule") == Array("two".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path) == ["schedule"])
        #expect(throws: (any Error).self) { try DurableFile.replace(bench["none/schedule"], with: []) }
    }
}
