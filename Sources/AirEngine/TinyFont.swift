/// A font of 5 x 7 dots that needs nothing but this file: for the slate of last resort.
enum TinyFont {
    static let width = 5
    static let height = 7

    /// Rows from the top, the leftmost dot in bit 4.
    static func rows(_ character: Character) -> [UInt8] {
        switch character {
        case "0": [14, 17, 19, 21, 25, 17, 14]
        case "1": [4, 12, 4, 4, 4, 4, 14]
        case "2": [14, 17, 1, 2, 4, 8, 31]
        case "3": [31, 2, 4, 2, 1, 17, 14]
        case "4": [2, 6, 10, 18, 31, 2, 2]
        case "5": [31, 16, 30, 1, 1, 17, 14]
        case "6": [6, 8, 16, 30, 17, 17, 14]
        case "7": [31, 1, 2, 4, 8, 8, 8]
        case "8": [14, 17, 17, 14, 17, 17, 14]
        case "9": [14, 17, 17, 15, 1, 2, 12]
        case ":": [0, 12, 12, 0, 12, 12, 0]
        case "Q": [14, 17, 17, 17, 21, 18, 13]
        case "A": [14, 17, 17, 17, 31, 17, 17]
        case "L": [16, 16, 16, 16, 16, 16, 31]
        case "N": [17, 17, 25, 21, 19, 17, 17]
        default: [0, 0, 0, 0, 0, 0, 0]
        }
    }
}
