import CPango

/// A drawing in progress: Cairo and Pango on a transparent picture, in units of which 1,080 make its height.
///
/// Not thread-safe.
final class Canvas {
    /// Height of every canvas in its own units.
    static let height = 1080.0

    /// Width in the same units, by the picture's shape on a display.
    let width: Double
    let pixelWidth: Int
    let pixelHeight: Int
    let context: OpaquePointer
    private let surface: OpaquePointer
    private let layout: OpaquePointer

    init(pixelWidth: Int, pixelHeight: Int, displayAspect: Double) throws(SlateError) {
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(pixelWidth), Int32(pixelHeight)),
            cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface)
        else { throw .drawing("a picture of \(pixelWidth)x\(pixelHeight)") }
        self.pixelWidth = pixelWidth
        self.pixelHeight = pixelHeight
        self.surface = surface
        self.context = context
        width = Self.height * displayAspect
        cairo_scale(context, Double(pixelWidth) / width, Double(pixelHeight) / Self.height)
        // Text is set without regard to pixels and drawn as outlines: the same spacing on every raster, square or not.
        let text = pango_font_map_create_context(pango_cairo_font_map_get_default())
        defer { g_object_unref(UnsafeMutableRawPointer(text)) }
        guard let text, let layout = pango_layout_new(text) else {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
            throw .drawing("text")
        }
        self.layout = layout
        pango_context_set_round_glyph_positions(text, 0)
        // The same on every machine: no hinting by the desktop's taste, grey edges only.
        let options = cairo_font_options_create()
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(text, options)
        cairo_font_options_destroy(options)
        pango_layout_set_single_paragraph_mode(layout, 1)
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(layout))
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// The pixels drawn so far; valid until the next call.
    var drawing: PictureComposer.Drawing {
        cairo_surface_flush(surface)
        let words = UnsafeRawPointer(cairo_image_surface_get_data(surface)!).assumingMemoryBound(to: UInt32.self)
        return PictureComposer.Drawing(words: words, stride: Int(cairo_image_surface_get_stride(surface)) / 4)
    }

    /// Units that one pixel is high.
    var pixel: Double { Self.height / Double(pixelHeight) }

    /// Makes this canvas the same as another of the same size.
    func copy(_ other: Canvas) {
        cairo_save(context)
        cairo_identity_matrix(context)
        cairo_set_operator(context, CAIRO_OPERATOR_SOURCE)
        cairo_set_source_surface(context, other.surface, 0, 0)
        cairo_paint(context)
        cairo_restore(context)
    }

    func clear() {
        cairo_save(context)
        cairo_set_operator(context, CAIRO_OPERATOR_CLEAR)
        cairo_paint(context)
        cairo_restore(context)
    }

    func setSource(_ colour: SlateSettings.Colour, alpha: Double = 1) {
        cairo_set_source_rgba(
            context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255, alpha)
    }

    func fillRectangle(x: Double, y: Double, width: Double, height: Double) {
        cairo_rectangle(context, x, y, width, height)
        cairo_fill(context)
    }

    /// Paints a PNG so that it covers the picture, under a veil of a colour.
    func paintBackground(_ path: String, veil: SlateSettings.Colour) throws(SlateError) {
        guard let image = cairo_image_surface_create_from_png(path) else { throw .background(path) }
        defer { cairo_surface_destroy(image) }
        let size = (cairo_image_surface_get_width(image), cairo_image_surface_get_height(image))
        guard cairo_surface_status(image) == CAIRO_STATUS_SUCCESS, size.0 > 0, size.1 > 0 else {
            throw .background(path)
        }
        let scale = max(width / Double(size.0), Self.height / Double(size.1))
        cairo_save(context)
        cairo_translate(
            context, (width - Double(size.0) * scale) / 2, (Self.height - Double(size.1) * scale) / 2)
        cairo_scale(context, scale, scale)
        cairo_set_source_surface(context, image, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_GOOD)
        cairo_paint(context)
        cairo_restore(context)
        setSource(veil, alpha: 0.62)
        cairo_paint(context)
    }
}

extension Canvas {
    /// Puts a line of text into the layout; its width in units.
    @discardableResult
    private func set(_ line: TextLine) throws(SlateError) -> Double {
        let font = pango_font_description_from_string("Inter,DejaVu Sans")
        pango_font_description_set_weight(font, line.weight.pango)
        pango_font_description_set_absolute_size(font, line.size * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        let attributes = pango_attr_list_new()
        // Figures of one width, so that codes and clocks stand still.
        pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"))
        if line.tracking != 0 {
            pango_attr_list_insert(
                attributes, pango_attr_letter_spacing_new(Int32(line.tracking * Double(PANGO_SCALE))))
        }
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
        pango_layout_set_text(layout, line.text, Int32(line.text.utf8.count))
        guard pango_layout_get_unknown_glyphs_count(layout) == 0 else { throw .missingLetters(line.text) }
        var logical = PangoRectangle()
        pango_layout_get_extents(layout, nil, &logical)
        return Double(logical.width) / Double(PANGO_SCALE)
    }

    /// Width of a line in units.
    func width(of line: TextLine) throws(SlateError) -> Double { try set(line) }

    /// Draws a line with its left end and baseline at a point.
    func draw(_ line: TextLine, x: Double, baseline: Double) throws(SlateError) {
        try set(line)
        setSource(line.colour, alpha: line.alpha)
        let ascent = Double(pango_layout_get_baseline(layout)) / Double(PANGO_SCALE)
        cairo_move_to(context, x, baseline - ascent)
        pango_cairo_layout_path(context, layout)
        cairo_fill(context)
    }

    /// Where the text put by the last call has ink, in units from its left end and its baseline: for tests and the clock.
    func ink(of line: TextLine) throws(SlateError) -> (left: Double, top: Double, width: Double, height: Double) {
        try set(line)
        var ink = PangoRectangle()
        pango_layout_get_extents(layout, &ink, nil)
        let unit = Double(PANGO_SCALE)
        let baseline = Double(pango_layout_get_baseline(layout)) / unit
        return (
            Double(ink.x) / unit, Double(ink.y) / unit - baseline, Double(ink.width) / unit, Double(ink.height) / unit
        )
    }
}
