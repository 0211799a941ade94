import Foundation
import Glibc

/// What is done to the bytes of a sealed file before its channel looks at it.
struct FileAttack: Sendable {
    let name: String
    let spoil: @Sendable (URL, AttackMedia) throws -> Void

    /// Every region of the file: header, media, index, first and last block, beyond its end, before its end, holes in it.
    static let all: [FileAttack] = [
        flip("file-type-box") { _ in 8 },
        flip("media-box-header") { _ in 30 },
        flip("first-block") { _ in 50_000 },
        flip("first-picture") { $0.start(of: 0) },
        flip("picture-shown") { $0.start(of: 7) + 1000 },
        flip("picture-not-shown") { $0.start(of: 60) },
        flip("first-byte-of-a-block") { _ in 40 * 65_536 },
        flip("last-byte-of-a-block") { _ in 41 * 65_536 - 1 },
        flip("index") { $0.size - 2000 },
        flip("last-block") { $0.size - 1 - $0.size % 65_536 / 2 },
        flip("last-byte") { $0.size - 1 },
        write("one-block-of-the-enemy") { try enemy($0, from: 9 * 65_536, count: 65_536) },
        write("pictures-of-the-enemy") {
            try enemy($0, from: $0.start(of: 5), count: $0.start(of: 20) - $0.start(of: 5))
        },
        write("all-of-the-enemy") { try enemy($0, from: 0, count: $0.size) },
        write("two-blocks-exchanged") { media in
            let (one, two) = (10 * 65_536, 22 * 65_536)
            return try genuine(media, from: one, count: 65_536, to: two)
                + genuine(media, from: two, count: 65_536, to: one)
        },
        append("a-zero-appended") { _ in Data([0]) },
        append("zeros-up-to-the-block") { Data(count: 65_536 - $0.size % 65_536) },
        append("a-free-box-appended") { _ in Data([0, 0, 1, 0]) + Data("free".utf8) + Data(count: 248) },
        append("the-enemy-appended") { try Data(contentsOf: $0.enemy) },
        FileAttack(name: "made-longer-by-a-hole") { file, media in try resize(file, media.size + 1_000_000) },
        FileAttack(name: "last-byte-cut-off") { file, media in try resize(file, media.size - 1) },
        FileAttack(name: "last-block-cut-off") { file, media in try resize(file, media.size / 65_536 * 65_536) },
        FileAttack(name: "cut-in-half") { file, media in try resize(file, media.size / 2) },
        FileAttack(name: "emptied") { file, _ in try resize(file, 0) },
        FileAttack(name: "a-hole-in-a-picture") { file, _ in try hole(in: file, at: 12 * 65_536, count: 65_536) },
        FileAttack(name: "a-hole-in-the-index") { file, media in try hole(in: file, at: media.size - 4096, count: 4096)
        },
        FileAttack(name: "a-link-to-the-enemy") { file, media in
            try FileManager.default.removeItem(at: file)
            try FileManager.default.createSymbolicLink(at: file, withDestinationURL: media.enemy)
        },
        FileAttack(name: "a-link-out-of-the-library") { file, media in
            // The right bytes, but lying where anyone may change them.
            try FileManager.default.removeItem(at: file)
            try FileManager.default.createSymbolicLink(at: file, withDestinationURL: media.genuine)
        },
    ]

    private static func flip(_ name: String, at place: @escaping @Sendable (AttackMedia) -> Int) -> FileAttack {
        write("\(name)-flipped") { media in
            let offset = place(media)
            var byte = try genuine(media, from: offset, count: 1, to: offset)
            byte[0].bytes[0] ^= 0x01
            return byte
        }
    }

    private static func write(
        _ name: String, _ pieces: @escaping @Sendable (AttackMedia) throws -> [(offset: Int, bytes: Data)]
    ) -> FileAttack {
        FileAttack(name: name) { file, media in
            let handle = try FileHandle(forUpdating: file)
            defer { try? handle.close() }
            for piece in try pieces(media) {
                try handle.seek(toOffset: UInt64(piece.offset))
                try handle.write(contentsOf: piece.bytes)
            }
        }
    }

    private static func append(_ name: String, _ bytes: @escaping @Sendable (AttackMedia) throws -> Data) -> FileAttack
    {
        FileAttack(name: name) { file, media in
            let handle = try FileHandle(forUpdating: file)
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: try bytes(media))
        }
    }

    private static func enemy(_ media: AttackMedia, from offset: Int, count: Int) throws -> [(offset: Int, bytes: Data)]
    {
        [(offset, try piece(of: media.enemy, from: offset, count: count))]
    }

    private static func genuine(
        _ media: AttackMedia, from offset: Int, count: Int, to target: Int
    ) throws -> [(offset: Int, bytes: Data)] {
        [(target, try piece(of: media.genuine, from: offset, count: count))]
    }

    static func piece(of file: URL, from offset: Int, count: Int) throws -> Data {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(offset))
        return Data(try handle.read(upToCount: count) ?? Data())
    }

    private static func resize(_ file: URL, _ size: Int) throws {
        guard truncate(file.path, off_t(size)) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Makes a stretch of the file a hole: zeros that take no room on the disk. The size stays.
    static func hole(in file: URL, at offset: Int, count: Int) throws {
        try Command.must(
            "/usr/bin/fallocate", ["--punch-hole", "--offset", "\(offset)", "--length", "\(count)", file.path])
    }
}
