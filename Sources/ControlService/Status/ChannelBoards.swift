import CLinux
import Realtime
import Timecode

/// The shared memory that control reads: what air, the outputs and the preview tell about themselves.
package struct ChannelBoards: Sendable {
    package struct Output: Sendable {
        package let name: String
        package let kind: String
        package let board: Board<OutputStatus>

        package init(name: String, kind: String, board: Board<OutputStatus>) {
            self.name = name
            self.kind = kind
            self.board = board
        }
    }

    package let air: Board<AirStatus>
    package let preview: PreviewBoard?
    package let outputs: [Output]
    package let anchor: HouseAnchor
    /// CLOCK_MONOTONIC in nanoseconds; tests turn their own.
    private let monotonic: @Sendable () -> Int64

    package init(
        air: Board<AirStatus>, preview: PreviewBoard?, outputs: [Output], anchor: HouseAnchor,
        monotonic: @escaping @Sendable () -> Int64 = { ql_monotonic_nanoseconds() }
    ) {
        self.monotonic = monotonic
        self.air = air
        self.preview = preview
        self.outputs = outputs
        self.anchor = anchor
    }

    /// The house frame that is on now.
    package func frame(_ time: HouseTime) -> Int64 {
        time.frame(at: anchor.tai(atMonotonic: monotonic()))
    }
}
