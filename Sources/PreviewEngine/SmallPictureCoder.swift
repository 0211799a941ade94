import Realtime

/// The port behind which the small picture is made.
package protocol SmallPictureCoder: AnyObject {
    /// A JPEG file of the picture; valid until the next call.
    func code(picture: UnsafeRawPointer, layout: PictureLayout) throws -> UnsafeRawBufferPointer
}
