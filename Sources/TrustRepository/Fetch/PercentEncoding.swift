/// Percent-encoding (RFC 3986, 2.1) of names that may hold anything.
enum PercentEncoding {
    /// Everything but unreserved characters encoded; a name of dots alone too, so that it is never a folder's parent.
    static func encode(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF")
        let isDots = name.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
        var text = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: ".") where isDots: text += "%2E"
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }
}
