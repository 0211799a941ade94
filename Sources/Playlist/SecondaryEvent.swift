import Timecode

/// Something beside the programme's picture and sound, on frames counted from its event's start or end.
public struct SecondaryEvent: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The channel's logo, on or off.
        case logo(on: Bool)
        /// A graphic over the picture, by its path below the media folders.
        case overlay(String)
        /// Another audio map, by its name.
        case audioMap(String)
        /// A pulse on a general-purpose output, by the line's name.
        case gpo(String)
        /// A splice point for downstream ad insertion (SCTE 35): out of the network or back into it.
        case splice(out: Bool)
        /// A subtitle track, by its language (BCP 47).
        case subtitle(String)

        /// The key it has in a document.
        public var name: String {
            switch self {
            case .logo: "logo"
            case .overlay: "overlay"
            case .audioMap: "audioMap"
            case .gpo: "gpo"
            case .splice: "splice"
            case .subtitle: "subtitle"
            }
        }

        /// Its value in a document.
        public var value: String {
            switch self {
            case .logo(let on): on ? "on" : "off"
            case .overlay(let name), .audioMap(let name), .gpo(let name), .subtitle(let name): name
            case .splice(let out): out ? "out" : "in"
            }
        }

        /// A moment rather than a state: without a duration it lasts one frame, not to the end of its event.
        public var isMoment: Bool {
            switch self {
            case .gpo, .splice: true
            case .logo, .overlay, .audioMap, .subtitle: false
            }
        }
    }

    /// The point of the event it is counted from.
    public enum Anchor: String, Hashable, Sendable, CaseIterable { case start, end }

    public var kind: Kind
    public var anchor: Anchor
    /// Distance from the anchor; after it, or before it when `isBefore`.
    public var offset: FrameAmount
    public var isBefore: Bool
    /// `nil`: one frame for a moment, else to the end of the event.
    public var duration: FrameAmount?
    public var mark: SourceMark

    public init(
        _ kind: Kind, anchor: Anchor = .start, offset: FrameAmount = .frames(0), isBefore: Bool = false,
        duration: FrameAmount? = nil, mark: SourceMark = .none
    ) {
        self.kind = kind
        self.anchor = anchor
        self.offset = offset
        self.isBefore = isBefore
        self.duration = duration
        self.mark = mark
    }
}
