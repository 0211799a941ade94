import CPango

extension Canvas {
    /// Clears the canvas and draws one figure at another canvas's scale, in the middle, its baseline on a row of pixels.
    func drawGlyph(_ line: TextLine, across: Double, down: Double, baseline: Double) throws(SlateError) {
        clear()
        cairo_save(context)
        defer { cairo_restore(context) }
        cairo_identity_matrix(context)
        cairo_scale(context, across, down)
        let width = try width(of: line)
        let middle = Double(pixelWidth) / across / 2
        // A colon hangs at the height of capitals beside figures.
        let lift = line.text == ":" ? line.size * 0.09 : 0
        try draw(line, x: middle - width / 2, baseline: baseline / down - lift)
    }
}
