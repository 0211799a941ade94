import Foundation
import Testing

/// Sealing whole folders.
@Suite struct SealFolderTests {
    let bench: Workbench

    init() throws {
        bench = try Workbench()
        let made = try bench.run(
            "sh", "-c",
            """
            ffmpeg -v error -nostdin -f lavfi -i testsrc2=s=64x64:d=1 -c:v mpeg2video a.ts && mkdir -p media/news/old media/.trash &&
            for n in 1 2 3 4 5 6; do (cat a.ts; head -c $((188 * n)) a.ts) > media/news/n$n.ts; done &&
            cp a.ts media/top.TS && cp a.ts media/news/old/o.ts && cp a.ts media/.trash/t.ts && ln -s ../../a.ts media/news/link.ts &&
            echo notes > media/notes.txt && cp a.ts media/news/.hidden.ts
            """)
        try #require(made.status == 0, "\(made.output)")
        #expect(try qalqan("key new news").status == 0)
    }

    private func qalqan(_ line: String) throws -> (status: Int32, output: String) {
        try bench.run("sh", "-c", "exec '\(DeskCommandTests.program)' \(line)")
    }

    private func seals() throws -> [String] {
        try bench.run("sh", "-c", "find . -name '*.seal.json' | sort").output.split(separator: "\n").map(String.init)
    }

    @Test func everyMediumBelowIsSealedAndNothingElse() throws {
        let sealed = try qalqan("seal media --key news.key")
        #expect(sealed.status == 0, "\(sealed.output)")
        let expected =
            (1...6).map { "./media/news/n\($0).ts.seal.json" }
            + ["./media/news/old/o.ts.seal.json", "./media/top.TS.seal.json"]
        #expect(try seals() == expected.sorted())
        #expect(try qalqan("verify media/news/n3.ts media/top.TS --trust news.pub").status == 0)
        // Again: all are current. One that was touched is sealed anew, and the one that was lost.
        let again = try qalqan("seal media/ --key news.key").output.split(separator: "\n")
        #expect(again.count == 8 && again.allSatisfy { $0.hasPrefix("current  media/") }, "\(again)")
        #expect(
            try bench.run("sh", "-c", "head -c 376 a.ts >> media/news/n2.ts; rm media/news/n5.ts.seal.*").status == 0)
        let resumed = try qalqan("seal media media/news/n2.ts --key news.key").output.split(separator: "\n")
        #expect(
            resumed.filter { $0.hasPrefix("sealed") }.map { $0.split(separator: " ")[1] } == [
                "media/news/n2.ts", "media/news/n5.ts",
            ])
        #expect(resumed.count == 8, "a file that is named twice is sealed once")
        #expect(try qalqan("seal media/.trash --key news.key").status == 0, "named itself, a hidden folder is a folder")
        #expect(try bench.run("mkdir", "empty").status == 0)
        #expect(try qalqan("seal empty --key news.key").output.contains("no media in this folder"))
    }
}
