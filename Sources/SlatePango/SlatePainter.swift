import Dispatch
import Realtime
import Timecode
import Timeline

/// Makes the bank of slates that a channel keeps in memory: finished pictures, sound and the figures of the clock.
package enum SlatePainter {
    /// A bank with the pictures of all reasons, sealed against writing.
    package static func makeBank(format: ChannelFormat, settings: SlateSettings) throws(SlateError) -> SlateBank {
        try makeBank(format: format, settings: settings, reasons: Set(SlateReason.allCases))
    }

    /// A bank with the pictures of some reasons; the others show the neutral one. Sealed against writing.
    package static func makeBank(
        format: ChannelFormat, settings: SlateSettings, reasons: Set<SlateReason>
    ) throws(SlateError) -> SlateBank {
        // The sound needs no picture: it is made beside the drawing.
        let soundTask = WorkBeside { () throws(SlateError) in try SlateSound(format) }
        let own = SlateReason.allCases.filter { reasons.contains($0) && (settings.showReason || $0 == .emergency) }
        let shape = Double(format.displayAspect.width) / Double(format.displayAspect.height)
        let canvas = try Canvas(
            pixelWidth: Int(format.width), pixelHeight: Int(format.height), displayAspect: shape)
        let composition = SlateComposition(canvas: canvas, settings: settings)
        let glyphs = settings.showClock ? try ClockGlyphs(composition: composition, displayAspect: shape) : nil
        let loopSamples = SlateSound.seconds * Int(format.sampleRate)
        let bank = try emptyBank(
            format: format, pictures: 1 + own.count, loopSamples: loopSamples,
            clock: glyphs?.clock ?? SlateBank.Clock(left: 0, top: 0, glyphWidth: 0, glyphHeight: 0))

        try drawEveryday(own.filter { $0 != .emergency }, composition, bank)
        if own.contains(.emergency) { try drawEmergency(composition, bank, picture: own.count) }
        for (index, reason) in (own.filter { $0 != .emergency } + own.filter { $0 == .emergency }).enumerated() {
            bank.setPictureIndex(index + 1, for: reason.rawValue)
        }
        if let glyphs {
            for index in 0..<SlateBank.glyphCount {
                let size = glyphs.clock.glyphWidth * glyphs.clock.glyphHeight
                glyphs.coverage.withUnsafeBufferPointer {
                    bank.glyph(index).update(from: $0.baseAddress! + index * size, count: size)
                }
            }
        }
        let sound = try soundTask.result()
        bank.loop.update(from: sound.samples, count: sound.samples.count)
        do throws(SystemError) {
            try bank.memory.sealAgainstWriting()
        } catch { throw .memory(error) }
        return bank
    }

    private static func emptyBank(
        format: ChannelFormat, pictures: Int, loopSamples: Int, clock: SlateBank.Clock
    ) throws(SlateError) -> SlateBank {
        do throws(SystemError) {
            let bytes = SlateBank.byteCount(format: format, pictures: pictures, loopSamples: loopSamples, clock: clock)
            let memory = try SharedMemory.create(name: "qalqan-slates", count: bytes)
            return try SlateBank.create(
                in: memory, format: format, pictures: pictures, loopSamples: loopSamples, clock: clock)
        } catch { throw .memory(error) }
    }

    /// Picture 0 without a reason, then one for each: the same picture but for the rows of its reason.
    private static func drawEveryday(
        _ reasons: [SlateReason], _ composition: SlateComposition, _ bank: SlateBank
    ) throws(SlateError) {
        let canvas = composition.canvas
        let palette = composition.settings.palette
        let backdrop = Backdrop(width: canvas.pixelWidth, height: canvas.pixelHeight, palette: palette)
        try composition.drawScenery(palette)
        try composition.drawHeadline(palette, reason: nil)
        compose(canvas, backdrop, rows: 0..<canvas.pixelHeight, bank, picture: 0)
        guard !reasons.isEmpty else { return }
        let shape = canvas.width / Canvas.height
        let base = try Canvas(pixelWidth: canvas.pixelWidth, pixelHeight: canvas.pixelHeight, displayAspect: shape)
        base.copy(canvas)
        for (index, reason) in reasons.enumerated() {
            bank.picture(index + 1).copyMemory(from: bank.picture(0), byteCount: bank.layout.byteCount)
            canvas.copy(base)
            try composition.drawReason(reason, palette)
            compose(canvas, backdrop, rows: composition.reasonRows, bank, picture: index + 1)
        }
    }

    private static func drawEmergency(
        _ composition: SlateComposition, _ bank: SlateBank, picture: Int
    ) throws(SlateError) {
        let canvas = composition.canvas
        let palette = composition.settings.emergencyPalette
        canvas.clear()
        try composition.drawScenery(palette)
        try composition.drawHeadline(palette, reason: .emergency)
        if composition.settings.showReason { try composition.drawReason(.emergency, palette) }
        let backdrop = Backdrop(width: canvas.pixelWidth, height: canvas.pixelHeight, palette: palette)
        compose(canvas, backdrop, rows: 0..<canvas.pixelHeight, bank, picture: picture)
    }

    private static func compose(
        _ canvas: Canvas, _ backdrop: Backdrop, rows: Range<Int>, _ bank: SlateBank, picture: Int
    ) {
        let composer = PictureComposer(layout: bank.layout, matrix: ColourMatrix(bank.format.colour))
        composer.compose(canvas.drawing, over: backdrop, rows: rows, into: bank.picture(picture))
    }
}
