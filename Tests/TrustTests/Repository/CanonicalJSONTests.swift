import Foundation
import Testing

@testable import TrustRepository

/// The form that signatures are made over, against securesystemslib's; and what is refused before it comes to that.
struct CanonicalJSONTests {
    @Test func asSecuresystemslibWritesIt() throws {
        let texts = [
            "{}", "[]", "null", "true", "-12", "0", #""""#, #"{"b":1,"a":[2,{"d":null,"c":false}]}"#,
            #"{"k":"a\nb\t\"\\\/\u0041\u00e9\ud83d\ude00"}"#, #"{"é":1,"z":2,"ﬀ":3,"😀":4,"\uffff":5}"#,
            #" { "x" : [ 1 , 2 ] } "#, #"{"aa":1,"a":2,"A":3,"_":4,"":5}"#, "9223372036854775807",
        ]
        let script = """
            import json, sys
            from securesystemslib.formats import encode_canonical
            for text in json.load(sys.stdin):
                print(encode_canonical(json.loads(text)).encode().hex())
            """
        let bench = try Workbench()
        try bench.write(Array(try JSONEncoder().encode(texts)), to: "texts.json")
        try bench.write(Array(script.utf8), to: "canonical.py")
        let run = try bench.run("sh", "-c", "exec '\(RepositoryAttackTests.python)' canonical.py < texts.json")
        try #require(run.status == 0, "\(run.output)")
        let expected = run.output.split(separator: "\n").map(String.init)
        try #require(expected.count == texts.count)
        for (text, other) in zip(texts, expected) {
            #expect(hex(try JSONReader.read(Array(text.utf8)).canonical) == other, "\(text)")
        }
    }

    /// What is written for people reads back as the same value, here and elsewhere.
    @Test func documentsReadBack() throws {
        let text = #"{"a":["x\n\u0001\"\\é😀",1,{},[]],"b":{"c":null,"d":true}}"#
        let value = try JSONReader.read(Array(text.utf8))
        #expect(try JSONReader.read(value.document) == value)
        let other = try JSONSerialization.jsonObject(with: Data(value.document)) as? NSDictionary
        #expect(other == (try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", #"{"a":1,}"#, #"{"a":1,"a":2}"#, #"{"é":1,"\u0065\u0301":2}"#, "1.0", "1e3", "01",
        "-",
        "9223372036854775808", #""a"#, "\"a\nb\"", #""\x""#, #""\u12"#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#,
        "nul",
        "true false", "{} {}", "'a'", "[1 2]", #"{1:2}"#, "NaN", "+1", #""\u+123""#,
    ])
    func refused(text: String) { #expect(throws: JSONReader.Malformed.self) { try JSONReader.read(Array(text.utf8)) } }

    @Test func refusedBytes() {
        for bytes: [UInt8] in [
            [0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0xef, 0xbb, 0xbf],
        ] {
            #expect(throws: JSONReader.Malformed.self) { try JSONReader.read(bytes) }
        }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: JSONReader.Malformed.self) { try JSONReader.read(deep) }
    }

    @Test func times() {
        #expect(MetadataTime.second("2026-11-22T05:00:00Z") == 1_795_323_600)
        #expect(MetadataTime.text(1_795_323_600) == "2026-11-22T05:00:00Z")
        for text in [
            "2026-11-22T05:00:00", "2026-11-22T05:00:00+00:00", "2026-11-22 05:00:00Z", "2026-11-22T24:00:00Z",
            "2026-02-30T05:00:00Z", "2026-11-22T05:00:00.5Z", "2026-11-22T05:60:00Z", "",
        ] { #expect(MetadataTime.second(text) == nil, "\(text)") }
    }
}
