/// A sample-rate converter whose ratio may change from block to block without a click.
///
/// The first output frame after `reset()` stands for the first input frame: the converter adds no delay of its own, it
/// only holds input back until it has enough of it.
public protocol RateConverter: AnyObject {
    /// Converts a block. `ratio` is output rate over input rate, constant within the block.
    ///
    /// - Returns: input frames used and output frames made.
    func convert(
        _ input: UnsafePointer<Float>, frames: Int, into output: UnsafeMutablePointer<Float>, capacity: Int,
        ratio: Double
    ) -> (used: Int, made: Int)

    /// Forgets everything it was fed.
    func reset()
}
