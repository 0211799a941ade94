/// Grey pictures that say which one they are: 16 bits in large blocks, and a bar that moves with every field.
enum NumberedPicture {
    static let width = 320
    static let height = 180
    private static let bits = 16

    /// Picture `number` of a progressive clip, `width` x `height` grey bytes.
    static func draw(_ number: Int, width: Int = width, height: Int = height) -> [UInt8] {
        var picture = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width { picture[y * width + x] = level(number, bar: number, x, y, width, height) }
        }
        return picture
    }

    /// Frame `number` of an interlaced clip: both fields carry the frame's number, the bar moves from field to field.
    static func drawInterlaced(_ number: Int, topFirst: Bool, width: Int, height: Int) -> [UInt8] {
        var picture = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            let isFirst = (y % 2 == 0) == topFirst
            for x in 0..<width {
                picture[y * width + x] = level(number, bar: 2 * number + (isFirst ? 0 : 1), x, y, width, height)
            }
        }
        return picture
    }

    /// Left edge of the bar in the source picture at a field.
    static func bar(_ field: Int, width: Int) -> Int { field * 8 % (width - 60) }

    private static func level(_ number: Int, bar: Int, _ x: Int, _ y: Int, _ width: Int, _ height: Int) -> UInt8 {
        if y * 10 >= height * 8 {
            let left = self.bar(bar, width: width)
            return (left..<left + 40).contains(x) ? 220 : 40
        }
        // The middle 60 % across and half of the height.
        let column = (x * 10 - width * 2) * 8
        let row = (y * 4 - height) * 2
        guard column >= 0, column < width * 6 * 8, row >= 0, row < height * 2 * 2 else {
            return UInt8(70 + (x + number * 3) % 64)
        }
        let bit = column / (width * 6) + row / (height * 2) * 8
        return number >> bit & 1 == 1 ? 220 : 30
    }

    /// The number in a picture, -1 when a block is neither black nor white.
    static func read(_ luma: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int) -> Int {
        var number = 0
        for bit in 0..<bits {
            let x = width / 5 + width * 3 / 5 * (2 * (bit % 8) + 1) / 16
            let y = height / 4 + height / 2 * (2 * (bit / 8) + 1) / 4
            var sum = 0
            for row in y - 2...y + 2 { for column in x - 2...x + 2 { sum += Int(luma[row * stride + column]) } }
            if (90 * 25..<160 * 25).contains(sum) { return -1 }
            if sum > 125 * 25 { number |= 1 << bit }
        }
        return number
    }

    /// Centre of the bar, and the largest difference between the even and the odd rows that show it (combing).
    static func readBar(
        _ luma: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int
    ) -> (centre: Double, combing: Int) {
        let rows = Array(height * 86 / 100..<height * 94 / 100)
        var white: [Int] = []
        var combing = 0
        for x in 0..<width {
            let even = rows.filter { $0 % 2 == 0 }.map { Int(luma[$0 * stride + x]) }
            let odd = rows.filter { $0 % 2 == 1 }.map { Int(luma[$0 * stride + x]) }
            let (a, b) = (even.reduce(0, +) / even.count, odd.reduce(0, +) / odd.count)
            combing = max(combing, abs(a - b))
            if a + b > 260 { white.append(x) }
        }
        guard let first = white.first, let last = white.last else { return (-1, combing) }
        return (Double(first + last) / 2, combing)
    }
}
