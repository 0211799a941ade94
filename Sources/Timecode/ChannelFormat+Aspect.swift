extension ChannelFormat {
    /// The picture's shape on a display: width to height, in lowest terms not needed.
    ///
    /// The broadcast rasters whose pixels are not square (ITU-R BT.601 and the 1440 and 960 column HD ones) are shown 16:9;
    /// every other raster has square pixels.
    public var displayAspect: (width: Int64, height: Int64) {
        switch (width, height) {
        case (704, 480), (720, 480), (720, 486), (704, 576), (720, 576), (1440, 1080), (960, 720): (16, 9)
        default: (Int64(width), Int64(height))
        }
    }

    /// Width of one pixel over its height (the sample aspect ratio of codecs and containers), in lowest terms.
    public var pixelAspect: (width: Int64, height: Int64) {
        let shape = displayAspect
        let (a, b) = (shape.width * Int64(height), shape.height * Int64(width))
        var (x, y) = (a, b)
        while y != 0 { (x, y) = (y, x % y) }
        return (a / x, b / x)
    }
}
