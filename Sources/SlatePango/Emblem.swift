import CPango
import Glibc

/// The channel's shield with a ram's-horn ornament (қошқар мүйіз), drawn as lines: a quiet mark of the region.
struct Emblem {
    /// Middle of the shield, and half its height, in canvas units.
    let x: Double
    let y: Double
    let radius: Double

    /// Draws the shield: its field in `field`, its lines in `lines`.
    func draw(
        on canvas: Canvas, colour: SlateSettings.Colour, fieldAlpha: Double, lineAlpha: Double, lineWidth: Double
    ) {
        let context = canvas.context
        // Everything goes into one group first, so that crossing lines do not add up.
        cairo_push_group(context)
        cairo_save(context)
        cairo_translate(context, x, y)
        cairo_scale(context, radius, radius)
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_width(context, lineWidth)
        canvas.setSource(colour)
        Self.shield(context)
        cairo_stroke(context)
        Self.horns(context, scale: 1, top: -0.28)
        Self.horns(context, scale: 0.56, top: 0.30)
        cairo_move_to(context, 0, 0.74)
        cairo_line_to(context, 0, -0.36)
        cairo_stroke(context)
        Self.diamond(context, y: -0.68, size: 0.09)
        cairo_fill(context)
        cairo_restore(context)
        let lines = cairo_pop_group(context)
        cairo_save(context)
        cairo_translate(context, x, y)
        cairo_scale(context, radius, radius)
        Self.shield(context)
        canvas.setSource(colour, alpha: fieldAlpha)
        cairo_fill(context)
        cairo_restore(context)
        cairo_set_source(context, lines)
        cairo_paint_with_alpha(context, lineAlpha)
        cairo_pattern_destroy(lines)
    }

    private static func shield(_ context: OpaquePointer) {
        cairo_new_path(context)
        cairo_move_to(context, 0, -1)
        cairo_curve_to(context, 0.26, -0.86, 0.52, -0.80, 0.82, -0.80)
        cairo_curve_to(context, 0.86, -0.10, 0.74, 0.58, 0, 1)
        cairo_curve_to(context, -0.74, 0.58, -0.86, -0.10, -0.82, -0.80)
        cairo_curve_to(context, -0.52, -0.80, -0.26, -0.86, 0, -1)
        cairo_close_path(context)
    }

    /// A pair of horns that leave the stem and roll up outwards.
    private static func horns(_ context: OpaquePointer, scale: Double, top: Double) {
        for side in [-1.0, 1.0] {
            let outer = 0.30 * scale
            cairo_new_path(context)
            cairo_move_to(context, 0, top + 0.34 * scale)
            for step in 0...72 {
                let part = Double(step) / 72
                // One turn and a half, from the stem over the top, ever closer to the middle.
                let angle = Double.pi + part * 3 * Double.pi
                let reach = outer * (1 - 0.78 * part)
                cairo_line_to(context, side * (outer + reach * cos(angle)), top + reach * sin(angle))
            }
            cairo_stroke(context)
        }
    }

    private static func diamond(_ context: OpaquePointer, y: Double, size: Double) {
        cairo_new_path(context)
        cairo_move_to(context, 0, y - size)
        cairo_line_to(context, size * 0.72, y)
        cairo_line_to(context, 0, y + size)
        cairo_line_to(context, -size * 0.72, y)
        cairo_close_path(context)
    }
}
