import Foundation
import Glibc
import Realtime
import Testing
import Timecode

@testable import StreamFFmpeg

@Suite("Pictures and sound in pipes")
struct RawOutputTests {
    static let format = ProgrammeFileTests.small
    static let bytes = 320 * 180 * 3 / 2

    private func wait(_ what: () -> Bool) {
        // The writer is a thread: give it the processor until it is done, ten seconds at most.
        let deadline = Date().addingTimeInterval(10)
        while !what(), Date() < deadline { sched_yield() }
    }

    private func readAll(_ descriptor: Int32, into data: inout Data) {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count <= 0 { return }
            data.append(contentsOf: buffer[..<count])
        }
    }

    @Test("without a reader every frame is dropped and nothing waits")
    func noReader() throws {
        let scratch = try Scratch()
        let output = try RawOutput(format: Self.format, path: scratch.path("v"))
        let programme = CodedProgramme(Self.format)
        for frame in Int64(0)..<50 { try programme.write(frame, to: output) }
        #expect(output.report.framesDropped == 50 && output.report.isWaiting && output.report.bytesOut == 0)
        output.finish()
    }

    @Test("a reader that has stopped reading is missed after a second, and again taken for one when it reads")
    func stalledReader() throws {
        let scratch = try Scratch()
        let output = try RawOutput(format: Self.format, path: scratch.path("v"), depth: 2)
        let descriptor = Glibc.open(scratch.path("v"), O_RDONLY | O_NONBLOCK)
        wait { !output.report.isWaiting }
        let programme = CodedProgramme(Self.format)
        var frame: Int64 = 0
        while frame < 24 {
            try programme.write(frame, to: output)
            frame += 1
        }
        #expect(!output.report.isWaiting)
        while !output.report.isWaiting, frame < 1000 {
            try programme.write(frame, to: output)
            frame += 1
        }
        #expect(output.report.isWaiting && output.report.framesDropped >= 25)
        var data = Data()
        wait {
            readAll(descriptor, into: &data)
            try? programme.write(frame, to: output)
            return !output.report.isWaiting
        }
        #expect(!output.report.isWaiting)
        close(descriptor)
        output.finish()
    }

    @Test("a slow reader gets whole frames in order, the others are dropped whole")
    func slowReader() throws {
        let scratch = try Scratch()
        let output = try RawOutput(format: Self.format, path: scratch.path("v"), depth: 2)
        let descriptor = Glibc.open(scratch.path("v"), O_RDONLY | O_NONBLOCK)
        #expect(descriptor >= 0)
        wait { !output.report.isWaiting }
        let programme = CodedProgramme(Self.format)
        var data = Data()
        for frame in Int64(1)...200 {
            try programme.write(frame, to: output)
            if frame % 18 == 0 {
                let target = data.count + Self.bytes
                wait {
                    readAll(descriptor, into: &data)
                    return data.count >= target
                }
            }
        }
        let taken = 200 - Int(output.report.framesDropped)
        wait {
            readAll(descriptor, into: &data)
            return data.count >= taken * Self.bytes
        }
        #expect(data.count == taken * Self.bytes && taken > 20 && taken < 200)
        let expected = UnsafeMutableRawPointer.allocate(byteCount: Self.bytes, alignment: 64)
        defer { expected.deallocate() }
        var last: Int64 = 0
        for index in 0..<taken {
            let picture = data.subdata(in: index * Self.bytes..<(index + 1) * Self.bytes)
            let shown = picture.withUnsafeBytes {
                CodedProgramme.read(luma: $0.baseAddress!.assumingMemoryBound(to: UInt8.self), stride: 320)
            }
            #expect(shown > last)
            last = shown
            programme.draw(shown)
            PlanarPicture.pack(programme.picture, programme.layout, into: expected)
            #expect(picture == Data(bytes: expected, count: Self.bytes))
        }
        close(descriptor)
        output.finish()
    }

    @Test("a reader that leaves takes the frame under way with it; the next one starts with a whole frame")
    func readerChanges() throws {
        let scratch = try Scratch()
        let output = try RawOutput(format: Self.format, path: scratch.path("v"))
        let programme = CodedProgramme(Self.format)
        var descriptor = Glibc.open(scratch.path("v"), O_RDONLY | O_NONBLOCK)
        wait { !output.report.isWaiting }
        for frame in Int64(1)...20 { try programme.write(frame, to: output) }
        wait { output.report.bytesOut > 1000 }
        var some = [UInt8](repeating: 0, count: 1000)
        #expect(Glibc.read(descriptor, &some, some.count) == 1000)
        close(descriptor)
        wait { output.report.isWaiting }
        descriptor = Glibc.open(scratch.path("v"), O_RDONLY | O_NONBLOCK)
        wait { !output.report.isWaiting }
        try programme.write(77, to: output)
        var data = Data()
        wait {
            readAll(descriptor, into: &data)
            return data.count >= Self.bytes
        }
        #expect(data.count == Self.bytes)
        let shown = data.withUnsafeBytes {
            CodedProgramme.read(luma: $0.baseAddress!.assumingMemoryBound(to: UInt8.self), stride: 320)
        }
        #expect(shown == 77)
        close(descriptor)
        output.finish()
    }

    @Test("sound goes with its picture, rounded to 16 bits", arguments: RawOutput.AudioFormat.allCases)
    func sound(audioFormat: RawOutput.AudioFormat) throws {
        let scratch = try Scratch()
        let output = try RawOutput(
            format: Self.format, path: scratch.path("v"), audioPath: scratch.path("a"), audioFormat: audioFormat,
            depth: 8)
        let programme = CodedProgramme(Self.format)
        let pictures = Glibc.open(scratch.path("v"), O_RDONLY | O_NONBLOCK)
        wait { !output.report.isWaiting }
        // The sound's reader is missing: nothing goes out, so that both begin together.
        try programme.write(4, to: output)
        #expect(output.report.framesDropped == 1)
        let sound = Glibc.open(scratch.path("a"), O_RDONLY | O_NONBLOCK)
        var video = Data()
        var audio = Data()
        // The first frame that is taken is the first one in both pipes.
        var frame: Int64 = 5
        wait {
            frame += 1
            try? programme.write(frame, to: output)
            return output.report.framesDropped < UInt64(frame - 4)
        }
        let width = audioFormat == .s16le ? 2 : 4
        wait {
            readAll(pictures, into: &video)
            readAll(sound, into: &audio)
            return video.count >= Self.bytes && audio.count >= 1920 * 2 * width
        }
        #expect(video.count == Self.bytes && audio.count == 1920 * 2 * width)
        let first = Self.format.time.firstSample(of: frame)
        audio.withUnsafeBytes { bytes in
            for i in 0..<1920 * 2 {
                let value = CodedProgramme.value(first + Int64(i / 2), i % 2)
                switch audioFormat {
                case .s16le:
                    #expect(bytes.loadUnaligned(fromByteOffset: i * 2, as: Int16.self) == Int16(value * 32_768))
                case .f32le: #expect(bytes.loadUnaligned(fromByteOffset: i * 4, as: Float.self) == value)
                }
            }
        }
        close(pictures)
        close(sound)
        output.finish()
    }

    @Test("a regular file is appended to, and begins a whole frame after what a kill left")
    func regularFile() throws {
        let scratch = try Scratch()
        let path = scratch.path("out.yuv")
        try Data(repeating: 9, count: Self.bytes + 100).write(to: URL(fileURLWithPath: path))
        let output = try RawOutput(format: Self.format, path: path)
        wait { !output.report.isWaiting }
        let programme = CodedProgramme(Self.format)
        try programme.write(3, to: output)
        output.finish()
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(data.count == 2 * Self.bytes)
    }
}
