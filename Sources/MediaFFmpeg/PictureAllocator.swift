import CFFmpeg
import Realtime

/// Has a decoder write its pictures straight into slots of the ring, where they can be shown as they are.
///
/// Pictures of another size or format, and those for which no slot can be spared, get memory from FFmpeg and are drawn later.
final class PictureAllocator: Sendable {
    private let places: any PicturePlaces

    init(_ places: any PicturePlaces) { self.places = places }

    /// Makes a decoder ask here; before it is opened. The allocator has to outlive the decoder.
    func attach(to context: UnsafeMutablePointer<AVCodecContext>, decoder: UnsafePointer<AVCodec>) {
        guard decoder.pointee.capabilities & Int32(AV_CODEC_CAP_DR1) != 0 else { return }
        context.pointee.opaque = Unmanaged.passUnretained(self).toOpaque()
        qalqan_set_get_buffer(context) { context, frame, flags in
            let allocator = Unmanaged<PictureAllocator>.fromOpaque(context!.pointee.opaque).takeUnretainedValue()
            if allocator.provide(frame!, to: context!) { return 0 }
            return avcodec_default_get_buffer2(context, frame, flags)
        }
    }

    /// The slot whose planes a picture's are; `nil` where it lies elsewhere or not from a slot's first sample on.
    func slot(of frame: Frame) -> Int? {
        let raw = frame.raw.pointee
        guard let luma = raw.data.0, let blue = raw.data.1, let red = raw.data.2 else { return nil }
        let layout = places.layout
        let distance = UnsafeRawPointer(luma) - UnsafeRawPointer(places.picture(0))
        let (slot, rest) = distance.quotientAndRemainder(dividingBy: layout.byteCount)
        guard rest == 0, (0..<places.count).contains(slot), blue - luma == layout.blueOffset,
            red - luma == layout.redOffset, Int(raw.linesize.0) == layout.lumaStride,
            Int(raw.linesize.1) == layout.chromaStride, Int(raw.linesize.2) == layout.chromaStride
        else { return nil }
        return slot
    }

    /// Gives a slot to a decoder's picture, if it fits and one can be spared. Called on the decoder's threads.
    private func provide(
        _ frame: UnsafeMutablePointer<AVFrame>, to context: UnsafeMutablePointer<AVCodecContext>
    ) -> Bool {
        let layout = places.layout
        guard frame.pointee.format == AV_PIX_FMT_YUV420P.rawValue,
            Int(context.pointee.width) == layout.width, Int(context.pointee.height) == layout.height,
            fits(frame, context), let slot = places.take()
        else { return false }
        let base = places.picture(slot).assumingMemoryBound(to: UInt8.self)
        let lease = Unmanaged.passRetained(Lease(places, slot)).toOpaque()
        guard
            let buffer = av_buffer_create(
                base, layout.byteCount, { lease, _ in Unmanaged<Lease>.fromOpaque(lease!).release() }, lease, 0)
        else {
            Unmanaged<Lease>.fromOpaque(lease).release()
            return false
        }
        frame.pointee.buf.0 = buffer
        frame.pointee.data.0 = base
        frame.pointee.data.1 = base + layout.blueOffset
        frame.pointee.data.2 = base + layout.redOffset
        frame.pointee.linesize.0 = Int32(layout.lumaStride)
        frame.pointee.linesize.1 = Int32(layout.chromaStride)
        frame.pointee.linesize.2 = Int32(layout.chromaStride)
        return true
    }

    /// Whether the coded picture, with all that the decoder writes and reads around it, fits into a slot.
    private func fits(
        _ frame: UnsafeMutablePointer<AVFrame>, _ context: UnsafeMutablePointer<AVCodecContext>
    ) -> Bool {
        let layout = places.layout
        var (width, height) = (frame.pointee.width, frame.pointee.height)
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: Int(AV_NUM_DATA_POINTERS)) { alignments in
            alignments.initialize(repeating: 1)
            avcodec_align_dimensions2(context, &width, &height, alignments.baseAddress)
            let isAligned = zip(alignments, [layout.lumaStride, layout.chromaStride, layout.chromaStride])
                .allSatisfy { $0 > 0 && $1 % Int($0) == 0 }
            return isAligned && Int(width) <= layout.lumaStride && Int(height) * layout.lumaStride <= layout.blueOffset
        }
    }

    /// A slot in the hands of FFmpeg: given back with the last reference to its picture.
    private final class Lease: Sendable {
        let places: any PicturePlaces
        let slot: Int

        init(_ places: any PicturePlaces, _ slot: Int) {
            self.places = places
            self.slot = slot
        }

        deinit { places.giveBack(slot) }
    }
}
