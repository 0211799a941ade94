import Realtime
import Timecode
import Timeline

/// Makes the bank of marks that a channel keeps in memory.
package enum MarkPainter {
    /// A bank with every mark of `MarkSet.all`, sealed against writing. Equal settings give equal bytes.
    package static func makeBank(format: ChannelFormat, settings: MarkSettings) throws(SlateError) -> MarkBank {
        let shape = Double(format.displayAspect.width) / Double(format.displayAspect.height)
        let (width, height) = (Int(format.width), Int(format.height))
        let composition = try MarkComposition(
            canvas: try Canvas(pixelWidth: width, pixelHeight: height, displayAspect: shape), settings: settings)
        let canvas = composition.canvas
        var places: [MarkBank.Place] = []
        for mark in MarkComposition.marks {
            canvas.clear()
            try composition.draw(mark)
            places.append(MarkPlanes.place(of: canvas.drawing, width: width, height: height))
        }
        do throws(SystemError) {
            let bank = try MarkBank.create(format: format, standing: settings.standing.rawValue, places: places)
            let planes = MarkPlanes(matrix: ColourMatrix(format.colour))
            for (number, mark) in MarkComposition.marks.enumerated() {
                canvas.clear()
                do { try composition.draw(mark) } catch { throw SystemError("draw", on: "marks", code: 5) }
                planes.fill(bank.planes(of: number), from: canvas.drawing)
            }
            try bank.memory.sealAgainstWriting()
            return bank
        } catch { throw .memory(error) }
    }
}
