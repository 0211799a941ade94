import CPango

extension Canvas {
    private func roundedPath(x: Double, y: Double, width: Double, height: Double, radius: Double) {
        cairo_new_sub_path(context)
        cairo_arc(context, x + width - radius, y + radius, radius, -.pi / 2, 0)
        cairo_arc(context, x + width - radius, y + height - radius, radius, 0, .pi / 2)
        cairo_arc(context, x + radius, y + height - radius, radius, .pi / 2, .pi)
        cairo_arc(context, x + radius, y + radius, radius, .pi, 3 * .pi / 2)
        cairo_close_path(context)
    }

    func fillRounded(x: Double, y: Double, width: Double, height: Double, radius: Double) {
        roundedPath(x: x, y: y, width: width, height: height, radius: radius)
        cairo_fill(context)
    }

    /// Draws within a rectangle with round corners.
    func clipRounded(x: Double, y: Double, width: Double, height: Double, radius: Double, _ draw: () -> Void) {
        cairo_save(context)
        roundedPath(x: x, y: y, width: width, height: height, radius: radius)
        cairo_clip(context)
        draw()
        cairo_restore(context)
    }
}
